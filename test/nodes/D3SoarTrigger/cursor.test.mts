import {
	advance,
	MOST_SEEN,
	start,
	type Cursor,
	type Row,
	type Rules,
} from '../../../nodes/D3SoarTrigger/cursor.ts';

import { digitsAt } from '../../../nodes/D3SoarTrigger/digits.ts';

/** What is new, told from rows alone: nothing twice, nothing missed, and little to remember. */

const rules: Rules = {
	recurs: false,
	most: 1000,
	overlap: 60,
	zone: 'UTC',
	now: '2026-05-15 12:00:00',
};
const row = (name: string, date?: string): Row => ({ name, date });
const at = (time: string) => `2026-05-15 ${time}`;
const stored = (cursor: Cursor) => JSON.parse(JSON.stringify(cursor)) as Cursor;
const names = (rows: readonly Row[]) => rows.map(({ name }) => name);
const begun = start([], at('08:00:00'), rules);

/** Polls of a world until there is nothing new any more; what each gave. */
function pollAll(cursor: Cursor, rows: readonly Row[], more: Partial<Rules> = {}) {
	const polls: string[][] = [];
	for (;;) {
		const next = advance(cursor, rows, { ...rules, ...more });
		cursor = stored(next.cursor);
		if (next.fresh.length === 0) return { polls, cursor };
		polls.push(names(next.fresh));
	}
}

describe('the beginning', () => {
	it('takes what is there for delivered', () => {
		const there = [row('1', at('08:30:00')), row('2', at('11:30:00')), row('3', at('11:00:00'))];
		const cursor = start(there, at('08:00:00'), rules);
		expect(cursor).toEqual({
			from: at('10:30:00'),
			seen: { [at('11:30:00')]: ['2'], [at('11:00:00')]: ['3'] },
		});
		expect(advance(cursor, there, rules).fresh).toEqual([]);
	});

	it('waits for the first one where nothing is there', () => {
		expect(begun).toEqual({ from: at('08:00:00'), seen: {} });
		expect(names(advance(begun, [row('1', at('08:00:00'))], rules).fresh)).toEqual(['1']);
	});
});

it('gives what is new, oldest first, and of one date by number', () => {
	const rows = [
		row('20-10', at('09:00:00')),
		row('20-9', at('09:00:00')),
		row('7', at('08:30:00')),
	];
	expect(names(advance(begun, rows, rules).fresh)).toEqual(['7', '20-9', '20-10']);
});

it('gives the rest in the next polls, and never passes what waits', () => {
	const rows = Array.from({ length: 25 }, (_, n) => row(String(n), at(`0${8 + (n % 2)}:00:00`)));
	const { polls } = pollAll(begun, rows, { most: 10 });
	expect(polls.map(({ length }) => length)).toEqual([10, 10, 5]);
	expect(new Set(polls.flat()).size).toBe(25);
});

it('does not pass late ones that wait, even when newer ones were delivered before', () => {
	let { cursor } = advance(begun, [row('new', at('11:00:00'))], rules);
	const late = Array.from({ length: 5 }, (_, n) => row(`late ${n}`, at('09:30:00')));
	const rows = [row('new', at('11:00:00')), row('newest', at('11:59:00')), ...late];
	const given: string[] = [];
	for (let poll = 0; poll < 6; poll++) {
		const next = advance(cursor, rows, { ...rules, most: 2 });
		cursor = stored(next.cursor);
		given.push(...names(next.fresh));
	}
	expect(given.sort()).toEqual(['late 0', 'late 1', 'late 2', 'late 3', 'late 4', 'newest']);
});

describe('the overlap', () => {
	it('finds what turns up late', () => {
		const first = [row('2', at('11:00:00'))];
		let { cursor } = advance(begun, first, rules);
		const late = [...first, row('1', at('10:05:00'))];
		const second = advance(cursor, late, rules);
		expect(names(second.fresh)).toEqual(['1']);
		({ cursor } = second);
		expect(cursor.from).toBe(at('10:00:00'));
		expect(advance(cursor, late, rules).fresh).toEqual([]);
	});

	// The pages of a listing that changes while it is read may leave one out.
	it('reaches back before everything that was found by one reading alone', () => {
		const all = [row('1', at('08:30:00')), row('2', at('11:59:00'))];
		const { cursor } = advance(begun, [all[1]!], rules);
		expect(names(advance(cursor, all, rules).fresh)).toEqual(['1']);
	});

	it('is not led astray by a date in the future', () => {
		const odd = [row('odd', '2030-01-01 00:00:00')];
		let { cursor } = pollAll(begun, odd);
		const next = advance(cursor, [...odd, row('1', at('11:30:00'))], rules);
		expect(names(next.fresh)).toEqual(['1']);
		({ cursor } = next);
		expect(cursor.from <= at('11:00:00')).toBe(true);
	});

	it('follows a server whose clock is far behind, even past a date in the future', () => {
		const behind = { now: '2026-05-15 20:00:00' };
		const odd = [row('odd', '2030-01-01 00:00:00'), row('1', at('09:00:00'))];
		const { cursor } = pollAll(begun, odd, behind);
		const next = pollAll(cursor, [...odd, row('2', at('09:30:00'))], behind);
		expect(next.polls).toEqual([['2']]);
		expect(next.cursor.from).toBe(at('08:30:00'));
	});

	it('does not give again what a longer one would reach', () => {
		const rows = [row('1', at('09:00:00')), row('2', at('11:00:00')), row('3', at('11:59:00'))];
		const { cursor } = pollAll(begun, rows, { overlap: 1 });
		expect(pollAll(cursor, rows, { overlap: 600 }).polls).toEqual([]);
	});
});

describe('identity', () => {
	it('is the number alone, for what happens once: a server may write its date anew', () => {
		const { cursor } = advance(begun, [row('1', at('09:00:00'))], rules);
		expect(advance(cursor, [row('1', at('10:00:00'))], rules).fresh).toEqual([]);
	});

	it('is the number with the date, for what happens again', () => {
		const again = { ...rules, recurs: true };
		const { cursor } = advance(begun, [row('1', at('09:00:00'))], again);
		expect(names(advance(cursor, [row('1', at('10:00:00'))], again).fresh)).toEqual(['1']);
		expect(advance(cursor, [row('1', at('09:00:00'))], again).fresh).toEqual([]);
	});
});

describe('a row without a date', () => {
	it('comes once, and is forgotten when D3 no longer gives it', () => {
		const rows = [row('odd'), row('1', at('11:00:00'))];
		const { polls, cursor } = pollAll(begun, rows);
		expect(polls).toEqual([['odd', '1']]);
		const later = advance(cursor, [row('1', at('11:00:00'))], rules);
		expect(later.cursor.seen).toEqual({ [at('11:00:00')]: ['1'] });
	});

	it('holds the cursor as long as it waits', () => {
		const rows = [row('odd 1'), row('odd 2'), row('1', at('11:00:00')), row('2', at('11:50:00'))];
		const { polls } = pollAll(begun, rows, { most: 1 });
		expect(polls.flat()).toEqual(['odd 1', 'odd 2', '1', '2']);
	});
});

describe('what is remembered', () => {
	const burst = (length: number, dateOf: (n: number) => string) =>
		Array.from({ length }, (_, n) => row(`20260515-${n}`, dateOf(n)));

	it('is enough for 20,000 of one second, and stays below half a megabyte', () => {
		const rows = burst(20_000, () => at('11:00:00'));
		const { polls, cursor } = pollAll(begun, rows);
		expect(polls).toHaveLength(20);
		expect(new Set(polls.flat()).size).toBe(20_000);
		expect(JSON.stringify(cursor).length).toBeLessThan(500_000);
		// And is forgotten when it is no longer needed.
		const later = [...rows, row('20260515-20000', at('13:00:00'))];
		const after = pollAll(cursor, later, { now: at('13:00:00') }).cursor;
		expect(after.seen).toEqual({ [at('13:00:00')]: ['20260515-20000'] });
	});

	it('has an upper bound, and nothing comes twice for that', () => {
		const rows = burst(MOST_SEEN + 10_000, (n) => at(`11:${String(n % 60).padStart(2, '0')}:00`));
		const { polls, cursor } = pollAll(begun, rows, { most: 20_000 });
		expect(new Set(polls.flat()).size).toBe(rows.length);
		expect(polls.flat()).toHaveLength(rows.length);
		expect(Object.values(cursor.seen).flat().length).toBeLessThanOrEqual(MOST_SEEN);
	});
});

/** A server that lists late, loses rows between its pages, and whose clock is set back or forward. */
describe('three days of polls, one every two minutes', () => {
	const MINUTE = 60_000;

	/** Numbers that look random and are the same each time. */
	function dice(seed: number): () => number {
		let state = seed;
		return () => {
			state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
			return state / 2 ** 32;
		};
	}

	it.each([
		['UTC', Date.UTC(2026, 4, 11)],
		['Europe/Berlin', Date.UTC(2026, 2, 27, 12)],
		['Europe/Berlin', Date.UTC(2026, 9, 23, 12)],
		['America/New_York', Date.UTC(2026, 9, 30, 12)],
		['America/St_Johns', Date.UTC(2026, 9, 30, 12)],
		['Australia/Lord_Howe', Date.UTC(2026, 3, 2, 12)],
	])('bring each row once, in %s from %p on', (zone, begin) => {
		const random = dice(3);
		const happenings: Array<Row & { listedAt: number }> = [];
		for (let at = begin; at < begin + 72 * 60 * MINUTE; at += random() * 12 * MINUTE) {
			const late = random() < 0.3 ? random() * 9 * MINUTE : 0;
			const name = String(happenings.length);
			happenings.push({ name, date: digitsAt(at, zone), listedAt: at + late });
		}
		const mine = (now: number) => ({ ...rules, zone, overlap: 10, now: digitsAt(now, zone) });
		let cursor = start([], digitsAt(begin - 60 * MINUTE, zone), mine(begin));
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
			given.push(...names(next.fresh));
			most = Math.max(most, Object.values(cursor.seen).flat().length);
		}
		expect(new Set(given).size).toBe(given.length);
		expect(given.map(Number).sort((a, b) => a - b)).toEqual(happenings.map((_, n) => n));
		expect(given.length).toBeGreaterThan(600);
		// Never more than the overlap holds, and an hour more where the clocks are set back.
		expect(most).toBeLessThan(40);
	});
});
