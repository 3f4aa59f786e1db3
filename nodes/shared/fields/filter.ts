import type { IDataObject } from 'n8n-workflow';

import { textOrDate } from './dateTime';
import { CHECK_EXPRESSION, requireFound, textOf, type Field, type FieldOptions } from './field';
import { InvalidValue } from '../errors';
import { propertyNames } from '../names';
import type { Zones } from '../zones';
import { json } from './json';

/** D3's comparisons. https://docs.d3security.com/api-docs/Working-version/get-events */
const OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'LIKE', 'IS EMPTY', 'IS NOT EMPTY'];

/** Operators without an operand. */
const UNARY_OPERATORS = ['IS EMPTY', 'IS NOT EMPTY'];

/** The operators as workflows save them: n8n takes a value that begins with `=` for an expression. */
const OPERATOR_NAMES: Readonly<Record<string, { name: string; operator: string }>> = {
	equals: { name: 'Equals (=)', operator: '=' },
	notEqual: { name: 'Not Equal (!=)', operator: '!=' },
	less: { name: 'Less Than (<)', operator: '<' },
	lessOrEqual: { name: 'Less Than or Equal (<=)', operator: '<=' },
	greater: { name: 'Greater Than (>)', operator: '>' },
	greaterOrEqual: { name: 'Greater Than or Equal (>=)', operator: '>=' },
	like: { name: 'Like', operator: 'LIKE' },
	isEmpty: { name: 'Is Empty', operator: 'IS EMPTY' },
	isNotEmpty: { name: 'Is Not Empty', operator: 'IS NOT EMPTY' },
};

interface FilterOptions extends Omit<FieldOptions, 'required'> {
	/** Names of fields that D3 documents; users may type in others. */
	fields: readonly string[];
	/** Whether D3 can filter by fields in sections of a dynamic form. */
	sections: boolean;
}

/** A condition as the user fills it in. */
interface Condition {
	field?: unknown;
	operator?: unknown;
	value?: unknown;
	section?: unknown;
}

/**
 * Alternatives of conditions: all conditions of at least one alternative must be met. D3 takes them as an array
 * of arrays.
 */
export function filter(parameter: string, { fields, sections, ...options }: FilterOptions): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Alternative' },
			placeholder: 'Add Alternative',
			default: {},
			...options,
			options: [
				{
					displayName: 'Alternative',
					name: 'alternative',
					values: [
						{
							displayName: 'Conditions',
							name: 'conditions',
							type: 'fixedCollection',
							typeOptions: {
								multipleValues: true,
								multipleValueButtonText: 'Add Condition',
								fixedCollection: {
									itemTitle:
										'={{ $collection.item.value.field }} {{ $collection.item.value.operator }} {{ $collection.item.value.value }}',
								},
							},
							placeholder: 'Add Condition',
							default: {},
							description: 'Conditions that all have to hold',
							options: [
								{
									displayName: 'Condition',
									name: 'condition',
									values: conditionValues(fields, sections),
								},
							],
						},
					],
				},
			],
		},
		toD3: (value, zones) => {
			// n8n itself makes an empty object of an expression for a whole collection.
			const { alternative = [] } = (value ?? {}) as {
				alternative?: Array<{ conditions?: { condition?: Condition[] } }>;
			};
			const alternatives = alternative.map(({ conditions }) =>
				(conditions?.condition ?? []).map((condition) => toD3Condition(condition, zones)),
			);
			requireConditions(alternatives);
			return alternatives.length > 0 ? alternatives : undefined;
		},
	};
}

/** The same filter as D3's JSON, for what the fields of a condition cannot express. */
export function filterJson(parameter: string): Field {
	const field = json(parameter, {
		type: 'array',
		description: `Instead of Filter, as D3 takes it: arrays of conditions in an array, e.g. [[{"field": "Status", "operator": "=", "value": "Open"}]]. A row has to meet all conditions of one inner array.`,
	});
	return {
		...field,
		nodeOnly: true,
		toD3: (value, zones) => {
			requireFound(value);
			const alternatives = field.toD3(value, zones) as unknown[] | undefined;
			if (alternatives?.every(Array.isArray) === false) {
				throw new InvalidValue(
					'is not an array of arrays',
					'Put the conditions that belong together into an array, and these into another: [[{...}, {...}]].',
				);
			}
			requireConditions((alternatives ?? []) as unknown[][]);
			return alternatives;
		},
	};
}

/** Refuses an alternative without conditions, which every row would meet. */
function requireConditions(alternatives: readonly unknown[][]): void {
	if (alternatives.some((conditions) => conditions.length === 0)) {
		throw new InvalidValue(
			'has an alternative without conditions',
			`Add a condition or remove the alternative. ${CHECK_EXPRESSION}`,
		);
	}
}

function conditionValues(fields: readonly string[], sections: boolean) {
	return [
		{
			displayName: 'Field',
			name: 'field',
			type: 'string' as const,
			default: '',
			placeholder: `e.g. ${fields[0]}`,
			description: `Name of the field in D3: ${fields.join(', ')}${sections ? ', or a field of the Section' : ''}`,
		},
		{
			displayName: 'Operator',
			name: 'operator',
			type: 'options' as const,
			default: 'equals',
			description: 'How the field is compared. Like takes % for any text, e.g. VIP%.',
			options: Object.entries(OPERATOR_NAMES).map(([value, { name }]) => ({ name, value })),
		},
		{
			displayName: 'Value',
			name: 'value',
			type: 'string' as const,
			default: '',
			placeholder: 'e.g. Open',
			description:
				'What the field is compared with. Write a date as 2026-05-15 14:32:00 in the List Time Zone of the options, UTC by default. {{ $now }} is converted.',
			displayOptions: { hide: { operator: ['isEmpty', 'isNotEmpty'] } },
		},
		...(sections
			? [
					{
						displayName: 'Section',
						name: 'section',
						type: 'string' as const,
						default: '',
						placeholder: 'e.g. Customer',
						description:
							'Section of the dynamic form that the field is in. Empty for the fields listed above.',
					},
				]
			: []),
	];
}

function toD3Condition(condition: Condition, zones: Zones): IDataObject {
	const { field, operator, value, section } = condition;
	const name = textOf(field)?.trim();
	const operand = textOrDate(value, zones.workflow, zones.window);
	if (name === undefined) {
		throw new InvalidValue('has a condition without a field', 'Name the field or remove it.');
	}
	requirePart('Operator', condition, 'operator', name);
	requirePart('Section', condition, 'section', name);
	const given = textOf(operator)?.trim() ?? '=';
	const comparison = OPERATOR_NAMES[given]?.operator ?? given;
	if (!OPERATORS.includes(comparison)) {
		throw new InvalidValue(
			`has no operator "${comparison}"`,
			`Give one of ${OPERATORS.join(' ')}.`,
		);
	}
	if (operand === undefined && !UNARY_OPERATORS.includes(comparison)) {
		throw new InvalidValue(
			`compares ${name} with nothing`,
			`Give a value, or choose Is Empty. ${CHECK_EXPRESSION}`,
		);
	}
	const sectionName = textOf(section)?.trim();
	return {
		...(sectionName !== undefined && { section: sectionName }),
		field: name,
		operator: comparison,
		...(UNARY_OPERATORS.includes(comparison) ? {} : { value: operand }),
	};
}

/** Refuses a part of a condition whose expression finds nothing: another condition would be sent. */
function requirePart(part: string, condition: Condition, key: keyof Condition, field: string) {
	const value = condition[key];
	if (key in condition && (value === undefined || value === null)) {
		throw new InvalidValue(
			`has a condition on ${field} whose ${part} is empty`,
			`Its expression finds nothing. ${CHECK_EXPRESSION}`,
		);
	}
}
