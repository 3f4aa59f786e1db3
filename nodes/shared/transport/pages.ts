import type { IDataObject } from 'n8n-workflow';

import { scalarText } from '../response/parse';
import { messageFromBody } from '../response/reportedFailure';
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
	return pagesOf(pagination, async (pageIndex) => {
		const commandParams = { ...call.commandParams, 'Page Index': pageIndex };
		return await client.send({ ...call, commandParams }, options);
	});
}

/**
 * Reads a listing page by page, until the last page, an empty one, or one without new rows: a server that
 * repeats a page must not cause an endless loop. A row that moves to the next page while the listing is read
 * is returned once.
 *
 * @param fetchPage Sends the request for a page, counted from 0.
 * @param firstPage Where to begin.
 * @returns the outcome of each page; nothing follows one that was not accepted.
 */
export async function* pagesOf<O extends Outcome | undefined>(
	{ rows, idFields }: Pagination,
	fetchPage: (pageIndex: number) => Promise<O>,
	firstPage = 0,
): AsyncGenerator<Page | Failure | Exclude<O, Accepted>> {
	const seen = new Set<string>();
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
		const total = totalPages(response);
		const withIds = (listed ?? []).map((row) => ({ row, id: rowId(row, idFields) }));
		// Without an id, only the number of pages tells two equal rows from one row that is repeated.
		const fresh = withIds.filter(
			({ row, id }) => !seen.has(id ?? JSON.stringify(row)) || (id === undefined && total),
		);
		if (fresh.length === 0) return;
		for (const { row, id } of fresh) seen.add(id ?? JSON.stringify(row));
		const isLast = pageIndex + 1 >= (total ?? Infinity);
		yield { ...outcome, rows: fresh.map(({ row }) => row), pageIndex, isLast };
		if (isLast) return;
	}
}

function rowId(row: IDataObject, idFields: readonly string[]): string | undefined {
	return idFields.map((field) => scalarText(row[field])).find((text) => text !== '');
}
