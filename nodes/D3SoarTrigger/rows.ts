import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Row } from './cursor';
import { fieldOf, idOf } from '../shared/response/rowFields';
import { parseLocal, type LocalTimestamp } from '../shared/time/localTime';
import type { TriggerType } from './triggerTypes';

/** A row of D3's listing. */
export interface TriggerRow extends Row {
	readonly json: IDataObject;
}

/** Max rows without a date: with more of them, D3 has another name for it. */
const MAX_UNDATED = 1000;

/** The rows of a response do not say when something happened. */
export class UnusableRows {
	/** @param message What is wrong with the rows. */
	constructor(readonly message: string) {}
}

/** When a row can have happened, as local timestamps of the server. */
export interface Bounds {
	/** Earlier than anything that was requested, in any zone. */
	readonly earliest: LocalTimestamp;
	/** Later than anything can be, in any zone. */
	readonly latest: LocalTimestamp;
}

/**
 * Reads the ids and the dates of rows.
 *
 * A row without a date is used as well. For an update or a closure it must have one: without a date it was not
 * updated or closed, and D3 ignored the filter.
 *
 * @param zone IANA zone of the server.
 * @returns UnusableRows if the dates are missing, cannot be read, or are certainly misread: what is new could be
 * taken for something old.
 */
export function rowsOf(
	jsons: readonly IDataObject[],
	{ dateField, listing, usesTimeWindow, noun }: TriggerType,
	zone: string,
	bounds: Bounds,
): TriggerRow[] | UnusableRows {
	const duplicates = new Map<string, number>();
	const rows: TriggerRow[] = [];
	for (const json of jsons) {
		const written = fieldOf(json, [dateField]);
		if (!usesTimeWindow && written === undefined) continue;
		const read = parseLocal(written, zone);
		if (written !== undefined) {
			const isCertain = usesTimeWindow;
			if (read === undefined || isMisread(written, read, { zone, bounds, isCertain })) {
				return misread(noun, dateField, written, read);
			}
		}
		const id = idOf(json, listing.pages.idFields) ?? contentId(json, duplicates);
		// Two updates in one second differ only in D3's own text, if that has more digits.
		const subSecondSuffix =
			usesTimeWindow || read === undefined || read === written ? '' : ` ${String(written)}`;
		rows.push({ json, date: read, id: `${id}${subSecondSuffix}` });
	}
	if (jsons.length > 0 && rows.length === 0) {
		return new UnusableRows(
			`D3 was asked for each ${noun} with a ${dateField}, but returned some without. This D3 does not seem to support that field.`,
		);
	}
	const undated = rows.filter(({ date }) => date === undefined).length;
	if (undated > MAX_UNDATED) {
		return new UnusableRows(
			`${undated} rows from D3 have no ${dateField}, so the trigger cannot tell what is new.`,
		);
	}
	return rows;
}

/**
 * Whether a date is one that D3 cannot mean. The trigger reads the month first. If D3 writes the day first, a new
 * row seems to be months old or months ahead.
 *
 * @param isCertain Whether D3 gives nothing older than was requested. Where it may have ignored the filter, an old
 * date can be meant, unless the day read first gives a date that was requested.
 */
function isMisread(
	written: unknown,
	read: LocalTimestamp,
	{ zone, bounds, isCertain }: { zone: string; bounds: Bounds; isCertain: boolean },
): boolean {
	const { earliest, latest } = bounds;
	const dayFirst = /^(\d{1,2})\/(\d{1,2})\/(.*)$/.exec(String(written).trim());
	if (dayFirst === null || (read >= earliest && read <= latest)) return false;
	if (isCertain || read > latest) return true;
	const swapped = parseLocal(`${dayFirst[2]}/${dayFirst[1]}/${dayFirst[3]}`, zone);
	return swapped !== undefined && swapped >= earliest && swapped <= latest;
}

function misread(
	noun: string,
	dateField: string,
	written: unknown,
	read: LocalTimestamp | undefined,
): UnusableRows {
	return new UnusableRows(
		read === undefined
			? `D3 returned an ${noun} whose ${dateField} cannot be read: "${String(written)}"`
			: `D3 returned an ${noun} whose ${dateField} is "${String(written)}", which would be ${read} and cannot be right. Your D3 seems to write dates day first, which the trigger does not support.`,
	);
}

/** The id of a row that has no number: a hash of its content, and a count for rows with the same content. */
function contentId(json: IDataObject, duplicates: Map<string, number>): string {
	const hash = createHash('sha256').update(JSON.stringify(json)).digest('base64').slice(0, 16);
	const count = (duplicates.get(hash) ?? 0) + 1;
	duplicates.set(hash, count);
	return `${hash}#${count}`;
}
