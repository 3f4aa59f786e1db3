import { DateTime } from 'luxon';

import { requireValue, isDateLike, textOf, type Field, type FieldOptions } from './field';
import { InvalidValue } from '../errors';
import { propertyNames } from '../names';
import { truncate, withoutFinalPeriod } from '../text';
import {
	CASE_FORMAT,
	D3_FORMAT,
	earliest,
	existsInCalendar,
	formatLocal,
	instantAt,
	reformat,
} from '../time/localTime';
import type { Zones } from '../zones';

interface DateTimeOptions extends FieldOptions {
	/** What a date without a time means: the end of the day for a due date or an upper bound. */
	dateOnly: 'endOfDay' | 'startOfDay';
	/**
	 * The zone in which D3 reads it: its own zone by default, UTC for a parameter that says so in its name, or
	 * the zone of the time windows of its listings.
	 */
	zone?: Exclude<keyof Zones, 'workflow'>;
	/** How D3 wants it written, where that is not its usual format. */
	format?: keyof typeof FORMATS;
	/** Value in a new node: an expression. */
	default?: string;
	/** Whether something has to be done by then. */
	isDeadline?: boolean;
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
/** ISO 8601; a space instead of the T only with an offset, which distinguishes it from D3's own format. */
const ISO =
	/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d([.,]\d+)?)?|[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?))$/;
/** Seconds or milliseconds of the years 2001 to 2286; a shorter number is hardly meant as a date. */
const EPOCH_SECONDS = /^\d{10}(\.\d+)?$/;
const EPOCH_MILLISECONDS = /^\d{13}$/;

const acceptedFormats = (example: string) =>
	`Pick a date, use {{ $now }} or another DateTime, or enter one of these: 2026-05-15T14:32:00 (workflow's time zone), 2026-05-15T14:32:00Z, 2026-05-15 (whole day), a Unix timestamp in seconds or milliseconds, or ${example} (D3's own format).`;

/**
 * A date and time, which D3 gets as `yyyy-MM-dd HH:mm:ss`, whole seconds without a zone. An instant (a
 * DateTime, a Date, ISO 8601 with an offset, seconds or milliseconds since 1970) is converted to D3's zone;
 * ISO 8601 without an offset is read in the workflow's zone and converted; a date alone is the start or the
 * end of that day in D3's zone; D3's own format is sent unchanged. Anything else is refused. A parameter that has
 * another format gets the same in that.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/create-task
 */
export function dateTime(
	parameter: string,
	{ dateOnly, zone = 'd3', format = 'usual', isDeadline = false, ...options }: DateTimeOptions,
): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'dateTime',
			default: '',
			...options,
			description: `${withoutFinalPeriod(options.description)}. ${howToWrite(dateOnly, zone, format)}`,
		},
		isInD3Zone: zone === 'd3',
		isD3Date: zone === 'd3' && format === 'usual',
		isDeadline,
		toD3: (value, zones) =>
			requireValue(
				toD3Text(value, dateOnly, zones.workflow, zones[zone], format),
				options.required,
			),
	};
}

/** Ends the description: which dates are converted, and which are not. */
function howToWrite(
	dateOnly: DateTimeOptions['dateOnly'],
	zone: DateTimeOptions['zone'],
	format: keyof typeof FORMATS,
): string {
	const bound = dateOnly === 'endOfDay' ? 'end' : 'start';
	const [inUtc, unchanged] = zone === 'utc' ? [' in UTC', 'read as UTC'] : ['', 'sent unchanged'];
	return `No offset means the workflow's time zone, a date alone the ${bound} of that day${inUtc}. ${FORMATS[format].example} is ${unchanged}.`;
}

/**
 * A value of any type as D3 gets it: an instant converted to a zone, anything else as text.
 *
 * @param value A DateTime, a `Date` and ISO 8601 with a time are instants; D3's own format is text.
 * @param fromZone Zone in which a value without an offset is meant, as an IANA name.
 * @param toZone Zone in which D3 reads it, as an IANA name.
 */
export function textOrDate(value: unknown, fromZone: string, toZone: string): string | undefined {
	const isIsoText = typeof value === 'string' && ISO.test(value.trim());
	return isDateLike(value) || isIsoText
		? toD3Text(value, 'startOfDay', fromZone, toZone)
		: textOf(value);
}

/** A date as D3 reads it in a zone. */
export function localText(date: DateTime | Date, zone: string): string {
	return toD3Text(date, 'startOfDay', zone, zone)!;
}

/**
 * The instant that a value means which D3 never gets.
 *
 * @param zone Zone in which a value without an offset is meant, as an IANA name.
 * @throws InvalidValue if it is no date.
 */
export function instantFrom(
	value: unknown,
	dateOnly: DateTimeOptions['dateOnly'],
	zone: string,
): DateTime | undefined {
	const local = toD3Text(value, dateOnly, zone, zone);
	if (local === undefined) return undefined;
	// Its digits alone do not tell which of two equal hours it is.
	const instant = instantOf(typeof value === 'string' ? value.trim() : value, zone);
	return instant ?? instantAt(local, zone);
}

/** The local timestamp that D3 gets for a value in any form that n8n can hold; `undefined` for a blank one. */
function toD3Text(
	value: unknown,
	dateOnly: DateTimeOptions['dateOnly'],
	fromZone: string,
	toZone: string,
	wanted: keyof typeof FORMATS = 'usual',
): string | undefined {
	const { format, example } = FORMATS[wanted];
	const trimmed = typeof value === 'string' ? value.trim() : value;
	if (trimmed === undefined || trimmed === null || trimmed === '') return undefined;

	for (const { pattern, format: given } of [FORMATS[wanted], FORMATS.usual]) {
		if (typeof trimmed !== 'string' || !pattern.test(trimmed)) continue;
		if (existsInCalendar(trimmed, given))
			return given === format ? trimmed : reformat(trimmed, format);
	}
	if (typeof trimmed === 'string' && DATE_ONLY.test(trimmed)) {
		const text = `${trimmed} ${dateOnly === 'endOfDay' ? '23:59:59' : '00:00:00'}`;
		if (existsInCalendar(text)) return wanted === 'usual' ? text : reformat(text, format);
	}

	const instant = instantOf(trimmed, fromZone)?.setZone(toZone);
	if (instant === undefined || !instant.isValid || instant.year < 1000 || instant.year > 9999) {
		throw new InvalidValue(notADate(trimmed), acceptedFormats(example));
	}
	return formatLocal(instant, format);
}

/** The instant that a value means; `undefined` if it means none. */
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

/** What is wrong with a value. Objects are not quoted: JSON may contain a `toString` that is no function. */
function notADate(value: unknown): string {
	if (typeof value === 'object' && !isDateLike(value)) {
		return `is ${Array.isArray(value) ? 'a list' : 'an object'}, not a date`;
	}
	return `is not a valid date: "${truncate(String(value), 60)}"`;
}
