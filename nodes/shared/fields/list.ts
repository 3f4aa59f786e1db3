import { CHECK_EXPRESSION, requireValue, textOf, type Field, type FieldOptions } from './field';
import { InvalidValue } from '../errors';
import { parseJson } from '../json';
import { propertyNames } from '../names';

interface ListOptions extends FieldOptions {
	placeholder?: string;
	/** Whether D3 wants numbers, e.g. ids of files. */
	type?: 'texts' | 'integers';
	/**
	 * What separates the entries: lines alone where they are names, since `Doe, Jane` and `Acme, Inc.` are
	 * one name each.
	 */
	separator?: keyof typeof SEPARATORS;
}

const SEPARATORS = {
	commasOrLines: {
		pattern: /[,\n]/,
		rows: 2,
		advice: 'One per line, comma-separated, or an array.',
	},
	lines: {
		pattern: /\n/,
		rows: 4,
		advice: 'One per line (names may contain commas), or an array.',
	},
} as const;

/** Several values: separated by line breaks or commas, or a list from an expression. */
export function list(
	parameter: string,
	{ type = 'texts', separator = 'commasOrLines', placeholder, ...options }: ListOptions,
): Field {
	const { pattern, rows, advice } = SEPARATORS[separator];
	const example = separator === 'lines' ? `${placeholder} (one per line)` : placeholder;
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'string',
			// With one row users could not type a line break, and n8n would join the lines of a pasted text.
			typeOptions: { rows },
			default: '',
			...options,
			...(placeholder !== undefined && { placeholder: example }),
			description: `${options.description}. ${advice}`,
		},
		toD3: (value) => {
			const values = textsIn(value, pattern);
			const entries = type === 'integers' ? values.map(integerOf) : values;
			return requireValue(entries.length > 0 ? entries : undefined, options.required);
		},
	};
}

/** The texts in a list, trimmed; blank ones are left out. An entry whose expression finds nothing is refused. */
export function textsIn(value: unknown, separator: RegExp): string[] {
	const entries: unknown[] = Array.isArray(value)
		? value
		: (listIn(value) ?? textOf(value)?.split(separator) ?? []);
	if (entries.some((entry) => entry === undefined || entry === null)) {
		throw new InvalidValue('contains an entry without a value', CHECK_EXPRESSION);
	}
	return entries.map((entry) => textOf(entry)?.trim() ?? '').filter((entry) => entry !== '');
}

/** A list written as JSON text, as agents and other nodes often give it. */
function listIn(value: unknown): unknown[] | undefined {
	if (typeof value !== 'string' || !value.trim().startsWith('[')) return undefined;
	const parsed = parseJson(value);
	if (Array.isArray(parsed)) return parsed;
	if (!MEANT_AS_JSON.test(value.trim())) return undefined;
	throw new InvalidValue(
		'is not a list',
		'Write it as ["one", "two"], with double quotes, or put each on its own line.',
	);
}

/**
 * Brackets around several entries. Not `[External] invoice.pdf` or `[TLP:RED]`, which are names, nor two names of which
 * the first begins, and the second ends, with something in brackets.
 */
const MEANT_AS_JSON = /^\[(?=[^]*[,\n])(?:[^[\]]|\[[^[\]]*\])*\]$|^\[\s*["{[]/;

/** An entry that has to be a whole number. */
export function integerOf(entry: string): number {
	const number = Number(entry);
	if (!/^-?\d+$/.test(entry) || !Number.isSafeInteger(number)) {
		throw new InvalidValue(
			`contains "${entry}", which is not a whole number of at most 15 digits`,
			'Enter numbers only.',
		);
	}
	return number;
}
