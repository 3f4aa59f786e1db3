import type { IDataObject } from 'n8n-workflow';

import { wordOf } from '../answer/parse';
import { wordsOf } from '../answer/failure';
import { holdsRows, totalPagesIn } from '../answer/listings';
import type { Pages } from '../command';
import { miss, type Accepted, type Outcome } from './outcome';

/** A page with rows that no page before it had. */
export type Page = Accepted & { readonly rows: IDataObject[] };

/**
 * Reads a listing page by page, to the last one, an empty one, or one that brings nothing new: a page
 * that comes again must not go on forever. A row that moves to the next page while the listing is
 * being read comes once.
 *
 * @param ask Sends the request for a page, counted from 0.
 * @returns what each page came to; nothing follows one that was not accepted.
 */
export async function* pagesOf<O extends Outcome | undefined>(
	{ rows, names }: Pages,
	ask: (pageIndex: number) => Promise<O>,
): AsyncGenerator<Page | Exclude<O, Accepted>> {
	const seen = new Set<string>();
	for (let pageIndex = 0; ; pageIndex++) {
		const outcome: Outcome | undefined = await ask(pageIndex);
		if (outcome?.kind !== 'accepted') {
			yield outcome as Exclude<O, Accepted>;
			return;
		}
		const { answer, sentAt } = outcome;
		const listed = rows(answer);
		// That no rows are found is not the same as that there are none.
		if (listed === undefined && holdsRows(answer)) {
			const words = wordsOf(JSON.stringify(answer));
			yield miss('unlisted', { words, sentAt }) as Exclude<O, Accepted>;
			return;
		}
		const total = totalPagesIn(answer);
		const named = (listed ?? []).map((row) => ({ row, name: nameOf(row, names) }));
		// Without a name only the number of pages tells a row that is like another from one that comes again.
		const fresh = named.filter(
			({ row, name }) => !seen.has(name ?? JSON.stringify(row)) || (name === undefined && total),
		);
		if (fresh.length === 0) return;
		for (const { row, name } of fresh) seen.add(name ?? JSON.stringify(row));
		yield { ...outcome, rows: fresh.map(({ row }) => row) };
		if (pageIndex + 1 >= (total ?? Infinity)) return;
	}
}

function nameOf(row: IDataObject, names: readonly string[]): string | undefined {
	return names.map((name) => wordOf(row[name])).find((word) => word !== '');
}
