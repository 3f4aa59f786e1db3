import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Row } from './cursor';
import { parseLocal } from '../shared/time/localTime';
import type { TriggerType } from './triggerTypes';

/** A row of D3's listing. */
export interface TriggerRow extends Row {
	readonly json: IDataObject;
}

/** The most rows without a readable date: D3 then writes dates in a way that is not known here. */
const MAX_UNDATED = 1000;

/** D3's rows do not tell when something happened. */
export class UnusableRows {
	/** @param message What is wrong with them. */
	constructor(readonly message: string) {}
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
	{ dateField, idFields, usesTimeWindow, noun }: TriggerType,
	zone: string,
	earliest: string,
): TriggerRow[] | UnusableRows {
	const duplicates = new Map<string, number>();
	const rows: TriggerRow[] = [];
	const undated: unknown[] = [];
	for (const json of jsons) {
		const written = fieldOf(json, [dateField]);
		if (!usesTimeWindow && written === undefined) continue;
		const read = parseLocal(written, zone);
		if (read === undefined) undated.push(written);
		// Where the trigger reads the month first. It would take what is new for something from months ago.
		else if (usesTimeWindow && read < earliest && String(written).includes('/')) {
			return new UnusableRows(
				`D3 gave an ${noun} of "${String(written)}", which reads as ${read}, although newer ones were asked for. It seems to write the day before the month, which the trigger cannot read.`,
			);
		}
		const number = fieldOf(json, idFields);
		const name = number === undefined ? contentId(json, duplicates) : String(number).trim();
		// Two updates in one second differ in D3's own words, if they are more exact.
		const subSecondSuffix =
			usesTimeWindow || read === undefined || read === written ? '' : ` ${String(written)}`;
		rows.push({ json, date: read, id: `${name}${subSecondSuffix}` });
	}
	if (jsons.length > 0 && rows.length === 0) {
		return new UnusableRows(
			`D3 was asked for every ${noun} that has a ${dateField}, and gave some that have none: it does not seem to know this field.`,
		);
	}
	if (undated.length > MAX_UNDATED) {
		return new UnusableRows(
			`${undated.length} rows of D3 have no ${dateField} that can be read, the first of them "${String(undated[0] ?? '')}".`,
		);
	}
	return rows;
}

/** The first field that has something in it. Blanks and capitals in its name differ between versions of D3. */
export function fieldOf(json: IDataObject, names: readonly string[]): unknown {
	for (const name of names) {
		const found =
			json[name] ??
			Object.entries(json).find(([key]) => normalizedName(key) === normalizedName(name))?.[1];
		if (found !== undefined && found !== null && found !== '') return found;
	}
	return undefined;
}

function normalizedName(name: string): string {
	return name.replace(/[\s_]/g, '').toLowerCase();
}

/** What stands for the number of a row that has none: all that is in it, and which of those that are alike. */
function contentId(json: IDataObject, duplicates: Map<string, number>): string {
	const hash = createHash('sha256').update(JSON.stringify(json)).digest('base64').slice(0, 16);
	const count = (duplicates.get(hash) ?? 0) + 1;
	duplicates.set(hash, count);
	return `${hash}#${count}`;
}
