import type { INodeProperties } from 'n8n-workflow';

import { requireValue, textOf, type Field, type FieldOptions } from './field';
import { propertyNames } from '../names';
import { textsIn } from './list';
import { locatorList } from './locatorList';

type IncidentOptions = Omit<FieldOptions, 'description'>;

/** One incident: its number typed in, or chosen from a list. */
export function incident(parameter: string, options: IncidentOptions): Field {
	return {
		parameter,
		property: locator(parameter, options, 'Incident number, e.g. 20220125-1'),
		toD3: (value) => requireValue(textOf(value)?.trim(), options.required),
	};
}

/** Incidents: their numbers typed in or from an expression, or one chosen from a list. D3 gets an array. */
export function incidents(parameter: string, options: IncidentOptions): Field {
	return {
		parameter,
		property: locator(parameter, options, 'Incident numbers, comma-separated or an array'),
		toD3: (value) => {
			const numbers = textsIn(value, /[,\n]/);
			return requireValue(numbers.length > 0 ? numbers : undefined, options.required);
		},
	};
}

function locator(
	parameter: string,
	options: IncidentOptions,
	description: string,
): INodeProperties {
	return {
		...propertyNames(parameter),
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...options,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose an incident',
				typeOptions: locatorList('searchIncidents', 'Number'),
			},
			{
				displayName: 'Number',
				name: 'number',
				type: 'string',
				placeholder: 'e.g. 20220125-1',
			},
		],
	};
}
