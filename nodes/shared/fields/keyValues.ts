import type { IDataObject } from 'n8n-workflow';

import {
	InvalidValue,
	CHECK_EXPRESSION,
	propertyNames,
	textOf,
	type Field,
	type FieldOptions,
	type OnMissing,
} from './field';

interface KeyValuesOptions extends Omit<FieldOptions, 'required'> {
	/** A blank text is left out too where a missing value is, and sent otherwise. */
	onMissing?: OnMissing;
}

/**
 * Names and values that the builder makes up: a parameter each, sent under the name as it is typed without
 * the blanks around it. A value without a name is refused; of two with one name the later is sent.
 */
export function keyValues(
	parameter: string,
	{ onMissing = 'refused', ...words }: KeyValuesOptions,
): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add parameter',
			default: {},
			...words,
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
				const written = textOf(name)?.trim();
				if (written === undefined) {
					throw new InvalidValue('has a value without a name', 'Give it a name or remove it.');
				}
				if (onMissing === 'leftOut' && isBlank(given)) return [];
				if (given === undefined || given === null) {
					throw new InvalidValue(
						`has no value for "${written}"`,
						`${CHECK_EXPRESSION} To send nothing on purpose, use JSON.`,
					);
				}
				return [[written, given] as const];
			});
			return Object.fromEntries(values) as IDataObject;
		},
	};
}

function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}
