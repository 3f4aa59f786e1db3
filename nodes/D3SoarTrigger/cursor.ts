import { minusMinutes } from '../shared/time/localTime';

/** One row of a listing, as far as the cursor looks at it. */
export interface Row {
	/** `yyyy-MM-dd HH:mm:ss`, or nothing where D3 gave no date that can be read. */
	readonly date: string | undefined;
	/** What tells it from others: its number. */
	readonly id: string;
}

/**
 * How far a site has been read: what is dated from `from` on and is not in `seen` is new. It is stored in
 * the workflow, as JSON.
 */
export interface Cursor {
	/** The server's digits. */
	readonly from: string;
	/** Names of the rows that were delivered, by their dates; those without a date under {@link NO_DATE}. */
	readonly seen: { readonly [date: string]: readonly string[] };
}

/** What the builder and the occasion say about it. */
export interface CursorOptions {
	/** Whether the same name comes again under another date, as an incident that is changed again. */
	readonly repeatsById: boolean;
	/** The most rows that are delivered at once. */
	readonly maxItems: number;
	/** Minutes behind the newest row in which others may still turn up. */
	readonly overlap: number;
	/** IANA zone of the server. */
	readonly zone: string;
	/** The server's digits for now, by n8n's clock: dates in the future must not take the cursor along. */
	readonly now: string;
}

const NO_DATE = '';

/** The most names that are kept: about 1 MB in n8n's database. One date is never cut in two. */
export const MAX_SEEN = 50_000;

/**
 * The beginning: everything that is there counts as delivered.
 *
 * @param rows All rows that are dated from `since` on.
 */
export function initialCursor(rows: readonly Row[], since: string, options: CursorOptions): Cursor {
	const from = later(
		since,
		newPosition(
			rows.map(({ date }) => date ?? NO_DATE),
			options,
		),
	);
	const seen: IdsByDate = {};
	remember(seen, rows, from);
	return prune({ from, seen });
}

/**
 * Goes on from a cursor.
 *
 * The cursor never passes a row that was not delivered. It follows what an *earlier* poll has delivered,
 * not this one: D3 gives pages of a listing that changes while it is read, so that a row can slip through
 * between two of them. Whatever slipped through is found the next time.
 *
 * @param rows All rows that are dated from the cursor's `from` on, in any order.
 * @returns what is new, oldest first, and the cursor behind it. Unless it is stored, the same comes again.
 */
export function advance<R extends Row>(
	cursor: Cursor,
	rows: readonly R[],
	options: CursorOptions,
): { fresh: R[]; cursor: Cursor } {
	const keyOf = (name: string, date: string) => (options.repeatsById ? `${date}\n${name}` : name);
	const seenKeys = new Set<string>();
	for (const [date, ids] of Object.entries(cursor.seen)) {
		for (const name of ids) seenKeys.add(keyOf(name, date));
	}
	const unknown = rows.filter((row) => {
		const { id, date = NO_DATE } = row;
		const key = keyOf(id, date);
		if (seenKeys.has(key) || (date !== NO_DATE && date < cursor.from)) return false;
		seenKeys.add(key);
		return true;
	});
	unknown.sort(oldestFirst());
	const fresh = unknown.slice(0, options.maxItems);
	const firstLeftOver = unknown[options.maxItems];
	// Nobody knows when a row without a date leaves the window: as long as it waits, nothing moves.
	const limit = firstLeftOver === undefined ? undefined : (firstLeftOver.date ?? cursor.from);
	const reached = later(cursor.from, newPosition(Object.keys(cursor.seen), options));
	const from = limit === undefined || reached < limit ? reached : limit;

	const seen: IdsByDate = {};
	for (const [date, names] of Object.entries(cursor.seen)) {
		if (date >= from) seen[date] = [...names];
	}
	// One without a date is kept until D3 no longer gives it.
	const stillListed = new Set(rows.filter(({ date }) => date === undefined).map(({ id }) => id));
	const undated = (cursor.seen[NO_DATE] ?? []).filter((name) => stillListed.has(name));
	if (undated.length > 0) seen[NO_DATE] = undated;
	remember(seen, fresh, from);
	return { fresh, cursor: prune({ from, seen }, limit) };
}

/**
 * How far the newest of these dates takes the cursor. It is one that D3 wrote, never n8n's own: where their
 * clocks or zones differ, the cursor is only further behind.
 */
function newPosition(dates: readonly string[], { overlap, zone, now }: CursorOptions): string {
	const past = dates.filter((date) => date <= now);
	const newest = past.reduce(later, NO_DATE);
	return newest === NO_DATE ? NO_DATE : minusMinutes(newest, overlap, zone);
}

/** Names by their dates. */
type IdsByDate = Record<string, string[]>;

/** Remembers rows, unless they are too old to come again. */
function remember(seen: IdsByDate, rows: readonly Row[], from: string): void {
	for (const { date = NO_DATE, id } of rows) {
		if (date === NO_DATE || date >= from) (seen[date] ??= []).push(id);
	}
}

/**
 * Forgets the oldest dates where there are too many names, and takes the cursor past them, so that they do
 * not come again. What is not delivered stays before it.
 *
 * @param limit Date of the oldest row that waits for the next poll.
 */
function prune({ from, seen }: Cursor, limit?: string): Cursor {
	const dates = Object.keys(seen)
		.filter((date) => date !== NO_DATE)
		.sort();
	let count = Object.values(seen).reduce((sum, names) => sum + names.length, 0);
	const kept = { ...seen };
	let start = from;
	for (const [index, date] of dates.entries()) {
		const next = dates[index + 1];
		if (count <= MAX_SEEN || next === undefined || (limit !== undefined && next > limit)) break;
		count -= seen[date]!.length;
		delete kept[date];
		start = next;
	}
	return { from: start, seen: kept };
}

function later(a: string, b: string): string {
	return b > a ? b : a;
}

/**
 * An order by date, then by number: `20220125-9` before `20220125-10`. Those without a date come first. It is
 * made when it is needed, since the first collator takes longer than all the rest of this package to load.
 */
function oldestFirst(): (a: Row, b: Row) => number {
	const byNumber = new Intl.Collator('en', { numeric: true });
	return (a, b) => {
		const [dateA, dateB] = [a.date ?? NO_DATE, b.date ?? NO_DATE];
		if (dateA !== dateB) return dateA < dateB ? -1 : 1;
		return byNumber.compare(a.id, b.id);
	};
}
