import {
	advance,
	initialCursor,
	type Cursor,
	type Row,
	type CursorOptions,
} from '../../nodes/D3SoarTrigger/cursor.ts';

export const cursorOptions: CursorOptions = {
	repeatsById: false,
	maxItems: 1000,
	overlap: 60,
	zone: 'UTC',
	now: '2026-05-15 12:00:00',
};
export const row = (id: string, date?: string): Row => ({ id, date });
export const at = (time: string) => `2026-05-15 ${time}`;
export const stored = (cursor: Cursor) => JSON.parse(JSON.stringify(cursor)) as Cursor;
export const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id);
export const emptyCursor = initialCursor([], at('08:00:00'), cursorOptions);

/** Polls of a world until there is nothing new any more; what each gave. */
export function pollAll(cursor: Cursor, rows: readonly Row[], more: Partial<CursorOptions> = {}) {
	const polls: string[][] = [];
	while (polls.length < 100) {
		const next = advance(cursor, rows, { ...cursorOptions, ...more });
		cursor = stored(next.cursor);
		if (next.fresh.length === 0) return { polls, cursor };
		polls.push(idsOf(next.fresh));
	}
	throw new Error('There is always something new');
}
