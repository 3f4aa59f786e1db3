import { DateTime } from 'luxon';

import { WINDOWS_ZONES } from './windowsZones';

/**
 * A date and time without a zone, as D3 writes it: {@link D3_FORMAT}. As text it sorts by time, except for the
 * hour that occurs twice when the clocks are set back.
 */
export type LocalTimestamp = string;

/** How D3 writes dates, without a zone. https://docs.d3security.com/api-docs/Working-version/create-task */
export const D3_FORMAT = 'yyyy-MM-dd HH:mm:ss';

/** How D3 takes the dates of cases. https://docs.d3security.com/utility-command-docs/Working-version/create-a-case */
export const CASE_FORMAT = 'MM/dd/yyyy HH:mm';

/** ISO 8601 with a T or a space, down to minutes or further, with or without an offset. */
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** How D3 writes dates in other responses: `7/14/2023 5:19:09 PM`, `01/27/2021 06:08 AM PST`. */
const AMERICAN = ['M/d/yyyy h:mm:ss a', 'M/d/yyyy h:mm a', 'M/d/yyyy H:mm:ss', 'M/d/yyyy H:mm'];
const AMERICAN_TEXT = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?/;

/** A zone after the time, by its Windows name, as in `2022-03-24 13:28:13 China Standard Time`. */
const ZONE_NAME = / ((?:[A-Za-z][\w.()+-]*)(?: [\w.()+-]+)*)$/;

/** An instant as D3 gets it. A DateTime may have its own language and calendar, which are not used. */
export function formatLocal(instant: DateTime, format = D3_FORMAT): LocalTimestamp {
	return instant.toFormat(format, {
		locale: 'en-US',
		numberingSystem: 'latn',
		outputCalendar: 'gregory',
	});
}

/** The local timestamp in a zone at an instant. The instant is in milliseconds since 1970. */
export function localAt(millis: number, zone: string): LocalTimestamp {
	return formatLocal(DateTime.fromMillis(millis, { zone }));
}

/** The instant of a local timestamp in a zone; of a time that occurs twice, the first. */
export function instantAt(local: LocalTimestamp, zone: string): DateTime {
	return earliest(DateTime.fromFormat(local, D3_FORMAT, { zone }));
}

/** When the clocks are set back a time occurs twice, and luxon takes the one in today's offset: this takes the first. */
export function earliest(instant: DateTime): DateTime {
	return instant.isValid ? DateTime.min(...instant.getPossibleOffsets())! : instant;
}

/** Whether the date and time exist: no 30 February, no hour 25. */
export function existsInCalendar(local: string, format = D3_FORMAT): boolean {
	return DateTime.fromFormat(local, format, { zone: 'utc' }).isValid;
}

/** The same date and time in another format of D3's. */
export function reformat(local: LocalTimestamp, format: string): string {
	return formatLocal(DateTime.fromFormat(local, D3_FORMAT, { zone: 'utc' }), format);
}

/**
 * Reads a date of a listing. D3 documents no format for them, so every format that it shows anywhere is read.
 *
 * @param zone IANA zone of the server: a date with another zone is converted.
 * @returns `undefined` if the value is no date.
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
	const [suffix, name = ''] = ZONE_NAME.exec(text) ?? [];
	if (suffix === undefined) return undefined;
	const local = parseLocal(text.slice(0, -suffix.length), zone);
	if (local === undefined || !Object.hasOwn(WINDOWS_ZONES, name)) return local;
	return formatLocal(
		DateTime.fromFormat(local, D3_FORMAT, { zone: WINDOWS_ZONES[name]! }).setZone(zone),
	);
}

/**
 * A local timestamp that is certainly at least so many minutes before this one, also if the clocks are set back
 * in between or soon after: the timestamps of the repeated hour are lower than those just before it.
 */
export function minusMinutes(local: LocalTimestamp, minutes: number, zone: string): LocalTimestamp {
	const plain = minusPlain(local, minutes);
	const then = instantAt(plain, zone);
	const setBack = then.offset - then.plus({ days: 2 }).offset;
	return setBack > 0 ? minusPlain(plain, setBack) : plain;
}

/** A time that exists in the zone: D3 might reject one that the zone skips, so it becomes the hour before. */
export function existingTime(local: LocalTimestamp, zone: string): LocalTimestamp {
	const exists = formatLocal(DateTime.fromFormat(local, D3_FORMAT, { zone })) === local;
	return exists ? local : minusPlain(local, 60);
}

/** Subtracts without regard to any zone. */
function minusPlain(local: LocalTimestamp, minutes: number): LocalTimestamp {
	return formatLocal(DateTime.fromFormat(local, D3_FORMAT, { zone: 'utc' }).minus({ minutes }));
}
