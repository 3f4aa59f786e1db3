import type { IDataObject } from 'n8n-workflow';

import { CHECK_EXPRESSION, textOf, type Field, type FieldOptions, type OnMissing } from './field';
import { InvalidValue } from '../errors';
import { propertyNames } from '../names';
import { plainJson } from './plainJson';

interface KeyValuesOptions extends Omit<FieldOptions, 'required'> {
	/** Applies to blank text as well if missing values are left out; otherwise blank text is sent. */
	onMissing?: OnMissing;
	/** How a date is written: as D3's commands take it, unless it goes to something else. */
	dates?: keyof typeof DATES;
}

/** What becomes of a DateTime or a `Date`. Text is sent as it is in any case. */
const DATES = {
	d3: "A date such as {{ $now }} is sent as 2026-05-15 14:32:00, in the zone of D3. Inside an object, write it out, e.g. {{ { from: $now.toUTC().toFormat('yyyy-MM-dd HH:mm:ss') } }}.",
	iso8601: 'A date such as {{ $now }} is sent as ISO 8601 with its offset.',
} as const;

/**
 * Names and values that the user chooses: each becomes a parameter, sent under the name as typed, trimmed. A
 * value without a name is refused, and so is a name that occurs twice.
 */
export function keyValues(
	parameter: string,
	{ onMissing = 'refused', dates = 'd3', ...options }: KeyValuesOptions,
): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'fixedCollection',
			typeOptions: {
				multipleValues: true,
				fixedCollection: { itemTitle: '={{ $collection.item.value.name }}' },
			},
			placeholder: 'Add parameter',
			default: {},
			...options,
			options: [
				{
					displayName: 'Parameter',
					name: 'parameter',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. Incident Number',
							description: 'Name as D3 writes it, with its blanks and capitals',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							description: `Value to send. A list or an object comes from an expression, e.g. {{ ["one", "two"] }}. ${DATES[dates]}`,
						},
					],
				},
			],
		},
		...(dates === 'd3' && { dateCells: { row: 'parameter', cell: 'value' } }),
		toD3: (value, zones) => {
			const rows = (value as { parameter?: IDataObject[] } | undefined)?.parameter ?? [];
			const values = rows.flatMap(({ name, value: given }) => {
				const trimmedName = textOf(name)?.trim();
				if (trimmedName === undefined) {
					throw new InvalidValue('has a value without a name', 'Give it a name or remove it.');
				}
				if (onMissing === 'leftOut' && isBlank(given)) return [];
				if (given === undefined || given === null) {
					throw new InvalidValue(
						`has no value for "${trimmedName}"`,
						`${CHECK_EXPRESSION} To send nothing on purpose, use JSON.`,
					);
				}
				const dateZone = dates === 'd3' ? zones.d3 : undefined;
				return [[trimmedName, cellValue(trimmedName, given, dateZone)] as const];
			});
			const names = values.map(([name]) => name);
			const repeated = names.find((name, index) => names.indexOf(name) !== index);
			if (repeated !== undefined) {
				throw new InvalidValue(
					`has "${repeated}" twice`,
					'D3 would get one of the two. Remove the other.',
				);
			}
			return Object.fromEntries(values) as IDataObject;
		},
	};
}

/** What D3 gets for the value of a row. */
function cellValue(name: string, given: unknown, dateZone?: string): unknown {
	try {
		return plainJson(given, { dateZone });
	} catch (error) {
		throw withRowName(name, error);
	}
}

function withRowName(name: string, error: unknown): unknown {
	if (!(error instanceof InvalidValue)) return error;
	return new InvalidValue(`at "${name}" ${error.message}`, error.advice);
}

function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}
