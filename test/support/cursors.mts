import {
	advance,
	initialCursor,
	type Cursor,
	type Row,
	type CursorOptions,
} from '../../nodes/D3SoarTrigger/cursor.ts';

export const rules: CursorOptions = {
	repeatsById: false,
	maxItems: 1000,
	overlap: 60,
	zone: 'UTC',
	now: '2026-05-15 12:00:00',
};
export const row = (id: string, date?: string): Row => ({ id, date });
export const at = (time: string) => `2026-05-15 ${time}`;
export const stored = (cursor: Cursor) => JSON.parse(JSON.stringify(cursor)) as Cursor;
export const names = (rows: readonly Row[]) => rows.map(({ id }) => id);
export const begun = initialCursor([], at('08:00:00'), rules);

/** Polls of a world until there is nothing new any more; what each gave. */
export function pollAll(cursor: Cursor, rows: readonly Row[], more: Partial<CursorOptions> = {}) {
	const polls: string[][] = [];
	while (polls.length < 100) {
		const next = advance(cursor, rows, { ...rules, ...more });
		cursor = stored(next.cursor);
		if (next.fresh.length === 0) return { polls, cursor };
		polls.push(names(next.fresh));
	}
	throw new Error('There is always something new');
}
