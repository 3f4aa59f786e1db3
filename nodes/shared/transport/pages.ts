import type { IDataObject } from 'n8n-workflow';

import { scalarText } from '../response/parse';
import { messageFromBody } from '../response/messageFromBody';
import { holdsRows, totalPages } from '../response/lists';
import type { Call, Pagination } from '../command';
import type { D3Client, RequestOptions } from './d3Client';
import { failed, type Accepted, type Failure, type Outcome } from './outcome';

/** A page with rows that no earlier page had. */
export interface Page extends Accepted {
	readonly rows: IDataObject[];
	/** Counted from 0. */
	readonly pageIndex: number;
	/** Whether D3 says that it is the last page. */
	readonly isLast: boolean;
}

/** The pages of a call to D3, as {@link pagesOf} reads them; `undefined` if the run stopped before. */
export function readPages(
	client: D3Client,
	call: Call,
	pagination: Pagination,
	options: RequestOptions,
): AsyncGenerator<Page | Failure | undefined> {
	const fetchPage = async (pageIndex: number) => {
		const commandParams = { ...call.commandParams, 'Page Index': pageIndex };
		return await client.send({ ...call, commandParams }, options);
	};
	return pagesOf(pagination, fetchPage, { pageSize: Number(call.commandParams['Page Size']) });
}

/** Where reading begins, and how large a page is, as far as that is known. */
interface PagesOptions {
	readonly firstPage?: number;
	/** Rows that D3 was asked to put in one page: a page with fewer rows is the last one. */
	readonly pageSize?: number;
}

/**
 * Reads a listing page by page, until the last page or an empty one. A row that moves to the next page while the
 * listing is read is returned once. A page that comes again ends the reading: it must neither go on forever nor
 * hide the rows that did not come.
 *
 * @param fetchPage Sends the request for a page, counted from 0.
 * @returns the outcome of each page; nothing follows one that was not accepted.
 */
export async function* pagesOf<O extends Outcome | undefined>(
	{ rows, idFields }: Pagination,
	fetchPage: (pageIndex: number) => Promise<O>,
	{ firstPage = 0, pageSize = Infinity }: PagesOptions = {},
): AsyncGenerator<Page | Failure | Exclude<O, Accepted>> {
	const seenRows = new Set<string>();
	const seenPages = new Set<string>();
	for (let pageIndex = firstPage; ; pageIndex++) {
		const outcome: Outcome | undefined = await fetchPage(pageIndex);
		if (outcome?.kind !== 'accepted') {
			yield outcome as Exclude<O, Accepted>;
			return;
		}
		const { response, sentAt } = outcome;
		const listed = rows(response);
		// The rows may be in an unknown place: that is not the same as no rows.
		if (listed === undefined && holdsRows(response)) {
			yield failed('missingList', { message: messageFromBody(JSON.stringify(response)), sentAt });
			return;
		}
		if (listed === undefined || listed.length === 0) return;

		const total = totalPages(response);
		const ids = listed.map((row) => rowId(row, idFields));
		const keys = listed.map((row, index) => ids[index] ?? JSON.stringify(row));
		// Without an id, only the number of pages tells two equal rows from one row that is repeated.
		const mayBeEqual = (index: number) => ids[index] === undefined && total !== undefined;
		const page = keys.join('\n');
		if (seenPages.has(page) && !keys.some((_, index) => mayBeEqual(index))) {
			// Some servers give their last page for every number behind it. If it is full, there may be more.
			const isComplete = total === undefined && listed.length < pageSize;
			if (!isComplete) yield failed('repeatedPage', { message: `${pageIndex + 1}`, sentAt });
			return;
		}
		seenPages.add(page);
		const fresh = listed.filter((_, index) => !seenRows.has(keys[index]!) || mayBeEqual(index));
		for (const key of keys) seenRows.add(key);
		const isLast = pageIndex + 1 >= (total ?? Infinity);
		if (fresh.length > 0) yield { ...outcome, rows: fresh, pageIndex, isLast };
		if (isLast) return;
	}
}

function rowId(row: IDataObject, idFields: readonly string[]): string | undefined {
	return idFields.map((field) => scalarText(row[field])).find((text) => text !== '');
}
