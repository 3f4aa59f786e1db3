import type { IDataObject } from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/credential';
import type { Limits } from '../../credentials/limits';
import type { Call } from '../shared/command';
import { DAYS_AHEAD, listParameters } from '../shared/listings/listRequest';
import { pickFields } from '../shared/response/items';
import { existingTime, localAt, minusMinutes, type LocalTimestamp } from '../shared/time/localTime';
import type { D3Client, RequestOptions } from '../shared/transport/d3Client';
import { failed, type Failure } from '../shared/transport/outcome';
import { readPages } from '../shared/transport/pages';
import { rowsOf, UnusableRows, type Bounds, type TriggerRow } from './rows';
import type { Alternative, Settings } from './settings';

/** Max seconds for which a poll is retried: n8n polls again anyway. */
const MAX_RETRY_FOR = 30;

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

/** Max difference between the local times of two zones, in minutes. */
const MAX_ZONE_DIFFERENCE_MIN = 26 * 60;

/** As whom, with what, and where a poll reads. */
interface Identity {
	readonly credential: D3SoarCredential;
	readonly limits: Limits;
	readonly username: string;
	readonly site: string;
}

/** A poll only reads: there is nothing that a second request could do twice. */
export const REQUEST_OPTIONS: RequestOptions = { onUnconfirmed: 'fail' };

/** What to ask D3 for: everything since a local timestamp of the server, as of an instant. */
export interface Since {
	readonly since: LocalTimestamp;
	/** Milliseconds since 1970. */
	readonly now: number;
}

/** The call for everything since a local timestamp, without a page index. */
export function buildCall(
	{ since, now }: Since,
	{ triggerType, alternatives, fieldParameters, createdWithin, pageSize, zone, budget }: Settings,
	{ credential, limits, username, site }: Identity,
): Call {
	const { listing, dateField, usesTimeWindow } = triggerType;
	const { command, idempotency } = listing;
	const from = existingTime(since, zone);
	const filter = usesTimeWindow
		? alternatives
		: withCondition(alternatives, { field: dateField, operator: '>=', value: from });
	return {
		command,
		idempotency,
		url: `/api/Command/${command}`,
		commandParams: listParameters({
			startTime: usesTimeWindow ? from : localAt(now - createdWithin * DAY, zone),
			endTime: localAt(now + DAYS_AHEAD * DAY, zone),
			filter: filter.length > 0 ? filter : undefined,
			pageSize,
			fields: fieldParameters,
		}),
		credential,
		limits: {
			...limits,
			timeout: Math.min(limits.timeout, budget),
			retryFor: Math.min(limits.retryFor, MAX_RETRY_FOR, budget),
		},
		username,
		site,
		subject: `${command} for the site "${site}"`,
		incidentNumbers: [],
		dates: { zone, values: {}, deadlines: [] },
		limit: Infinity,
		simplify: false,
	};
}

/**
 * Reads the pages of a call: all of them, as D3 documents no order, so the new rows may be on any page.
 *
 * @param maxRows Where not all are needed, how many are enough.
 */
export async function fetchRows(
	client: D3Client,
	call: Call,
	settings: Settings,
	since: Since,
	maxRows = Infinity,
): Promise<TriggerRow[] | Failure | UnusableRows> {
	const { triggerType, zone, simplified } = settings;
	const jsons: IDataObject[] = [];
	const { pages } = triggerType.listing;
	for await (const page of readPages(client, call, pages, REQUEST_OPTIONS)) {
		if (page === undefined) return failed('noTurn', { message: '' });
		if (page.kind !== 'accepted') return page;
		jsons.push(...page.rows);
		if (jsons.length >= maxRows) break;
	}
	const rows = rowsOf(jsons, triggerType, zone, boundsOf(since, zone));
	if (simplified === undefined || rows instanceof UnusableRows) return rows;
	return rows.map((row) => ({ ...row, json: pickFields(simplified, [row.json])[0]! }));
}

/** Asked for nothing before `since`, nor after the end of the window; the clocks of two zones lie between. */
function boundsOf({ since, now }: Since, zone: string): Bounds {
	return {
		earliest: minusMinutes(since, MAX_ZONE_DIFFERENCE_MIN, zone),
		latest: localAt(now + DAYS_AHEAD * DAY + MAX_ZONE_DIFFERENCE_MIN * MINUTE, zone),
	};
}

/** The same alternatives, each with one more condition. */
function withCondition(
	alternatives: readonly Alternative[],
	condition: IDataObject,
): Alternative[] {
	const extended = alternatives.length > 0 ? alternatives : [[]];
	return extended.map((conditions) => [...conditions, condition]);
}
