import {
	advance,
	start,
	type Cursor,
	type Row,
	type Rules,
} from '../../../nodes/D3SoarTrigger/cursor.ts';

export const rules: Rules = {
	recurs: false,
	most: 1000,
	overlap: 60,
	zone: 'UTC',
	now: '2026-05-15 12:00:00',
};
export const row = (name: string, date?: string): Row => ({ name, date });
export const at = (time: string) => `2026-05-15 ${time}`;
export const stored = (cursor: Cursor) => JSON.parse(JSON.stringify(cursor)) as Cursor;
export const names = (rows: readonly Row[]) => rows.map(({ name }) => name);
export const begun = start([], at('08:00:00'), rules);

/** Polls of a world until there is nothing new any more; what each gave. */
export function pollAll(cursor: Cursor, rows: readonly Row[], more: Partial<Rules> = {}) {
	const polls: string[][] = [];
	while (polls.length < 100) {
		const next = advance(cursor, rows, { ...rules, ...more });
		cursor = stored(next.cursor);
		if (next.fresh.length === 0) return { polls, cursor };
		polls.push(names(next.fresh));
	}
	throw new Error('There is always something new');
}
