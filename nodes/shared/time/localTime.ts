import { DateTime } from 'luxon';

import { WINDOWS_ZONES } from './windowsZones';

/**
 * A point of a clock as D3 writes it: {@link D3_FORMAT}, without a zone. As text it sorts by time, but for the
 * hour that comes twice when the clocks are set back.
 */
export type LocalTimestamp = string;

/** How D3 writes dates, without a zone. https://docs.d3security.com/api-docs/Working-version/create-task */
export const D3_FORMAT = 'yyyy-MM-dd HH:mm:ss';

/** How D3 takes the dates of cases. https://docs.d3security.com/utility-command-docs/Working-version/create-a-case */
export const CASE_FORMAT = 'MM/dd/yyyy HH:mm';

/** ISO 8601 with a T or a blank, as far as minutes or further, with or without an offset. */
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** How D3 writes dates in other responses: `7/14/2023 5:19:09 PM`, `01/27/2021 06:08 AM PST`. */
const AMERICAN = ['M/d/yyyy h:mm:ss a', 'M/d/yyyy h:mm a', 'M/d/yyyy H:mm:ss', 'M/d/yyyy H:mm'];
const AMERICAN_TEXT = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?/;

/** A zone behind the time, by a name of Windows as in `2022-03-24 13:28:13 China Standard Time`. */
const ZONE_NAME = / ((?:[A-Za-z][\w.()+-]*)(?: [\w.()+-]+)*)$/;

/** An instant as D3 is given it. A DateTime may bring a language and a calendar of its own. */
export function formatLocal(instant: DateTime, format = D3_FORMAT): LocalTimestamp {
	return instant.toFormat(format, {
		locale: 'en-US',
		numberingSystem: 'latn',
		outputCalendar: 'gregory',
	});
}

/** What the clocks in a zone show at an instant, in milliseconds since 1970. */
export function localAt(millis: number, zone: string): LocalTimestamp {
	return formatLocal(DateTime.fromMillis(millis, { zone }));
}

/** The instant that a local timestamp names in a zone: of a time that comes twice the first. */
export function instantAt(local: LocalTimestamp, zone: string): DateTime {
	return earliest(DateTime.fromFormat(local, D3_FORMAT, { zone }));
}

/** Where the clocks are set back a time comes twice, and luxon takes the one in today's offset. */
export function earliest(instant: DateTime): DateTime {
	return instant.isValid ? DateTime.min(...instant.getPossibleOffsets())! : instant;
}

/** Whether the calendar has it: no 30 February, no hour 25. */
export function existsInCalendar(local: string, format = D3_FORMAT): boolean {
	return DateTime.fromFormat(local, format, { zone: 'utc' }).isValid;
}

/** The same digits in another format of D3's. */
export function reformat(local: LocalTimestamp, format: string): string {
	return formatLocal(DateTime.fromFormat(local, D3_FORMAT, { zone: 'utc' }), format);
}

/**
 * D3 documents no format for the dates in its listings, so every one that it shows anywhere is read.
 *
 * @param zone IANA zone of the server: a date that names another is converted.
 * @returns `undefined` for what is no date.
 */
export function parseLocal(value: unknown, zone: string): LocalTimestamp | undefined {
	const text = String(value ?? '').trim();
	const [, day, minutes, seconds = '', offset = ''] = ISO.exec(text) ?? [];
	if (day !== undefined) {
		const read = DateTime.fromISO(`${day}T${minutes}${seconds}${offset}`, {
			zone: offset === '' ? 'utc' : zone,
		});
		return read.isValid ? formatLocal(read) : undefined;
	}
	const [american] = AMERICAN_TEXT.exec(text) ?? [];
	if (american !== undefined) {
		const read = AMERICAN.map((format) =>
			DateTime.fromFormat(american, format, { zone: 'utc' }),
		).find(({ isValid }) => isValid);
		return read && formatLocal(read);
	}
	const [ending, name = ''] = ZONE_NAME.exec(text) ?? [];
	if (ending === undefined) return undefined;
	const local = parseLocal(text.slice(0, -ending.length), zone);
	if (local === undefined || !Object.hasOwn(WINDOWS_ZONES, name)) return local;
	return formatLocal(
		DateTime.fromFormat(local, D3_FORMAT, { zone: WINDOWS_ZONES[name]! }).setZone(zone),
	);
}

/**
 * A local timestamp that is surely so many minutes before this one, also where the clocks are set back in
 * between or soon after: then those of the hour that comes again are lower than those that were before.
 */
export function minusMinutes(local: LocalTimestamp, minutes: number, zone: string): LocalTimestamp {
	const plain = minusPlain(local, minutes);
	const then = instantAt(plain, zone);
	const setBack = then.offset - then.plus({ days: 2 }).offset;
	return setBack > 0 ? minusPlain(plain, setBack) : plain;
}

/** One for D3 to read from: a time that the zone skips might be refused, so it is the hour before. */
export function existingTime(local: LocalTimestamp, zone: string): LocalTimestamp {
	const exists = formatLocal(DateTime.fromFormat(local, D3_FORMAT, { zone })) === local;
	return exists ? local : minusPlain(local, 60);
}

/** Digits and nothing else: no zone is thought of. */
function minusPlain(local: LocalTimestamp, minutes: number): LocalTimestamp {
	return formatLocal(DateTime.fromFormat(local, D3_FORMAT, { zone: 'utc' }).minus({ minutes }));
}
