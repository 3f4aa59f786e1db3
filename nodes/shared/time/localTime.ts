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

/**
 * How D3 writes dates in responses, as a whole: `2023-07-14 17:19:09`, `2023-07-14T17:19:09.123Z`,
 * `7/14/2023 5:19:09 PM`, `01/27/2021 06:08 AM PST`, `2022-03-24 13:28:13 China Standard Time`.
 */
const WRITTEN =
	/^(?:(?<iso>\d{4}-\d\d-\d\d)[T ]|(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4}) )(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,]\d+)?)?(?: ?(?<half>[AaPp])\.?[Mm]\.?(?![A-Za-z]))?(?: ?(?<zone>[^ ].*))?$/;

/** `+02:00`, `-0330`, `+02`, `GMT+8`, `(UTC+01:00)`. No zone is further than 14 hours from UTC. */
const OFFSET = /^(?:UTC|GMT)?([+-])(0?\d|1[0-4])(?::?([0-5]\d))?$/;

/** Zones by their letters. https://datatracker.ietf.org/doc/html/rfc5322#section-4.3 */
const LETTERS: Readonly<Record<string, string>> = {
	Z: 'UTC',
	UT: 'UTC',
	GMT: 'UTC',
	EST: 'UTC-5',
	EDT: 'UTC-4',
	CST: 'UTC-6',
	CDT: 'UTC-5',
	MST: 'UTC-7',
	MDT: 'UTC-6',
	PST: 'UTC-8',
	PDT: 'UTC-7',
};

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
 * @returns `undefined` if the value is no date, or has anything in it that is not understood: the half of the day or
 * the zone could be lost with it.
 */
export function parseLocal(value: unknown, zone: string): LocalTimestamp | undefined {
	// Some languages have a narrow space that does not break before AM and PM.
	const text = String(value ?? '')
		.trim()
		.replace(/\s+/g, ' ');
	const parts = WRITTEN.exec(text)?.groups;
	if (parts === undefined) return undefined;
	const { iso, year, month, day, minute, second = '00' } = parts;
	const hour = hourOf(parts.hour!, parts.half);
	const writtenZone = parts.zone === undefined ? 'UTC' : zoneNamed(parts.zone);
	if (hour === undefined || writtenZone === undefined) return undefined;
	const date = iso ?? `${year}-${twoDigits(month!)}-${twoDigits(day!)}`;
	const read = DateTime.fromISO(`${date}T${hour}:${minute}:${second}`, { zone: writtenZone });
	if (!read.isValid) return undefined;
	return formatLocal(parts.zone === undefined ? read : read.setZone(zone));
}

/** The hour of the day in two digits; `undefined` for 13 PM. */
function hourOf(hour: string, half: string | undefined): string | undefined {
	if (half === undefined) return twoDigits(hour);
	const ofHalf = Number(hour);
	if (ofHalf < 1 || ofHalf > 12) return undefined;
	return twoDigits(String((ofHalf % 12) + (half.toLowerCase() === 'p' ? 12 : 0)));
}

function twoDigits(number: string): string {
	return number.padStart(2, '0');
}

/** The zone that a date names: an offset, letters, or a name of Windows. */
function zoneNamed(text: string): string | undefined {
	const name = text.replace(/^\((.*)\)$/, '$1');
	const [, sign, hours, minutes = '00'] = OFFSET.exec(name) ?? [];
	if (sign !== undefined) return `UTC${sign}${hours}:${minutes}`;
	// The IANA zone knows when the clocks are set forward.
	const standard = name.replace(/ Daylight Time$/, ' Standard Time');
	return [LETTERS, WINDOWS_ZONES].find((zones) => Object.hasOwn(zones, standard))?.[standard];
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
