import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { booleanSwitch } from './booleanSwitch';
import { textOrDate } from './dateTime';
import { CHECK_EXPRESSION, requireFound, textOf, type Field, type FieldOptions } from './field';
import { InvalidValue } from '../errors';
import { propertyNames } from '../names';
import type { Zones } from '../zones';
import { json } from './json';
import { convertField } from './readField';

/** D3's comparisons. https://docs.d3security.com/api-docs/Working-version/get-events */
const OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'LIKE', 'IS EMPTY', 'IS NOT EMPTY'];

/** Operators without an operand. */
const UNARY_OPERATORS = ['IS EMPTY', 'IS NOT EMPTY'];

/**
 * The operators as workflows save them, since n8n takes a value that begins with `=` for an expression: what the list
 * shows, and what stands in the title of a condition.
 */
const OPERATOR_NAMES: Readonly<Record<string, { name: string; words: string; operator: string }>> =
	{
		equals: { name: 'Equals (=)', words: 'equals', operator: '=' },
		notEqual: { name: 'Not Equal (!=)', words: 'does not equal', operator: '!=' },
		less: { name: 'Less Than (<)', words: 'is less than', operator: '<' },
		lessOrEqual: { name: 'Less Than or Equal (<=)', words: 'is at most', operator: '<=' },
		greater: { name: 'Greater Than (>)', words: 'is greater than', operator: '>' },
		greaterOrEqual: { name: 'Greater Than or Equal (>=)', words: 'is at least', operator: '>=' },
		like: { name: 'Like', words: 'is like', operator: 'LIKE' },
		isEmpty: { name: 'Is Empty', words: 'is empty', operator: 'IS EMPTY' },
		isNotEmpty: { name: 'Is Not Empty', words: 'is not empty', operator: 'IS NOT EMPTY' },
	};

/** The choice of a field whose name is typed. D3 writes its own names with a capital. */
const OTHER_FIELD = 'other';

interface FilterOptions extends Omit<FieldOptions, 'required'> {
	/** Names of fields that D3 documents; users may type others. */
	fields: readonly string[];
	/** Whether D3 can filter by fields in sections of a dynamic form. */
	sections: boolean;
}

/** Begins another group with a condition. */
const startOrGroup = booleanSwitch('Start Or Group', {
	description: 'Whether an Or group begins here: all conditions of one group are enough',
});

/** A condition as the user fills it in. */
interface Condition {
	field?: unknown;
	fieldName?: unknown;
	operator?: unknown;
	value?: unknown;
	section?: unknown;
	startOrGroup?: unknown;
}

/**
 * Conditions that all have to be met. Where one starts an Or Group, those of one group are enough. D3 takes the
 * groups as an array of arrays.
 */
export function filter(parameter: string, { fields, sections, ...options }: FilterOptions): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'fixedCollection',
			typeOptions: {
				multipleValues: true,
				// n8n before 2.8 shows all fields of a condition, and no title.
				hideOptionalFields: true,
				addOptionalFieldButtonText: 'Add Option',
				fixedCollection: { itemTitle: TITLE },
			},
			placeholder: 'Add Condition',
			default: {},
			...options,
			options: [
				{
					displayName: 'Condition',
					name: 'condition',
					values: conditionValues(fields, sections),
				},
			],
		},
		toD3: (value, zones) => {
			// n8n itself makes an empty object of an expression for a whole collection.
			const { condition: conditions = [] } = (value ?? {}) as { condition?: Condition[] };
			const groups: IDataObject[][] = [];
			for (const condition of conditions) {
				const group = startsGroup(condition, zones) ? undefined : groups.pop();
				groups.push([...(group ?? []), toD3Condition(condition, zones)]);
			}
			return groups.length > 0 ? groups : undefined;
		},
	};
}

const FILTER_JSON = '[[{"field": "Status", "operator": "=", "value": "Open"}]]';

/** The same filter as D3's JSON, for what the fields of a condition cannot express. */
export function filterJson(parameter: string): Field {
	const field = json(parameter, {
		type: 'array',
		form: FILTER_JSON,
		description: `Instead of Filter, as D3 takes it: arrays of conditions in an array, e.g. ${FILTER_JSON}. It is enough to meet all conditions of one inner array.`,
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
					`Put the conditions that belong together into an array, and these into another: ${FILTER_JSON}.`,
				);
			}
			if (alternatives?.some((conditions) => (conditions as unknown[]).length === 0) === true) {
				throw new InvalidValue(
					'has an array without conditions, which everything would meet',
					`Add a condition or remove the array. ${CHECK_EXPRESSION}`,
				);
			}
			return alternatives;
		},
	};
}

/**
 * What a folded condition shows: `or Status does not equal Closed`. An expression stands there as it was written, and
 * n8n numbers a condition of which nothing is filled in.
 */
const TITLE = titleOf('$collection.item.value');

function titleOf(condition: string): string {
	const words = Object.entries(OPERATOR_NAMES).map(([value, { words }]) => [value, words]);
	const parts = [
		`${condition}.startOrGroup ? 'or' : ''`,
		`${condition}.field === '${OTHER_FIELD}' ? ${condition}.fieldName : ${condition}.field`,
		`${condition}.field ? ((${JSON.stringify(Object.fromEntries(words))})[${condition}.operator] ?? ${condition}.operator) : ''`,
		`['isEmpty', 'isNotEmpty'].includes(${condition}.operator) ? '' : ${condition}.value`,
	];
	return `={{ [${parts.join(', ')}].map((part) => String(part ?? '').replace(/^=/, '')).filter((part) => part !== '').join(' ') }}`;
}

/** What each condition shows; the rest is added to it. */
const ALWAYS_SHOWN = { showEvenWhenOptional: true };

function conditionValues(fields: readonly string[], sections: boolean): INodeProperties[] {
	return [
		{
			displayName: 'Field',
			name: 'field',
			type: 'options',
			typeOptions: ALWAYS_SHOWN,
			default: '',
			description: 'Field in D3. Other is for a name that is not listed.',
			options: [
				{ name: '(Not Set)', value: '' },
				...fields.map((name) => ({ name, value: name })),
				{ name: 'Other (Type the Name)', value: OTHER_FIELD },
			],
		},
		{
			displayName: 'Field Name',
			name: 'fieldName',
			type: 'string',
			typeOptions: ALWAYS_SHOWN,
			default: '',
			placeholder: 'e.g. CustomAge',
			description: 'Name as D3 writes it',
			displayOptions: { show: { field: [OTHER_FIELD] } },
		},
		...(sections
			? [
					{
						displayName: 'Section',
						name: 'section',
						type: 'string' as const,
						default: '',
						placeholder: 'e.g. Customer',
						description: 'Section of a dynamic form, if the field is in one',
					},
				]
			: []),
		{
			displayName: 'Operator',
			name: 'operator',
			type: 'options',
			typeOptions: ALWAYS_SHOWN,
			default: 'equals',
			description: 'Like takes % for any text, e.g. VIP%',
			options: Object.entries(OPERATOR_NAMES).map(([value, { name }]) => ({ name, value })),
		},
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			typeOptions: ALWAYS_SHOWN,
			default: '',
			placeholder: 'e.g. Open',
			description:
				'Write a date as 2026-05-15 14:32:00 in the List Time Zone of the options, UTC by default. {{ $now }} is converted.',
			displayOptions: { hide: { operator: ['isEmpty', 'isNotEmpty'] } },
		},
		startOrGroup.property,
	];
}

function startsGroup(condition: Condition, zones: Zones): boolean {
	const { name } = startOrGroup.property;
	return name in condition && convertField(startOrGroup, condition.startOrGroup, zones) === true;
}

function toD3Condition(condition: Condition, zones: Zones): IDataObject {
	const { field, fieldName, operator, value, section } = condition;
	const chosen = textOf(field)?.trim();
	const name = chosen === OTHER_FIELD ? textOf(fieldName)?.trim() : chosen;
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
			`has a condition on ${name} without a value`,
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
			'Its expression finds nothing. Check what it returns.',
		);
	}
}
