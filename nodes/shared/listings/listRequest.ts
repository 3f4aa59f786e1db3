import type { IDataObject } from 'n8n-workflow';

import type { LocalTimestamp } from '../time/localTime';

/** What to request of a listing. */
export interface ListRequest {
	/** Bounds of the time window, in the zone in which D3 reads them. */
	readonly startTime: LocalTimestamp;
	readonly endTime: LocalTimestamp;
	/** Alternatives of conditions, as D3 takes them. */
	readonly filter?: unknown;
	/** Rows in one response, 1 to 1000. */
	readonly pageSize: number;
	/** D3's parameters that say which fields come back. */
	readonly fields: IDataObject;
}

/**
 * A time window that is meant to end now ends so many days ahead, so that nothing is missed if the clocks or the
 * zones of n8n and D3 differ.
 */
export const DAYS_AHEAD = 1;

/**
 * The parameters that GetIncidents and GetEvents have in common, except the page index.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-incidents
 * @see https://docs.d3security.com/api-docs/Working-version/get-events
 */
export function listParameters(request: ListRequest): IDataObject {
	return {
		...(request.filter !== undefined && { Filter: request.filter as IDataObject[] }),
		...request.fields,
		'Start Time': request.startTime,
		'End Time': request.endTime,
		// JSON, as the page of GetEvents spells out.
		'Output Format': 2,
		'Page Size': request.pageSize,
	};
}
