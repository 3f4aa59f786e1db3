import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Row } from './cursor';
import { parseLocal } from '../shared/time/localTime';
import type { TriggerType } from './triggerTypes';

/** A row of D3's listing. */
export interface TriggerRow extends Row {
	readonly json: IDataObject;
}

/** Max rows without a readable date: with more of them, D3 writes dates in a format that this trigger does not know. */
const MAX_UNDATED = 1000;

/** The rows of a response do not say when something happened. */
export class UnusableRows {
	/** @param message What is wrong with the rows. */
	constructor(readonly message: string) {}
}

/**
 * Reads the ids and the dates of rows.
 *
 * A row without a readable date is used as well, unless there are too many of them. For an update or a closure
 * the row must have a date at all: without one it was not updated or closed, and D3 ignored the filter.
 *
 * @param zone IANA zone of the server.
 * @param earliest Earlier than anything that was requested, in any zone.
 * @returns UnusableRows if the dates are missing, in an unknown format, or certainly misread.
 */
export function rowsOf(
	jsons: readonly IDataObject[],
	{ dateField, listing, usesTimeWindow, noun }: TriggerType,
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
		// The trigger reads the month first. If D3 writes the day first, a new row seems to be months old.
		else if (usesTimeWindow && read < earliest && String(written).includes('/')) {
			return new UnusableRows(
				`D3 gave an ${noun} of "${String(written)}", which reads as ${read}, although newer ones were asked for. It seems to write the day before the month, which the trigger cannot read.`,
			);
		}
		const number = fieldOf(json, listing.pages.idFields);
		const id = number === undefined ? contentId(json, duplicates) : String(number).trim();
		// Two updates in one second differ only in D3's own text, if that has more digits.
		const subSecondSuffix =
			usesTimeWindow || read === undefined || read === written ? '' : ` ${String(written)}`;
		rows.push({ json, date: read, id: `${id}${subSecondSuffix}` });
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

/** The first field with a value. Spaces and capitals in its name differ between versions of D3. */
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

/** The id of a row that has no number: a hash of its content, and a count for rows with the same content. */
function contentId(json: IDataObject, duplicates: Map<string, number>): string {
	const hash = createHash('sha256').update(JSON.stringify(json)).digest('base64').slice(0, 16);
	const count = (duplicates.get(hash) ?? 0) + 1;
	duplicates.set(hash, count);
	return `${hash}#${count}`;
}
