import type { IDataObject } from 'n8n-workflow';

import { scalarText } from '../response/parse';
import { messageFromBody } from '../response/reportedFailure';
import { holdsRows, totalPages } from '../response/lists';
import type { Pagination } from '../command';
import { failed, type Accepted, type Outcome } from './outcome';

/** A page with rows that no page before it had. */
export type Page = Accepted & { readonly rows: IDataObject[] };

/**
 * Reads a listing page by page, to the last one, an empty one, or one that brings nothing new: a page
 * that comes again must not go on forever. A row that moves to the next page while the listing is
 * being read comes once.
 *
 * @param fetchPage Sends the request for a page, counted from 0.
 * @returns what each page came to; nothing follows one that was not accepted.
 */
export async function* pagesOf<O extends Outcome | undefined>(
	{ rows, idFields }: Pagination,
	fetchPage: (pageIndex: number) => Promise<O>,
): AsyncGenerator<Page | Exclude<O, Accepted>> {
	const seen = new Set<string>();
	for (let pageIndex = 0; ; pageIndex++) {
		const outcome: Outcome | undefined = await fetchPage(pageIndex);
		if (outcome?.kind !== 'accepted') {
			yield outcome as Exclude<O, Accepted>;
			return;
		}
		const { response, sentAt } = outcome;
		const listed = rows(response);
		// That no rows are found is not the same as that there are none.
		if (listed === undefined && holdsRows(response)) {
			const message = messageFromBody(JSON.stringify(response));
			yield failed('missingList', { message, sentAt }) as Exclude<O, Accepted>;
			return;
		}
		const total = totalPages(response);
		const withIds = (listed ?? []).map((row) => ({ row, id: rowId(row, idFields) }));
		// Without a name only the number of pages tells a row that is like another from one that comes again.
		const fresh = withIds.filter(
			({ row, id }) => !seen.has(id ?? JSON.stringify(row)) || (id === undefined && total),
		);
		if (fresh.length === 0) return;
		for (const { row, id } of fresh) seen.add(id ?? JSON.stringify(row));
		yield { ...outcome, rows: fresh.map(({ row }) => row) };
		if (pageIndex + 1 >= (total ?? Infinity)) return;
	}
}

function rowId(row: IDataObject, idFields: readonly string[]): string | undefined {
	return idFields.map((id) => scalarText(row[id])).find((word) => word !== '');
}
