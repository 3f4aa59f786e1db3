import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { D3_FORMAT } from '../fields/dateTime';
import { scalarText } from './parse';
import { WINDOWS_ZONES } from '../time/windowsZones';

/** The dates of one call that D3 reads in a zone of its own. */
export interface SentDates {
	/** IANA name of the zone that D3 was taken to read them in. */
	readonly zone: string;
	/** The digits D3 got, by parameter. */
	readonly values: Readonly<Record<string, string>>;
}

/** A date that D3 took for another moment than the one that was meant. */
export interface DateMismatch {
	readonly parameter: string;
	/** The digits D3 got. */
	readonly sent: string;
	/** IANA name of the zone that they were meant in. */
	readonly zone: string;
	/** D3's own words for what it understood. */
	readonly confirmed: string;
	/** IANA name of the zone in them. */
	readonly d3Zone: string;
	/** How much later D3's moment is; negative for earlier. */
	readonly minutes: number;
}

/** `2022-03-24 13:28:13 China Standard Time`. https://docs.d3security.com/api-docs/Working-version/create-task */
const CONFIRMED_DATE = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (.+)$/;

/**
 * Compares the dates of a call with what an answer's items say about them. Two zones that have the same
 * offset at that moment are no misreading, whatever their names; neither is what names no zone, or one that
 * is not known.
 */
export function findDateMismatches(
	{ zone, values }: SentDates,
	items: readonly IDataObject[],
): DateMismatch[] {
	return Object.entries(values).flatMap(([parameter, sent]) =>
		items.flatMap(({ [parameter]: value }) => {
			const confirmed = scalarText(value);
			const [, local = '', name = ''] = CONFIRMED_DATE.exec(confirmed) ?? [];
			if (!Object.hasOwn(WINDOWS_ZONES, name)) return [];
			const d3Zone = WINDOWS_ZONES[name]!;
			const sameClock = toMillis(sent, d3Zone) === toMillis(sent, zone);
			const difference = toMillis(local, d3Zone) - toMillis(sent, zone);
			const minutes = Math.round(difference / 60_000);
			if (sameClock || minutes === 0 || Number.isNaN(minutes)) return [];
			return [{ parameter, sent, zone, confirmed, d3Zone, minutes }];
		}),
	);
}

/** Moments that were read lately: the dates of a run are often the same ones, and a zone is dear to ask. */
const cache = new Map<string, number>();
const MAX_CACHED = 1000;

/** The moment that digits name in a zone; `NaN` if they name none. */
function toMillis(local: string, zone: string): number {
	const key = `${local} ${zone}`;
	const millis = cache.get(key) ?? parseMillis(local, zone);
	if (cache.size >= MAX_CACHED) cache.clear();
	cache.set(key, millis);
	return millis;
}

function parseMillis(local: string, zone: string): number {
	const read = DateTime.fromFormat(local, D3_FORMAT, { zone });
	// Of a time that comes twice always the first: luxon takes the one in today's offset.
	return Math.min(...read.getPossibleOffsets().map((moment) => moment.toMillis()));
}
