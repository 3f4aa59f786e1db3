import { DateTime } from 'luxon';

import {
	requireValue,
	InvalidValue,
	isDateLike,
	propertyNames,
	textOf,
	type Field,
	type FieldOptions,
	type Zones,
} from './field';

interface DateTimeOptions extends FieldOptions {
	/** What a date without a time means: a due date or an upper bound ends the day. */
	dateOnly: 'endOfDay' | 'startOfDay';
	/**
	 * Where D3 reads it: in its own zone if not said, in UTC for a parameter that says so in its name, or
	 * in the zone of the time windows of its listings.
	 */
	zone?: Exclude<keyof Zones, 'workflow'>;
	/** What stands there at first: an expression. */
	default?: string;
}

/** How D3 writes dates, without a zone. https://docs.d3security.com/api-docs/Working-version/create-task */
export const D3_FORMAT = 'yyyy-MM-dd HH:mm:ss';

const D3_TEXT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const DATE_ONLY = /^\d{4}-\d\d-\d\d$/;
/** ISO 8601; a blank instead of the T only where an offset tells it from D3's own format. */
const ISO =
	/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d([.,]\d+)?)?|[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?))$/;
/** Seconds or milliseconds of the years 2001 to 2286; anything shorter is no date that somebody meant. */
const EPOCH_SECONDS = /^\d{10}(\.\d+)?$/;
const EPOCH_MILLISECONDS = /^\d{13}$/;

const ACCEPTED_FORMATS =
	"Pick a date, use {{ $now }} or another DateTime, or give 2026-05-15T14:32:00 (workflow's time zone), 2026-05-15T14:32:00Z, 2026-05-15 (a whole day), seconds or milliseconds since 1970, or 2026-05-15 14:32:00, which D3 gets as it is.";

/**
 * A date and time, which D3 gets as `yyyy-MM-dd HH:mm:ss`, whole seconds without a zone. An instant (a
 * DateTime, a Date, ISO 8601 with an offset, seconds or milliseconds since 1970) is converted to D3's zone;
 * ISO 8601 without an offset is read in the workflow's zone and converted; a date alone is the start or the
 * end of that day in D3's zone; D3's own format goes through untouched. Anything else is refused.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/create-task
 */
export function dateTime(
	parameter: string,
	{ dateOnly, zone = 'd3', ...words }: DateTimeOptions,
): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'dateTime',
			default: '',
			...words,
		},
		isD3Date: zone === 'd3',
		toD3: (value, zones) =>
			requireValue(toD3Text(value, dateOnly, zones.workflow, zones[zone]), words.required),
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

/** The digits D3 gets for a value in any form that n8n can hold, or `undefined` for a blank one. */
function toD3Text(
	value: unknown,
	dateOnly: DateTimeOptions['dateOnly'],
	fromZone: string,
	toZone: string,
): string | undefined {
	const written = typeof value === 'string' ? value.trim() : value;
	if (written === undefined || written === null || written === '') return undefined;

	if (typeof written === 'string' && D3_TEXT.test(written) && existsInCalendar(written))
		return written;
	if (typeof written === 'string' && DATE_ONLY.test(written)) {
		const text = `${written} ${dateOnly === 'endOfDay' ? '23:59:59' : '00:00:00'}`;
		if (existsInCalendar(text)) return text;
	}

	const instant = instantOf(written, fromZone)?.setZone(toZone);
	if (instant === undefined || !instant.isValid || instant.year < 1000 || instant.year > 9999) {
		throw new InvalidValue(
			`${quoted(written)} is not a date that D3 can be given`,
			ACCEPTED_FORMATS,
		);
	}
	// A DateTime may bring a language and a calendar of its own.
	return instant.toFormat(D3_FORMAT, {
		locale: 'en-US',
		numberingSystem: 'latn',
		outputCalendar: 'gregory',
	});
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
		const read = DateTime.fromISO(text.replace(' ', 'T'), { zone, setZone: true });
		// Where the clocks are set back a time comes twice, and luxon takes the one in today's offset.
		return read.isValid ? DateTime.min(...read.getPossibleOffsets()) : undefined;
	}
	return undefined;
}

/** Whether the calendar has this moment: no 30 February, no hour 25. */
function existsInCalendar(text: string): boolean {
	return DateTime.fromFormat(text, D3_FORMAT, { zone: 'utc' }).isValid;
}

/** The value as it is quoted to the builder. JSON may bring a `toString` that is no function. */
function quoted(value: unknown): string {
	if (typeof value === 'object' && !isDateLike(value)) {
		return Array.isArray(value) ? 'A list' : 'An object';
	}
	const text = String(value);
	return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}
