import { DateTime } from 'luxon';

import { WINDOWS_ZONES } from './windowsZones';
import { D3_FORMAT } from '../fields/dateTime';

/**
 * The trigger compares D3's dates as D3 writes them, `yyyy-MM-dd HH:mm:ss` in the zone of its server:
 * text that sorts by time, but for the hour that comes twice when the clocks are set back.
 */
type LocalTimestamp = string;

/** ISO 8601 with a T or a blank, as far as minutes or further, with or without an offset. */
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** How D3 writes dates in other answers: `7/14/2023 5:19:09 PM`, `01/27/2021 06:08 AM PST`. */
const AMERICAN = ['M/d/yyyy h:mm:ss a', 'M/d/yyyy h:mm a', 'M/d/yyyy H:mm:ss', 'M/d/yyyy H:mm'];
const AMERICAN_TEXT = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?/;

/** A zone behind the time, by a name of Windows as in `2022-03-24 13:28:13 China Standard Time`. */
const ZONE_NAME = / ((?:[A-Za-z][\w.()+-]*)(?: [\w.()+-]+)*)$/;

/**
 * D3 documents no format for the dates in its listings, so every one that it shows anywhere is read.
 *
 * @param zone IANA zone of the server: a date that names another is converted.
 * @returns digits that can be compared, or `undefined` for what is no date.
 */
export function parseLocal(value: unknown, zone: string): LocalTimestamp | undefined {
	const text = String(value ?? '').trim();
	const [, day, minutes, seconds = '', offset = ''] = ISO.exec(text) ?? [];
	if (day !== undefined) {
		const read = DateTime.fromISO(`${day}T${minutes}${seconds}${offset}`, {
			zone: offset === '' ? 'utc' : zone,
		});
		return read.isValid ? read.toFormat(D3_FORMAT) : undefined;
	}
	const [american] = AMERICAN_TEXT.exec(text) ?? [];
	if (american !== undefined) {
		const read = AMERICAN.map((format) =>
			DateTime.fromFormat(american, format, { zone: 'utc' }),
		).find(({ isValid }) => isValid);
		return read?.toFormat(D3_FORMAT);
	}
	const [ending, name = ''] = ZONE_NAME.exec(text) ?? [];
	if (ending === undefined) return undefined;
	const local = parseLocal(text.slice(0, -ending.length), zone);
	if (local === undefined || !Object.hasOwn(WINDOWS_ZONES, name)) return local;
	return DateTime.fromFormat(local, D3_FORMAT, { zone: WINDOWS_ZONES[name]! })
		.setZone(zone)
		.toFormat(D3_FORMAT);
}

/** What the server's clock shows at a moment, in milliseconds since 1970. */
export function localAt(millis: number, zone: string): LocalTimestamp {
	return DateTime.fromMillis(millis, { zone }).toFormat(D3_FORMAT);
}

/**
 * Digits that are surely so many minutes before these, also where the clocks are set back in between or
 * soon after: then the digits of the hour that comes again are lower than those that were before.
 */
export function minusMinutes(local: LocalTimestamp, minutes: number, zone: string): LocalTimestamp {
	const plain = minusPlain(local, minutes);
	const read = DateTime.fromFormat(plain, D3_FORMAT, { zone });
	// Of a time that comes twice the first.
	const then = DateTime.min(...read.getPossibleOffsets())!;
	const setBack = then.offset - then.plus({ days: 2 }).offset;
	return setBack > 0 ? minusPlain(plain, setBack) : plain;
}

/** Digits for D3 to read from: a time that the zone skips might be refused, so it is the hour before. */
export function existingTime(local: LocalTimestamp, zone: string): LocalTimestamp {
	const exists = DateTime.fromFormat(local, D3_FORMAT, { zone }).toFormat(D3_FORMAT) === local;
	return exists ? local : minusPlain(local, 60);
}

/** Digits and nothing else: no zone is thought of. */
function minusPlain(local: LocalTimestamp, minutes: number): LocalTimestamp {
	return DateTime.fromFormat(local, D3_FORMAT, { zone: 'utc' })
		.minus({ minutes })
		.toFormat(D3_FORMAT);
}
