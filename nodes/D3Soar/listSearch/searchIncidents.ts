import { DateTime } from 'luxon';
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { incidentListing } from '../../shared/listings/incidents';
import { DAYS_AHEAD, listParameters } from '../../shared/listings/listRequest';
import { noList } from '../../shared/messages';
import { scalarText } from '../../shared/response/parse';
import { formatLocal } from '../../shared/time/localTime';
import { pagesOf } from '../../shared/transport/pages';
import { fetchList, listError } from './fetchList';

/**
 * How far back the list reaches, step by step, in days; the last step covers everything. D3 documents no order,
 * so each step is read completely and sorted, to list the newest first.
 */
const LOOKBACK_DAYS = [7, 30, 180, 365 * 30];

/** Max rows that D3 returns in one page. */
const PAGE_SIZE = 1000;

/** Max requests for one call of the list search. */
const MAX_REQUESTS = 8;

const LIST = {
	command: 'GetIncidents',
	alternative: 'type the number',
} as const;

/** Where reading continues: a step and a page in it, both from 0; as a token `step.page`. */
interface ListPosition {
	step: number;
	page: number;
}

/**
 * Incidents by number, newest first, found by number or title.
 *
 * @param paginationToken Where reading continues, as returned by the previous call.
 * @see https://docs.d3security.com/api-docs/Working-version/get-incidents
 */
export async function searchIncidents(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const wanted = (filter ?? '').trim().toLowerCase();
	const found = new Map<string, INodeListSearchItems>();
	let position: ListPosition | undefined = positionFrom(paginationToken);

	let requests = 0;
	while (position !== undefined && requests < MAX_REQUESTS) {
		const { step, page }: ListPosition = position;
		const fetchPage = async (pageIndex: number) => {
			requests++;
			return await fetchList(this, LIST, () => requestFor(step, pageIndex));
		};
		position = next(step);
		for await (const result of pagesOf(incidentListing.pages, fetchPage, {
			firstPage: page,
			pageSize: PAGE_SIZE,
		})) {
			if (result.kind !== 'accepted') throw listError(this, noList(result.cause, LIST));
			for (const row of result.rows) addIfWanted(row, wanted, found);
			if (requests >= MAX_REQUESTS && !result.isLast) {
				position = { step, page: result.pageIndex + 1 };
				break;
			}
		}
		// n8n requests more when a user scrolls. A search often gives a list too short to scroll, so it reads on.
		if (found.size > 0 && wanted === '') break;
	}
	if (position !== undefined && found.size === 0) {
		throw listError(
			this,
			`No match among the most recent incidents. Enter more of the number or title, or ${LIST.alternative} instead.`,
		);
	}

	return {
		results: [...found.values()].sort(newestFirst),
		...(position === undefined ? {} : { paginationToken: `${position.step}.${position.page}` }),
	};
}

function addIfWanted(
	row: IDataObject,
	wanted: string,
	found: Map<string, INodeListSearchItems>,
): void {
	const number = scalarText(row['IR Number']);
	const title = scalarText(row.Title);
	if (number === '' || !`${number}\n${title}`.toLowerCase().includes(wanted)) return;
	found.set(number, { name: title === '' ? number : `${number} · ${title}`, value: number });
}

/** The parameters for one page of one step. The windows of the steps do not overlap. */
function requestFor(step: number, pageIndex: number): IDataObject {
	const now = DateTime.utc();
	const end =
		step === 0 ? now.plus({ days: DAYS_AHEAD }) : now.minus({ days: LOOKBACK_DAYS[step - 1]! });
	return {
		...listParameters({
			startTime: formatLocal(now.minus({ days: LOOKBACK_DAYS[step]! })),
			endTime: formatLocal(end),
			pageSize: PAGE_SIZE,
			fields: { 'Static Fields': ['IR Number', 'Title'] },
		}),
		'Page Index': pageIndex,
	};
}

function next(step: number): ListPosition | undefined {
	return step + 1 < LOOKBACK_DAYS.length ? { step: step + 1, page: 0 } : undefined;
}

function positionFrom(token: string | undefined): ListPosition {
	const [step = 0, page = 0] = (token ?? '0.0').split('.').map(Number);
	return { step, page };
}

/** Numbers begin with the date and end with a count (`20220125-1`), so they sort by age. */
function newestFirst(a: INodeListSearchItems, b: INodeListSearchItems): number {
	return String(b.value).localeCompare(String(a.value), 'en', { numeric: true });
}
