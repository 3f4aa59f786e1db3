import type { IDataObject } from 'n8n-workflow';

import { CHECK_EXPRESSION, textOf, type Field, type FieldOptions, type OnMissing } from './field';
import { InvalidValue } from '../errors';
import { propertyNames } from '../names';
import { REMOVE_ONE } from './namesTwice';
import { plainJson } from './plainJson';

interface KeyValuesOptions extends Omit<FieldOptions, 'required'> {
	/** What a row is called in the editor. */
	item?: string;
	/** Name of such a row in D3. */
	example?: string;
	/** Applies to blank text as well if missing values are left out; otherwise blank text is sent. */
	onMissing?: OnMissing;
	/** How a date is written: as D3's commands take it, unless it goes to something else. */
	dates?: keyof typeof DATES;
}

/** Text is what is typed in. */
const LISTS_AND_OBJECTS = 'For an array or object, use an expression, e.g. {{ ["one", "two"] }}.';

/** What becomes of a DateTime or a `Date`. Text is sent as it is in any case. */
const DATES = {
	d3: "Dates such as {{ $now }} are sent as 2026-05-15 14:32:00 in D3's time zone. Inside an object, format them, e.g. {{ { from: $now.toUTC().toFormat('yyyy-MM-dd HH:mm:ss') } }}.",
	iso8601: 'Dates such as {{ $now }} are sent as ISO 8601 with their offset.',
} as const;

/**
 * Names and values that the user chooses: each becomes a parameter, sent under the name as typed, trimmed. A
 * value without a name is refused, and so is a name that occurs twice.
 */
export function keyValues(
	parameter: string,
	{
		item = 'Parameter',
		example = 'Incident Number',
		onMissing = 'refused',
		dates = 'd3',
		...options
	}: KeyValuesOptions,
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
			placeholder: `Add ${item}`,
			default: {},
			...options,
			options: [
				{
					displayName: item,
					name: 'parameter',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: `e.g. ${example}`,
							description: 'Name exactly as in D3, including spaces and capital letters',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							description: `${LISTS_AND_OBJECTS} ${DATES[dates]}`,
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
					throw new InvalidValue('has a row without a name', 'Enter a name or remove the row.');
				}
				if (onMissing === 'leftOut' && isBlank(given)) return [];
				if (given === undefined || given === null) {
					throw new InvalidValue(
						`has no value for "${trimmedName}"`,
						`${CHECK_EXPRESSION} To send an empty value on purpose, use the JSON field.`,
					);
				}
				const dateZone = dates === 'd3' ? zones.d3 : undefined;
				return [[trimmedName, cellValue(trimmedName, given, dateZone)] as const];
			});
			const names = values.map(([name]) => name);
			const repeated = names.find((name, index) => names.indexOf(name) !== index);
			if (repeated !== undefined) {
				throw new InvalidValue(`contains "${repeated}" twice`, REMOVE_ONE);
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
		throw error instanceof InvalidValue
			? new InvalidValue(`at "${name}" ${error.message}`, error.advice)
			: error;
	}
}

function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}
