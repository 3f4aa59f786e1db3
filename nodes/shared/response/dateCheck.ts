import type { IDataObject } from 'n8n-workflow';

import { instantAt } from '../time/localTime';
import { scalarText } from './parse';
import { WINDOWS_ZONES } from '../time/windowsZones';

/** The dates of one call that D3 reads in its own zone. */
export interface SentDates {
	/** IANA name of the zone in which D3 is expected to read them. */
	readonly zone: string;
	/** The local timestamps that D3 got, by parameter. */
	readonly values: Readonly<Record<string, string>>;
	/** The parameters by whose date something has to be done. */
	readonly deadlines: readonly string[];
}

/** A deadline that was over when it was sent. */
export interface PastDeadline {
	readonly parameter: string;
	/** The local timestamp that D3 got. */
	readonly sent: string;
	/** IANA name of the zone in which it was meant. */
	readonly zone: string;
}

/** A date that D3 read as another instant than the user meant. */
export interface DateMismatch {
	readonly parameter: string;
	/** The local timestamp that D3 got. */
	readonly sent: string;
	/** IANA name of the zone in which it was meant. */
	readonly zone: string;
	/** The date as D3 confirmed it, with D3's name of the zone. */
	readonly confirmed: string;
	/** IANA name of that zone. */
	readonly d3Zone: string;
	/** How much later D3's instant is; negative for earlier. */
	readonly minutes: number;
}

/** `2022-03-24 13:28:13 China Standard Time`. https://docs.d3security.com/api-docs/Working-version/create-task */
const CONFIRMED_DATE = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (.+)$/;

/**
 * Compares the dates of a call with the dates in a response's items. Two zones with the same offset at that
 * instant are no mismatch, whatever their names; nor is a date without a zone, or with an unknown one.
 */
export function findDateMismatches(
	{ zone, values }: Omit<SentDates, 'deadlines'>,
	items: readonly IDataObject[],
): DateMismatch[] {
	return Object.entries(values).flatMap(([parameter, sent]) =>
		items.flatMap(({ [parameter]: value }) => {
			const confirmed = scalarText(value);
			const [, local = '', name = ''] = CONFIRMED_DATE.exec(confirmed) ?? [];
			if (!Object.hasOwn(WINDOWS_ZONES, name)) return [];
			const d3Zone = WINDOWS_ZONES[name]!;
			const meant = toMillis(sent, zone);
			const minutes = Math.round((toMillis(local, d3Zone) - meant) / 60_000);
			if (minutes === 0 || Number.isNaN(minutes)) return [];
			const isSameClock = toMillis(sent, d3Zone) === meant;
			if (isSameClock) return [];
			return [{ parameter, sent, zone, confirmed, d3Zone, minutes }];
		}),
	);
}

/** The deadlines of a call that were over when it was sent. */
export function findPastDeadlines(
	{ zone, values, deadlines }: SentDates,
	sentAt: Date,
): PastDeadline[] {
	return deadlines.flatMap((parameter) => {
		const sent = values[parameter]!;
		return toMillis(sent, zone) < sentAt.getTime() ? [{ parameter, sent, zone }] : [];
	});
}

/** Instants that were computed recently: the dates of a run are often the same, and zones are slow to compute. */
const cache = new Map<string, number>();
const MAX_CACHED = 1000;

/** The instant of a local timestamp in a zone, in milliseconds since 1970; `NaN` if there is none. */
function toMillis(local: string, zone: string): number {
	const key = `${local} ${zone}`;
	const known = cache.get(key);
	if (known !== undefined) return known;
	const millis = instantAt(local, zone).toMillis();
	if (cache.size >= MAX_CACHED) cache.clear();
	cache.set(key, millis);
	return millis;
}
