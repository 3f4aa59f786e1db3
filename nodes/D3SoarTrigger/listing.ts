import type { IDataObject } from 'n8n-workflow';

import { simplifiedTo } from '../D3Soar/answer/items';
import type { Call } from '../D3Soar/command';
import type { Courier } from '../D3Soar/delivery/courier';
import { miss, type Miss } from '../D3Soar/delivery/outcome';
import { pagesOf } from '../D3Soar/delivery/pages';
import { before, digitsAt, readable } from './digits';
import { rowsOf, Unreadable, type Listed } from './rows';
import type { Alternative, Settings } from './settings';

/** Seconds for which a poll is tried again: n8n polls again anyway. */
export const KEEP_TRYING_FOR = 30;

const DAY = 24 * 60 * 60 * 1000;

/** The most that the clocks of two zones differ, in minutes. */
const ZONES_APART = 26 * 60;

/** Who asks, and where. */
export interface Asker {
	readonly username: string;
	readonly site: string;
}

/**
 * The request for all that has happened since, without its page. The window ends a day ahead, so that
 * nothing is cut off where the clocks of n8n and D3 differ.
 *
 * @param since The server's digits.
 * @param now Milliseconds since 1970.
 */
export function callSince(
	since: string,
	now: number,
	{ occasion, alternatives, returned, createdWithin, pageSize, zone }: Settings,
	{ username, site }: Asker,
): Call {
	const { command, effect } = occasion.command;
	const from = readable(since, zone);
	const happened = { field: occasion.date, operator: '>=', value: from };
	const filter = occasion.windowed ? alternatives : also(alternatives, happened);
	return {
		command,
		effect,
		address: `/api/Command/${command}`,
		commandParams: {
			...(filter.length > 0 && { Filter: filter }),
			...returned,
			'Start Time': occasion.windowed ? from : digitsAt(now - createdWithin * DAY, zone),
			'End Time': digitsAt(now + DAY, zone),
			// JSON, as https://docs.d3security.com/api-docs/Working-version/get-events spells out.
			'Output Format': 2,
			'Page Size': pageSize,
		} as IDataObject,
		username,
		site,
		about: `${command} for the site "${site}"`,
		incidents: [],
		dates: { zone, values: {} },
		limit: Infinity,
		simplify: false,
	};
}

/** Reads all pages of a call: D3 documents no order, so only the whole tells what is new. */
export async function readAll(
	courier: Courier,
	call: Call,
	{ occasion, zone, timeout, simplified }: Settings,
): Promise<Listed[] | Miss | Unreadable> {
	const from = String(call.commandParams['Start Time']);
	const terms = { timeout, keepTryingFor: KEEP_TRYING_FOR, afterUnknown: 'report' } as const;
	const jsons: IDataObject[] = [];
	for await (const page of pagesOf(occasion.command.pages!, async (pageIndex) => {
		const commandParams = { ...call.commandParams, 'Page Index': pageIndex };
		const outcome = await courier.deliver({ ...call, commandParams }, terms);
		return outcome ?? miss('noAnswer', { words: '' });
	})) {
		if (page.kind !== 'accepted') return page;
		jsons.push(...page.rows);
	}
	const rows = rowsOf(jsons, occasion, zone, before(from, ZONES_APART, zone));
	if (simplified === undefined || rows instanceof Unreadable) return rows;
	return rows.map((row) => ({ ...row, json: simplifiedTo(simplified, [row.json])[0]! }));
}

/** The same alternatives, each with one condition more. */
function also(alternatives: readonly Alternative[], condition: IDataObject): Alternative[] {
	const each = alternatives.length > 0 ? alternatives : [[]];
	return each.map((conditions) => [...conditions, condition]);
}
