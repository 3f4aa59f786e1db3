import { DateTime } from 'luxon';
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { scalarText } from '../../shared/response/parse';
import { incidentRows, totalPages } from '../../shared/response/lists';
import { D3_FORMAT } from '../../shared/fields/dateTime';
import { fetchList, listError } from './fetchList';

/**
 * How far back the list reaches, step by step, in days; the last step is everything. D3 documents no
 * order, so each step is read whole and sorted: that way the newest come first.
 */
const LOOKBACK_DAYS = [7, 30, 180, 365 * 30];

/** The most that D3 gives in one page. */
const PAGE_SIZE = 1000;

/** The most requests for one look at the list. */
const MAX_REQUESTS = 8;

const LIST = {
	command: 'GetIncidents',
	keyField: 'incidentsApiKey',
	keyName: 'Get Incidents Key',
	alternative: 'type the number',
} as const;

/** Where reading goes on: a step and a page in it, both from 0, as `step.page`. */
interface ListPosition {
	step: number;
	page: number;
}

/**
 * Incidents by number, newest first, found by number or title.
 *
 * @param paginationToken The place where the list went on being read, as this function gave it.
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

	for (let request = 0; position !== undefined && request < MAX_REQUESTS; request++) {
		const { step, page }: ListPosition = position;
		const answer = await fetchList(this, LIST, () => requestFor(step, page));
		const rows = incidentRows(answer) ?? [];
		for (const row of rows) {
			const number = scalarText(row['IR Number']);
			const title = scalarText(row.Title);
			if (number !== '' && `${number}\n${title}`.toLowerCase().includes(wanted)) {
				found.set(number, { name: title === '' ? number : `${number} · ${title}`, value: number });
			}
		}
		const stepIsRead = isLastPage(answer, rows.length, page);
		position = stepIsRead ? next(step) : { step, page: page + 1 };
		// n8n asks for more when somebody scrolls, which a short list of what was searched for does not let.
		if (stepIsRead && found.size > 0 && wanted === '') break;
	}
	if (position !== undefined && found.size === 0) {
		throw listError(
			this,
			`Not among the newest incidents: search for more of it, or ${LIST.alternative}.`,
		);
	}

	return {
		results: [...found.values()].sort(newestFirst),
		...(position === undefined ? {} : { paginationToken: `${position.step}.${position.page}` }),
	};
}

/** The parameters that read one page of one step. The windows do not overlap. */
function requestFor(step: number, page: number): IDataObject {
	const now = DateTime.utc();
	// A day ahead, since incident times may follow the site's zone and clocks drift.
	const end = step === 0 ? now.plus({ days: 1 }) : now.minus({ days: LOOKBACK_DAYS[step - 1]! });
	return {
		'Static Fields': ['IR Number', 'Title'],
		'Start Time': now.minus({ days: LOOKBACK_DAYS[step]! }).toFormat(D3_FORMAT),
		'End Time': end.toFormat(D3_FORMAT),
		'Output Format': 2,
		'Page Index': page,
		'Page Size': PAGE_SIZE,
	};
}

function isLastPage(answer: IDataObject, rows: number, page: number): boolean {
	const total = totalPages(answer);
	return rows === 0 || (total === undefined ? rows < PAGE_SIZE : page + 1 >= total);
}

function next(step: number): ListPosition | undefined {
	return step + 1 < LOOKBACK_DAYS.length ? { step: step + 1, page: 0 } : undefined;
}

function positionFrom(token: string | undefined): ListPosition {
	const [step = 0, page = 0] = (token ?? '0.0').split('.').map(Number);
	return { step, page };
}

/** Numbers begin with the date and end with a count (`20220125-1`), so that they sort by age. */
function newestFirst(a: INodeListSearchItems, b: INodeListSearchItems): number {
	return String(b.value).localeCompare(String(a.value), 'en', { numeric: true });
}
