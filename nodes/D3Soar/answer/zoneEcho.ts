import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { D3_FORMAT } from '../fields/dateTime';
import { wordOf } from './parse';
import { WINDOWS_ZONES } from './windowsZones';

/** The dates of one call that D3 reads in a zone of its own. */
export interface SentDates {
	/** IANA name of the zone that D3 was taken to read them in. */
	readonly zone: string;
	/** The digits D3 got, by parameter. */
	readonly values: Readonly<Record<string, string>>;
}

/** A date that D3 took for another moment than the one that was meant. */
export interface Misreading {
	readonly parameter: string;
	/** The digits D3 got. */
	readonly sent: string;
	/** IANA name of the zone that they were meant in. */
	readonly zone: string;
	/** D3's own words for what it understood. */
	readonly echo: string;
	/** IANA name of the zone in them. */
	readonly d3Zone: string;
	/** How much later D3's moment is; negative for earlier. */
	readonly minutes: number;
}

/** `2022-03-24 13:28:13 China Standard Time`. https://docs.d3security.com/api-docs/Working-version/create-task */
const ECHO = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (.+)$/;

/**
 * Compares the dates of a call with what an answer's items say about them. Two zones that have the same
 * offset at that moment are no misreading, whatever their names; neither is what names no zone, or one that
 * is not known.
 */
export function misreadingsIn(
	{ zone, values }: SentDates,
	items: readonly IDataObject[],
): Misreading[] {
	return Object.entries(values).flatMap(([parameter, sent]) =>
		items.flatMap(({ [parameter]: value }) => {
			const echo = wordOf(value);
			const [, digits = '', name = ''] = ECHO.exec(echo) ?? [];
			if (!Object.hasOwn(WINDOWS_ZONES, name)) return [];
			const d3Zone = WINDOWS_ZONES[name]!;
			const sameClock = momentOf(sent, d3Zone) === momentOf(sent, zone);
			const late = momentOf(digits, d3Zone) - momentOf(sent, zone);
			const minutes = Math.round(late / 60_000);
			if (sameClock || minutes === 0 || Number.isNaN(minutes)) return [];
			return [{ parameter, sent, zone, echo, d3Zone, minutes }];
		}),
	);
}

/** Moments that were read lately: the dates of a run are often the same ones, and a zone is dear to ask. */
const known = new Map<string, number>();
const MOST_KNOWN = 1000;

/** The moment that digits name in a zone; `NaN` if they name none. */
function momentOf(digits: string, zone: string): number {
	const key = `${digits} ${zone}`;
	const moment = known.get(key) ?? readMoment(digits, zone);
	if (known.size >= MOST_KNOWN) known.clear();
	known.set(key, moment);
	return moment;
}

function readMoment(digits: string, zone: string): number {
	const read = DateTime.fromFormat(digits, D3_FORMAT, { zone });
	// Of a time that comes twice always the first: luxon takes the one in today's offset.
	return Math.min(...read.getPossibleOffsets().map((moment) => moment.toMillis()));
}
