import type { IDataObject } from 'n8n-workflow';

import { CHECK_EXPRESSION, textOf, type Field, type FieldOptions, type OnMissing } from './field';
import { InvalidValue } from '../errors';
import { propertyNames } from '../names';

interface KeyValuesOptions extends Omit<FieldOptions, 'required'> {
	/** Applies to blank text as well if missing values are left out; otherwise blank text is sent. */
	onMissing?: OnMissing;
}

/**
 * Names and values that the user chooses: each becomes a parameter, sent under the name as typed, trimmed. A
 * value without a name is refused, and so is a name that occurs twice.
 */
export function keyValues(
	parameter: string,
	{ onMissing = 'refused', ...options }: KeyValuesOptions,
): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
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
							description:
								'Value to send. A list or an object comes from an expression, e.g. {{ ["one", "two"] }}.',
						},
					],
				},
			],
		},
		toD3: (value) => {
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
				return [[trimmedName, given] as const];
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

function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}
