import type { IDataObject } from 'n8n-workflow';

import { pickFields } from '../shared/response/items';
import type { Call } from '../shared/command';
import type { D3Client } from '../shared/transport/d3Client';
import { failed, type Failure } from '../shared/transport/outcome';
import { pagesOf } from '../shared/transport/pages';
import { minusMinutes, localAt, existingTime } from '../shared/time/localTime';
import { rowsOf, UnusableRows, type TriggerRow } from './rows';
import type { Alternative, Settings } from './settings';

/** Seconds for which a poll is tried again: n8n polls again anyway. */
export const RETRY_FOR_SECONDS = 30;

const DAY = 24 * 60 * 60 * 1000;

/** The most that the clocks of two zones differ, in minutes. */
const MAX_ZONE_DIFFERENCE_MIN = 26 * 60;

/** Who asks, and where. */
export interface Caller {
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
export function buildCall(
	since: string,
	now: number,
	{ triggerType, alternatives, fieldParameters, createdWithin, pageSize, zone }: Settings,
	{ username, site }: Caller,
): Call {
	const { command, idempotency } = triggerType.command;
	const from = existingTime(since, zone);
	const happened = { field: triggerType.dateField, operator: '>=', value: from };
	const filter = triggerType.usesTimeWindow ? alternatives : withCondition(alternatives, happened);
	return {
		command,
		idempotency,
		url: `/api/Command/${command}`,
		commandParams: {
			...(filter.length > 0 && { Filter: filter }),
			...fieldParameters,
			'Start Time': triggerType.usesTimeWindow ? from : localAt(now - createdWithin * DAY, zone),
			'End Time': localAt(now + DAY, zone),
			// JSON, as https://docs.d3security.com/api-docs/Working-version/get-events spells out.
			'Output Format': 2,
			'Page Size': pageSize,
		} as IDataObject,
		username,
		site,
		subject: `${command} for the site "${site}"`,
		incidentNumbers: [],
		dates: { zone, values: {} },
		limit: Infinity,
		simplify: false,
	};
}

/** Reads all pages of a call: D3 documents no order, so only the whole tells what is new. */
export async function readAll(
	client: D3Client,
	call: Call,
	{ triggerType, zone, timeout, simplified }: Settings,
): Promise<TriggerRow[] | Failure | UnusableRows> {
	const from = String(call.commandParams['Start Time']);
	const options = { timeout, retryFor: RETRY_FOR_SECONDS, onUnconfirmed: 'fail' } as const;
	const jsons: IDataObject[] = [];
	for await (const page of pagesOf(triggerType.command.pages!, async (pageIndex) => {
		const commandParams = { ...call.commandParams, 'Page Index': pageIndex };
		const outcome = await client.send({ ...call, commandParams }, options);
		return outcome ?? failed('noResponse', { message: '' });
	})) {
		if (page.kind !== 'accepted') return page;
		jsons.push(...page.rows);
	}
	const rows = rowsOf(jsons, triggerType, zone, minusMinutes(from, MAX_ZONE_DIFFERENCE_MIN, zone));
	if (simplified === undefined || rows instanceof UnusableRows) return rows;
	return rows.map((row) => ({ ...row, json: pickFields(simplified, [row.json])[0]! }));
}

/** The same alternatives, each with one condition more. */
function withCondition(
	alternatives: readonly Alternative[],
	condition: IDataObject,
): Alternative[] {
	const each = alternatives.length > 0 ? alternatives : [[]];
	return each.map((conditions) => [...conditions, condition]);
}
