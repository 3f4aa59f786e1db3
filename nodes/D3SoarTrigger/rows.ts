import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Row } from './cursor';
import { digitsOf } from './digits';
import type { Occasion } from './occasions';

/** A row of D3's listing. */
export interface Listed extends Row {
	readonly json: IDataObject;
}

/** The most rows without a readable date: D3 then writes dates in a way that is not known here. */
const MOST_UNDATED = 1000;

/** D3's rows do not tell when something happened. */
export class Unreadable {
	/** @param sentence What is wrong with them. */
	constructor(readonly sentence: string) {}
}

/**
 * What the cursor needs of the rows.
 *
 * A row without a readable date is taken as well, as long as it is one of few. For an update or a closure it
 * has to have a date at all: without one it was not updated or closed, and D3 has overlooked the filter.
 *
 * @param zone IANA zone of the server.
 * @param earliest Digits: D3 was asked for nothing that is as old, in whatever zone.
 * @returns Unreadable if the dates are not there, not in a form that is known, or surely not what they seem.
 */
export function rowsOf(
	jsons: readonly IDataObject[],
	{ date, names, windowed, what }: Occasion,
	zone: string,
	earliest: string,
): Listed[] | Unreadable {
	const alike = new Map<string, number>();
	const rows: Listed[] = [];
	const undated: unknown[] = [];
	for (const json of jsons) {
		const written = fieldOf(json, [date]);
		if (!windowed && written === undefined) continue;
		const read = digitsOf(written, zone);
		if (read === undefined) undated.push(written);
		// Where the trigger reads the month first. It would take what is new for something from months ago.
		else if (windowed && read < earliest && String(written).includes('/')) {
			return new Unreadable(
				`D3 gave an ${what} of "${String(written)}", which reads as ${read}, although newer ones were asked for. It seems to write the day before the month, which the trigger cannot read.`,
			);
		}
		const number = fieldOf(json, names);
		const name = number === undefined ? nameless(json, alike) : String(number).trim();
		// Two updates in one second differ in D3's own words, if they are more exact.
		const exact = windowed || read === undefined || read === written ? '' : ` ${String(written)}`;
		rows.push({ json, date: read, name: `${name}${exact}` });
	}
	if (jsons.length > 0 && rows.length === 0) {
		return new Unreadable(
			`D3 was asked for every ${what} that has a ${date}, and gave some that have none: it does not seem to know this field.`,
		);
	}
	if (undated.length > MOST_UNDATED) {
		return new Unreadable(
			`${undated.length} rows of D3 have no ${date} that can be read, the first of them "${String(undated[0] ?? '')}".`,
		);
	}
	return rows;
}

/** The first field that has something in it. Blanks and capitals in its name differ between versions of D3. */
export function fieldOf(json: IDataObject, names: readonly string[]): unknown {
	for (const name of names) {
		const found =
			json[name] ?? Object.entries(json).find(([key]) => plain(key) === plain(name))?.[1];
		if (found !== undefined && found !== null && found !== '') return found;
	}
	return undefined;
}

function plain(name: string): string {
	return name.replace(/[\s_]/g, '').toLowerCase();
}

/** What stands for the number of a row that has none: all that is in it, and which of those that are alike. */
function nameless(json: IDataObject, alike: Map<string, number>): string {
	const hash = createHash('sha256').update(JSON.stringify(json)).digest('base64').slice(0, 16);
	const count = (alike.get(hash) ?? 0) + 1;
	alike.set(hash, count);
	return `${hash}#${count}`;
}
