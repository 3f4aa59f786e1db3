import { minusMinutes } from '../shared/time/localTime';

/** The part of a listing's row that the cursor needs. */
export interface Row {
	/** `yyyy-MM-dd HH:mm:ss`; `undefined` if the row has no readable date. */
	readonly date: string | undefined;
	/** What identifies the row: its number. */
	readonly id: string;
}

/**
 * How far a site has been read: rows dated `from` or later that are not in `seen` are new. It is stored in
 * the workflow, as JSON.
 */
export interface Cursor {
	/** Local timestamp in the server's zone. */
	readonly from: string;
	/** Ids of the rows that were emitted, by date; those without a date under {@link NO_DATE}. */
	readonly seen: { readonly [date: string]: readonly string[] };
}

/** What the user's settings and the trigger type decide about a cursor. */
export interface CursorOptions {
	/** Whether an id that returns with another date is new, as an incident that is changed again. */
	readonly repeatsById: boolean;
	/** Max rows that are emitted at once. */
	readonly maxItems: number;
	/** Minutes before the newest row in which other rows may still appear. */
	readonly overlap: number;
	/** IANA zone of the server. */
	readonly zone: string;
	/** Now by n8n's clock, as a local timestamp in the server's zone: dates in the future must not move the cursor. */
	readonly now: string;
}

const NO_DATE = '';

/** Max ids that are kept: about 1 MB in n8n's database. The ids of one date are kept or dropped together. */
export const MAX_SEEN = 50_000;

/**
 * The first cursor: every row that exists already counts as emitted.
 *
 * @param rows All rows dated `since` or later.
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
 * Finds the new rows and moves the cursor.
 *
 * The cursor never passes a row that was not emitted. It moves to what an *earlier* poll emitted, not to
 * what this one emits: a listing can change while its pages are read, so that a row is missed between two
 * pages. The next poll finds it.
 *
 * @param rows All rows dated the cursor's `from` or later, in any order.
 * @returns the new rows, oldest first, and the next cursor. If that is not stored, the same rows are new again.
 */
export function advance<R extends Row>(
	cursor: Cursor,
	rows: readonly R[],
	options: CursorOptions,
): { fresh: R[]; cursor: Cursor } {
	const keyOf = (id: string, date: string) => (options.repeatsById ? `${date}\n${id}` : id);
	const seenKeys = new Set<string>();
	for (const [date, ids] of Object.entries(cursor.seen)) {
		for (const id of ids) seenKeys.add(keyOf(id, date));
	}
	const unseen = rows.filter((row) => {
		const { id, date = NO_DATE } = row;
		const key = keyOf(id, date);
		if (seenKeys.has(key) || (date !== NO_DATE && date < cursor.from)) return false;
		seenKeys.add(key);
		return true;
	});
	unseen.sort(oldestFirst());
	const fresh = unseen.slice(0, options.maxItems);
	const firstLeftOver = unseen[options.maxItems];
	// Nobody knows when a row without a date leaves the window: as long as one is left over, the cursor stays.
	const limit = firstLeftOver === undefined ? undefined : (firstLeftOver.date ?? cursor.from);
	const reached = later(cursor.from, newPosition(Object.keys(cursor.seen), options));
	const from = limit === undefined || reached < limit ? reached : limit;

	const seen: IdsByDate = {};
	for (const [date, ids] of Object.entries(cursor.seen)) {
		if (date >= from) seen[date] = [...ids];
	}
	// The id of a row without a date is kept until D3 no longer lists the row.
	const stillListed = new Set(rows.filter(({ date }) => date === undefined).map(({ id }) => id));
	const undated = (cursor.seen[NO_DATE] ?? []).filter((id) => stillListed.has(id));
	if (undated.length > 0) seen[NO_DATE] = undated;
	remember(seen, fresh, from);
	return { fresh, cursor: prune({ from, seen }, limit) };
}

/**
 * The position that follows from the newest of these dates. It is a date that D3 wrote, never n8n's own time:
 * where their clocks or zones differ, the cursor only stays further behind.
 */
function newPosition(dates: readonly string[], { overlap, zone, now }: CursorOptions): string {
	const newest = latestUntil(now, dates);
	return newest === NO_DATE ? NO_DATE : minusMinutes(newest, overlap, zone);
}

/** The newest date of these rows that is not in the future; `undefined` if there is none. */
export function newestDate(rows: readonly Row[], now: string): string | undefined {
	return (
		latestUntil(
			now,
			rows.map(({ date }) => date ?? NO_DATE),
		) || undefined
	);
}

function latestUntil(now: string, dates: readonly string[]): string {
	return dates.filter((date) => date <= now).reduce(later, NO_DATE);
}

/** Ids of rows by their dates. */
type IdsByDate = Record<string, string[]>;

/** Adds the ids of rows, unless the rows are too old to be listed again. */
function remember(seen: IdsByDate, rows: readonly Row[], from: string): void {
	for (const { date = NO_DATE, id } of rows) {
		if (date === NO_DATE || date >= from) (seen[date] ??= []).push(id);
	}
}

/**
 * Drops the oldest dates if there are too many ids, and moves the cursor past them, so that their rows are
 * not new again. It never moves past a row that was not emitted.
 *
 * @param limit Date of the oldest row that is left for the next poll.
 */
function prune({ from, seen }: Cursor, limit?: string): Cursor {
	const dates = Object.keys(seen)
		.filter((date) => date !== NO_DATE)
		.sort();
	let count = Object.values(seen).reduce((sum, ids) => sum + ids.length, 0);
	const kept = { ...seen };
	let newFrom = from;
	for (const [index, date] of dates.entries()) {
		const next = dates[index + 1];
		if (count <= MAX_SEEN || next === undefined || (limit !== undefined && next > limit)) break;
		count -= seen[date]!.length;
		delete kept[date];
		newFrom = next;
	}
	return { from: newFrom, seen: kept };
}

/** The later one of two dates. */
export function later(a: string, b: string): string {
	return b > a ? b : a;
}

/**
 * Sorts by date, then by number: `20220125-9` before `20220125-10`. Rows without a date come first. The
 * collator is made when it is needed: the first one takes longer than loading the rest of this package.
 */
function oldestFirst(): (a: Row, b: Row) => number {
	const byNumber = new Intl.Collator('en', { numeric: true });
	return (a, b) => {
		const [dateA, dateB] = [a.date ?? NO_DATE, b.date ?? NO_DATE];
		if (dateA !== dateB) return dateA < dateB ? -1 : 1;
		return byNumber.compare(a.id, b.id);
	};
}
