import { DateTime } from 'luxon';

import { requireValue, isDateLike, textOf, type Field, type FieldOptions } from './field';
import { InvalidValue } from '../errors';
import { propertyNames } from '../names';
import {
	CASE_FORMAT,
	D3_FORMAT,
	earliest,
	existsInCalendar,
	formatLocal,
	reformat,
} from '../time/localTime';
import type { Zones } from '../zones';

interface DateTimeOptions extends FieldOptions {
	/** What a date without a time means: a due date or an upper bound ends the day. */
	dateOnly: 'endOfDay' | 'startOfDay';
	/**
	 * Where D3 reads it: in its own zone if not said, in UTC for a parameter that says so in its name, or
	 * in the zone of the time windows of its listings.
	 */
	zone?: Exclude<keyof Zones, 'workflow'>;
	/** How D3 wants it written, where that is not its usual format. */
	format?: keyof typeof FORMATS;
	/** What stands there at first: an expression. */
	default?: string;
}

const FORMATS = {
	usual: {
		format: D3_FORMAT,
		pattern: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
		example: '2026-05-15 14:32:00',
	},
	ofCases: {
		format: CASE_FORMAT,
		pattern: /^\d\d\/\d\d\/\d{4} \d\d:\d\d$/,
		example: '05/15/2026 14:32',
	},
} as const;
const DATE_ONLY = /^\d{4}-\d\d-\d\d$/;
/** ISO 8601; a blank instead of the T only where an offset tells it from D3's own format. */
const ISO =
	/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d([.,]\d+)?)?|[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?))$/;
/** Seconds or milliseconds of the years 2001 to 2286; anything shorter is no date that somebody meant. */
const EPOCH_SECONDS = /^\d{10}(\.\d+)?$/;
const EPOCH_MILLISECONDS = /^\d{13}$/;

const acceptedFormats = (example: string) =>
	`Pick a date, use {{ $now }} or another DateTime, or give 2026-05-15T14:32:00 (workflow's time zone), 2026-05-15T14:32:00Z, 2026-05-15 (a whole day), seconds or milliseconds since 1970, or ${example}, which D3 gets as it is.`;

/**
 * A date and time, which D3 gets as `yyyy-MM-dd HH:mm:ss`, whole seconds without a zone. An instant (a
 * DateTime, a Date, ISO 8601 with an offset, seconds or milliseconds since 1970) is converted to D3's zone;
 * ISO 8601 without an offset is read in the workflow's zone and converted; a date alone is the start or the
 * end of that day in D3's zone; D3's own format goes through untouched. Anything else is refused. A parameter
 * that has another format gets the same in that.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/create-task
 */
export function dateTime(
	parameter: string,
	{ dateOnly, zone = 'd3', format = 'usual', ...words }: DateTimeOptions,
): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'dateTime',
			default: '',
			...words,
		},
		isD3Date: zone === 'd3' && format === 'usual',
		toD3: (value, zones) =>
			requireValue(toD3Text(value, dateOnly, zones.workflow, zones[zone], format), words.required),
	};
}

/**
 * A value of no certain kind as D3 gets it: a moment converted to a zone, anything else as text.
 *
 * @param value A DateTime, a `Date` and ISO 8601 with a time are moments; D3's own format is text.
 * @param fromZone Where a moment without an offset is meant, as an IANA name.
 * @param toZone Where D3 reads it, as an IANA name.
 */
export function textOrDate(value: unknown, fromZone: string, toZone: string): string | undefined {
	const isWritten = typeof value === 'string' && ISO.test(value.trim());
	return isDateLike(value) || isWritten
		? toD3Text(value, 'startOfDay', fromZone, toZone)
		: textOf(value);
}

/** A date as D3 reads it in a zone. */
export function localText(date: DateTime | Date, zone: string): string {
	return toD3Text(date, 'startOfDay', zone, zone)!;
}

/** The digits D3 gets for a value in any form that n8n can hold, or `undefined` for a blank one. */
function toD3Text(
	value: unknown,
	dateOnly: DateTimeOptions['dateOnly'],
	fromZone: string,
	toZone: string,
	wanted: keyof typeof FORMATS = 'usual',
): string | undefined {
	const { format, example } = FORMATS[wanted];
	const written = typeof value === 'string' ? value.trim() : value;
	if (written === undefined || written === null || written === '') return undefined;

	for (const { pattern, format: given } of [FORMATS[wanted], FORMATS.usual]) {
		if (typeof written !== 'string' || !pattern.test(written)) continue;
		if (existsInCalendar(written, given))
			return given === format ? written : reformat(written, format);
	}
	if (typeof written === 'string' && DATE_ONLY.test(written)) {
		const text = `${written} ${dateOnly === 'endOfDay' ? '23:59:59' : '00:00:00'}`;
		if (existsInCalendar(text)) return wanted === 'usual' ? text : reformat(text, format);
	}

	const instant = instantOf(written, fromZone)?.setZone(toZone);
	if (instant === undefined || !instant.isValid || instant.year < 1000 || instant.year > 9999) {
		throw new InvalidValue(
			`${quoted(written)} is not a date that D3 can be given`,
			acceptedFormats(example),
		);
	}
	return formatLocal(instant, format);
}

/** The point in time that a value names, or `undefined` if it names none. */
function instantOf(value: unknown, zone: string): DateTime | undefined {
	if (DateTime.isDateTime(value)) return value;
	if (isDateLike(value)) return DateTime.fromMillis(Number(value), { zone: 'utc' });
	if (typeof value === 'object') return undefined;
	const text = String(value);
	if (EPOCH_SECONDS.test(text)) return DateTime.fromSeconds(Number(text), { zone: 'utc' });
	if (EPOCH_MILLISECONDS.test(text)) return DateTime.fromMillis(Number(text), { zone: 'utc' });
	if (ISO.test(text)) {
		const read = earliest(DateTime.fromISO(text.replace(' ', 'T'), { zone, setZone: true }));
		return read.isValid ? read : undefined;
	}
	return undefined;
}

/** The value as it is quoted to the user. JSON may bring a `toString` that is no function. */
function quoted(value: unknown): string {
	if (typeof value === 'object' && !isDateLike(value)) {
		return Array.isArray(value) ? 'A list' : 'An object';
	}
	const text = String(value);
	return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}
