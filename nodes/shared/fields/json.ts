import { requireValue, type Field, type FieldOptions, type OnMissing } from './field';
import { InvalidValue } from '../errors';
import { parseJson } from '../json';
import { errorPosition, inexactNumberIn, repeatedNameIn } from '../jsonText';
import { propertyNames } from '../names';
import { REMOVE_ONE, WRITE_AS_JSON } from './namesTwice';
import { plainJson } from './plainJson';
import { truncate, withoutFinalPeriod } from '../text';

interface JsonOptions extends FieldOptions {
	/** What D3 wants here. */
	type: 'object' | 'array';
	/** How it is written, where the type alone does not say it. */
	form?: string;
	onMissing?: OnMissing;
	/** How dates are wanted in it: as D3's commands take them, unless it goes to something else or holds none. */
	dates?: 'd3' | 'iso8601' | 'none';
}

const FORMS = { array: '[{"name": "value"}, ...]', object: '{"name": "value", ...}' };

/** Ends the description: n8n has made text of dates, as ISO 8601, before the node sees them. */
const DATES_IN_JSON = "Write dates as {{ $now.toUTC().toFormat('yyyy-MM-dd HH:mm:ss') }}.";

/**
 * A JSON object or array, as text or from an expression. D3 gets it as JSON, not as text. An empty one counts as
 * missing. Refused are the wrong one of the two, what is no JSON, and JSON that would lose a number or a member.
 */
export function json(
	parameter: string,
	{ type, form = FORMS[type], onMissing = 'refused', dates = 'd3', ...options }: JsonOptions,
): Field {
	const isArray = type === 'array';
	const emptyValue = isArray ? '[]' : '{}';
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'json',
			default: emptyValue,
			...options,
			...(dates === 'd3' && {
				description: `${withoutFinalPeriod(options.description)}. ${DATES_IN_JSON}`,
			}),
		},
		toD3: (value) => {
			if (value === undefined || value === null || value === '') {
				return requireValue(undefined, options.required);
			}
			const parsed = typeof value === 'string' ? parseText(value, form) : value;
			if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed) !== isArray) {
				throw new InvalidValue(`is not a JSON ${type}`, howToWrite(form));
			}
			const result = plainJson(parsed, {
				onMissing,
				isFromText: typeof value === 'string',
			}) as object;
			return requireValue(Object.keys(result).length > 0 ? result : undefined, options.required);
		},
	};
}

function parseText(text: string, form: string): unknown {
	const parsed = parseJson(text);
	if (parsed === undefined) throw notJsonError(text, form);
	const inexact = inexactNumberIn(text);
	if (inexact !== undefined) {
		throw new InvalidValue(
			`contains the number ${inexact}, which is too long and would be rounded`,
			'Put it in double quotes.',
		);
	}
	const repeated = repeatedNameIn(text);
	if (repeated !== undefined) {
		throw new InvalidValue(
			`contains "${truncate(repeated, 60)}" twice in one object`,
			`${REMOVE_ONE} ${WRITE_AS_JSON}`,
		);
	}
	return parsed;
}

function notJsonError(text: string, form: string): InvalidValue {
	const position = errorPosition(text);
	const lines = text.slice(0, position).split('\n');
	const place = `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
	const found = truncate(text.slice(position), 20).replace(/\r/g, '\\r').replace(/\n/g, '\\n');
	return new InvalidValue(
		found === ''
			? `is not valid JSON: it ends too early, at ${place}`
			: `is not valid JSON: unexpected text at ${place}: ${found}`,
		`${howToWrite(form)} ${WRITE_AS_JSON}`,
	);
}

function howToWrite(form: string): string {
	return `Write it as ${form}, with double quotes and no trailing comma.`;
}
