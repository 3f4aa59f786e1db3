import type { IDataObject } from 'n8n-workflow';

import { messageFromBody } from '../response/messageFromBody';
import { holdsOther, totalPages } from '../response/lists';
import { idOf } from '../response/rowFields';
import type { Call, Pagination } from '../command';
import type { D3Client, RequestOptions } from './d3Client';
import { failed, type Accepted, type Failure, type Outcome } from './outcome';

/** A page with rows that no earlier page had; the first one may have none. */
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
	/** Rows that D3 was asked to put in one page. */
	readonly pageSize?: number;
}

/**
 * Reads a listing page by page, until the last page or an empty one. A row that moves to the next page while the
 * listing is read is returned once. The reading fails where rows are certainly missing, see {@link Reading}.
 *
 * @param fetchPage Sends the request for a page, counted from 0.
 * @returns the outcome of each page; nothing follows one that was not accepted.
 */
export async function* pagesOf<O extends Outcome | undefined>(
	{ rows, idFields }: Pagination,
	fetchPage: (pageIndex: number) => Promise<O>,
	{ firstPage = 0, pageSize = Infinity }: PagesOptions = {},
): AsyncGenerator<Page | Failure | Exclude<O, Accepted>> {
	const reading = new Reading(idFields, firstPage, pageSize);
	for (let pageIndex = firstPage; ; pageIndex++) {
		const outcome: Outcome | undefined = await fetchPage(pageIndex);
		if (outcome?.kind !== 'accepted') {
			yield outcome as Exclude<O, Accepted>;
			return;
		}
		const { response, sentAt } = outcome;
		const listed = rows(response);
		// The rows may be in an unknown place: that is not the same as no rows.
		if (listed === undefined && holdsOther(response)) {
			yield failed('missingList', { message: messageFromBody(JSON.stringify(response)), sentAt });
			return;
		}
		const total = totalPages(response);
		const page = reading.take(listed ?? [], total);
		if (page === 'repeated') {
			yield failed('repeatedPage', { message: `${pageIndex + 1}`, sentAt });
			return;
		}
		const isLast = page === 'end' || pageIndex + 1 >= (total ?? Infinity);
		const rowsOfPage = page === 'end' ? [] : page;
		if (rowsOfPage.length > 0 || pageIndex === firstPage) {
			yield { ...outcome, rows: rowsOfPage, pageIndex, isLast };
		}
		if (isLast) {
			const message = reading.missingRows();
			if (message !== undefined) yield failed('missingRows', { message, sentAt });
			return;
		}
	}
}

/** At how many known rows, of those of a page as long as an earlier one, it is that page again. */
const SAME_PAGE = 0.9;

/** No server is known to give fewer rows in a page than this, unless they are all that there are. */
const SMALLEST_PAGE = 10;

/**
 * What came of a listing while it is read. It changes meanwhile: some rows may move to another page or vanish. What
 * cannot be explained by that is a failure:
 *
 * * A page is *repeated* if it is as long as an earlier one and nine tenths of its rows came before, in whatever order.
 *   Where D3 does not say how many pages there are, some servers give their last page for every number behind it: a
 *   repeated page that is shorter than another one, or has fewer than ten rows though more were asked for, is the end.
 * * Rows are *missing* if fewer came than fill all pages but the last, by the lowest number of pages that D3 gave
 *   and the length of the first page.
 */
class Reading {
	private readonly seenRows = new Set<string>();
	private readonly seenContents = new Set<string>();
	private readonly lengths = new Set<number>();
	private firstLength: number | undefined;
	private fewestPages: number | undefined;
	private count = 0;

	constructor(
		private readonly idFields: readonly string[],
		private readonly firstPage: number,
		private readonly pageSize: number,
	) {}

	/**
	 * Takes a page.
	 *
	 * @param total How many pages there are, if D3 says so.
	 * @returns the rows that did not come before, or that the page is none.
	 */
	take(
		rows: readonly IDataObject[],
		total: number | undefined,
	): IDataObject[] | 'end' | 'repeated' {
		this.firstLength ??= rows.length;
		if (total !== undefined) this.fewestPages = Math.min(total, this.fewestPages ?? total);
		if (rows.length === 0) return 'end';

		const ids = rows.map((row) => idOf(row, this.idFields));
		const keys = rows.map((row, index) => ids[index] ?? JSON.stringify(row));
		// Without an id, only the number of pages tells two equal rows from one row that is repeated.
		const mayBeEqual = (index: number) => ids[index] === undefined && total !== undefined;
		const contents = [...keys].sort().join('\n');
		const known = keys.filter((key) => this.seenRows.has(key)).length;
		const isRepeated = keys.some((_, index) => mayBeEqual(index))
			? this.seenContents.has(contents)
			: this.lengths.has(rows.length) && known >= SAME_PAGE * rows.length;
		if (isRepeated && !(total === undefined && this.isShort(rows.length))) return 'repeated';

		const fresh = rows.filter((_, index) => !this.seenRows.has(keys[index]!) || mayBeEqual(index));
		if (isRepeated && fresh.length === 0) return 'end';
		this.seenContents.add(contents);
		this.lengths.add(rows.length);
		for (const key of keys) this.seenRows.add(key);
		this.count += fresh.length;
		return fresh;
	}

	/** How many pages and rows there are, in words, if rows are missing. */
	missingRows(): string | undefined {
		if (this.fewestPages === undefined) return undefined;
		const fullPages = this.fewestPages - 1 - this.firstPage;
		return this.count < fullPages * Math.max(1, this.firstLength ?? 0)
			? `${this.fewestPages} pages, and gave ${this.count} ${this.count === 1 ? 'row' : 'rows'}`
			: undefined;
	}

	/** Whether a page cannot be one that the server cut off at its own limit. */
	private isShort(length: number): boolean {
		return length < Math.max(...this.lengths) || length < Math.min(SMALLEST_PAGE, this.pageSize);
	}
}
