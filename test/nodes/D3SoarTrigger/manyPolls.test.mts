import { advance, MAX_SEEN, initialCursor, type Row } from '../../../nodes/D3SoarTrigger/cursor.ts';
import { localAt } from '../../../nodes/shared/time/localTime.ts';
import {
	at,
	emptyCursor,
	idsOf,
	pollAll,
	row,
	cursorOptions,
	stored,
} from '../../support/cursors.mts';
import { seededRandom } from '../../support/fixtures.mts';

/** The cursor over many polls: slower than its other tests, so in a file of its own. */

describe('what is remembered', () => {
	const burst = (length: number, dateOf: (n: number) => string) =>
		Array.from({ length }, (_, n) => row(`20260515-${n}`, dateOf(n)));

	it('remembers 20,000 rows of the same second in less than half a megabyte', () => {
		const rows = burst(20_000, () => at('11:00:00'));
		const { polls, cursor } = pollAll(emptyCursor, rows);
		expect(polls).toHaveLength(20);
		expect(new Set(polls.flat()).size).toBe(20_000);
		expect(JSON.stringify(cursor).length).toBeLessThan(500_000);
		// And they are forgotten when they are no longer needed.
		const later = [...rows, row('20260515-20000', at('13:00:00'))];
		const after = pollAll(cursor, later, { now: at('13:00:00') }).cursor;
		expect(after.seen).toEqual({ [at('13:00:00')]: ['20260515-20000'] });
	});

	it('remembers a limited number of rows, and still returns each row once', () => {
		const rows = burst(MAX_SEEN + 10_000, (n) => at(`11:${String(n % 60).padStart(2, '0')}:00`));
		const { polls, cursor } = pollAll(emptyCursor, rows, { maxItems: 20_000 });
		expect(new Set(polls.flat()).size).toBe(rows.length);
		expect(polls.flat()).toHaveLength(rows.length);
		expect(Object.values(cursor.seen).flat().length).toBeLessThanOrEqual(MAX_SEEN);
	});
});

/** The server lists rows late, loses some between its pages, and its clock is set back or forward. */
describe('three days of polls, one every two minutes', () => {
	const MINUTE = 60_000;

	it.each([
		['UTC', Date.UTC(2026, 4, 11)],
		['Europe/Berlin', Date.UTC(2026, 2, 27, 12)],
		['Europe/Berlin', Date.UTC(2026, 9, 23, 12)],
		['America/New_York', Date.UTC(2026, 9, 30, 12)],
		['America/St_Johns', Date.UTC(2026, 9, 30, 12)],
		['Australia/Lord_Howe', Date.UTC(2026, 3, 2, 12)],
	])('three days of polls return each row once, in %s from the instant %p on', (zone, begin) => {
		const random = seededRandom(3);
		const happenings: Array<Row & { listedAt: number }> = [];
		for (let at = begin; at < begin + 72 * 60 * MINUTE; at += random() * 12 * MINUTE) {
			const late = random() < 0.3 ? random() * 9 * MINUTE : 0;
			const id = String(happenings.length);
			happenings.push({ id, date: localAt(at, zone), listedAt: at + late });
		}
		const mine = (now: number) => ({
			...cursorOptions,
			zone,
			overlap: 10,
			now: localAt(now, zone),
		});
		let cursor = initialCursor([], localAt(begin - 60 * MINUTE, zone), mine(begin));
		const given: string[] = [];
		let most = 0;
		for (let now = begin; now < begin + 73 * 60 * MINUTE; now += 2 * MINUTE) {
			const window = happenings.filter(
				({ date, listedAt }) => listedAt <= now && date! >= cursor.from,
			);
			const slips = (now / MINUTE) % 4 === 0 && random() < 0.5;
			if (slips) window.splice(Math.floor(random() * window.length), 1);
			const next = advance(cursor, window, mine(now));
			cursor = stored(next.cursor);
			given.push(...idsOf(next.fresh));
			most = Math.max(most, Object.values(cursor.seen).flat().length);
		}
		expect(new Set(given).size).toBe(given.length);
		expect(given.map(Number).sort((a, b) => a - b)).toEqual(happenings.map((_, n) => n));
		expect(given.length).toBeGreaterThan(600);
		// Never more than the overlap holds, and an hour more where the clocks are set back.
		expect(most).toBeLessThan(40);
	});
});
