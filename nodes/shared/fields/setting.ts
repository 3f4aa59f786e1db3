import type { INodePropertyOptions } from 'n8n-workflow';

import { InvalidValue } from '../errors';
import { propertyNames } from '../names';
import { textOf, type Field, type FieldOptions } from './field';

interface SettingOptions extends Omit<FieldOptions, 'required'> {
	default: string;
	/** The choices. Their values are saved in workflows. */
	options: INodePropertyOptions[];
}

/** One of the node's own choices, so no expression may give another. D3 never gets it. */
export function setting(parameter: string, options: SettingOptions): Field {
	const names = options.options.map(({ name }) => name).join(' or ');
	return {
		parameter,
		nodeOnly: true,
		property: { ...propertyNames(parameter), type: 'options', ...options },
		toD3: (value) => {
			const chosen = textOf(value)?.trim() ?? options.default;
			if (options.options.some((option) => option.value === chosen)) return chosen;
			throw new InvalidValue(`has no choice "${chosen}"`, `Choose ${names}.`);
		},
	};
}
