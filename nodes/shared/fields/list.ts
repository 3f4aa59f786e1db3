import {
	requireValue,
	InvalidValue,
	parseJson,
	propertyNames,
	textOf,
	type Field,
	type FieldOptions,
} from './field';

interface ListOptions extends FieldOptions {
	placeholder?: string;
	/** Whether D3 wants numbers, e.g. ids of files. */
	type?: 'texts' | 'integers';
	/** Whether an entry may hold commas, as names of files do: then only lines separate them. */
	withCommas?: boolean;
}

/** Several values: on lines of their own or between commas, or a list from an expression. */
export function list(
	parameter: string,
	{ type = 'texts', withCommas = false, ...words }: ListOptions,
): Field {
	const separators = withCommas ? 'lines' : 'commas or lines';
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'string',
			// On one line nobody could type a second one, and n8n would join the lines of what is pasted.
			typeOptions: { rows: 2 },
			default: '',
			...words,
			description: `${words.description}. Several are separated by ${separators}, or come as a list from an expression.`,
		},
		toD3: (value) => {
			const values = textsIn(value, withCommas ? /\n/ : /[,\n]/);
			const entries = type === 'integers' ? values.map(integerOf) : values;
			return requireValue(entries.length > 0 ? entries : undefined, words.required);
		},
	};
}

/** The texts in a list, trimmed; what is blank is left out. */
export function textsIn(value: unknown, separator: RegExp): string[] {
	const entries = Array.isArray(value)
		? value
		: (listIn(value) ?? textOf(value)?.split(separator) ?? []);
	return entries.map((entry) => textOf(entry)?.trim() ?? '').filter((entry) => entry !== '');
}

/** A list written as JSON, which is what agents and other nodes often give. */
function listIn(value: unknown): unknown[] | undefined {
	if (typeof value !== 'string' || !value.trim().startsWith('[')) return undefined;
	const written = parseJson(value);
	if (Array.isArray(written)) return written;
	if (!MEANT_AS_JSON.test(value.trim())) return undefined;
	throw new InvalidValue(
		'is not a list',
		'Write it as ["one", "two"], with double quotes, or each on a line of its own.',
	);
}

/** Not `[External] invoice.pdf` or `[TLP:RED]`, which are names. */
const MEANT_AS_JSON = /^\[(.*,.*\]$|\s*["{[])/;

function integerOf(entry: string): number {
	const number = Number(entry);
	if (!/^-?\d+$/.test(entry) || !Number.isSafeInteger(number)) {
		throw new InvalidValue(
			`holds "${entry}", which is no whole number of at most 15 digits`,
			'Give the numbers only.',
		);
	}
	return number;
}
