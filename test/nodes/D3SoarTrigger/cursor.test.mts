import {
	advance,
	MAX_SEEN,
	initialCursor,
	type Cursor,
	type Row,
} from '../../../nodes/D3SoarTrigger/cursor.ts';
import {
	at,
	emptyCursor,
	idsOf,
	pollAll,
	row,
	cursorOptions,
	stored,
} from '../../support/cursors.mts';

/** The cursor finds what is new from rows alone: nothing twice, nothing missed, and little to remember. */

describe('the beginning', () => {
	it('takes the rows that exist at the start for delivered', () => {
		const there = [row('1', at('08:30:00')), row('2', at('11:30:00')), row('3', at('11:00:00'))];
		const cursor = initialCursor(there, at('08:00:00'), cursorOptions);
		expect(cursor).toEqual({
			from: at('10:30:00'),
			seen: { [at('11:30:00')]: ['2'], [at('11:00:00')]: ['3'] },
		});
		expect(advance(cursor, there, cursorOptions).fresh).toEqual([]);
	});

	it('remembers at the start the rows from its first instant on, and those without a date', () => {
		const there = [row('odd'), row('0', at('07:59:59')), row('1', at('08:00:00'))];
		expect(initialCursor(there, at('08:00:00'), cursorOptions)).toEqual({
			from: at('08:00:00'),
			seen: { '': ['odd'], [at('08:00:00')]: ['1'] },
		});
	});

	// n8n's clock may be behind: a row dated now counts, one dated a second later does not.
	it('starts from the newest row that is not dated after now', () => {
		const there = (time: string) => [row('1', at('10:00:00')), row('2', at(time))];
		expect(initialCursor(there('12:00:00'), at('08:00:00'), cursorOptions).from).toBe(
			at('11:00:00'),
		);
		expect(initialCursor(there('12:00:01'), at('08:00:00'), cursorOptions).from).toBe(
			at('09:00:00'),
		);
	});

	it('starts with the first row if there was none before', () => {
		expect(emptyCursor).toEqual({ from: at('08:00:00'), seen: {} });
		expect(idsOf(advance(emptyCursor, [row('1', at('08:00:00'))], cursorOptions).fresh)).toEqual([
			'1',
		]);
	});
});

it('returns new rows oldest first, and those of the same date by number', () => {
	const rows = [
		row('20-10', at('09:00:00')),
		row('20-9', at('09:00:00')),
		row('7', at('08:30:00')),
	];
	expect(idsOf(advance(emptyCursor, rows, cursorOptions).fresh)).toEqual(['7', '20-9', '20-10']);
});

it('returns the rows dated from the cursor on, each once', () => {
	const rows = [
		row('before', at('07:59:59')),
		row('at', at('08:00:00')),
		row('twice', at('09:00:00')),
		row('twice', at('09:00:00')),
	];
	expect(idsOf(advance(emptyCursor, rows, cursorOptions).fresh)).toEqual(['at', 'twice']);
});

it('returns at most maxItems rows, and does not move past the rest', () => {
	const first = [row('1', at('11:50:00'))];
	const { cursor } = advance(emptyCursor, first, cursorOptions);
	const rows = [...first, row('2', at('09:00:00')), row('3', at('09:30:00')), row('4')];
	const next = advance(cursor, rows, { ...cursorOptions, maxItems: 2 });
	expect(idsOf(next.fresh)).toEqual(['4', '2']);
	expect(next.cursor).toEqual({
		from: at('09:30:00'),
		seen: { '': ['4'], [at('11:50:00')]: ['1'] },
	});
	const exactly = advance(cursor, rows, { ...cursorOptions, maxItems: 3 });
	expect(idsOf(exactly.fresh)).toEqual(['4', '2', '3']);
	expect(exactly.cursor.from).toBe(at('10:50:00'));
});

it('returns the rows beyond maxItems in the next polls, and loses none', () => {
	const rows = Array.from({ length: 25 }, (_, n) => row(String(n), at(`0${8 + (n % 2)}:00:00`)));
	const { polls } = pollAll(emptyCursor, rows, { maxItems: 10 });
	expect(polls.map(({ length }) => length)).toEqual([10, 10, 5]);
	expect(new Set(polls.flat()).size).toBe(25);
});

it('does not move past late rows that wait, even if newer ones were delivered before', () => {
	let { cursor } = advance(emptyCursor, [row('new', at('11:00:00'))], cursorOptions);
	const late = Array.from({ length: 5 }, (_, n) => row(`late ${n}`, at('09:30:00')));
	const rows = [row('new', at('11:00:00')), row('newest', at('11:59:00')), ...late];
	const given: string[] = [];
	for (let poll = 0; poll < 6; poll++) {
		const next = advance(cursor, rows, { ...cursorOptions, maxItems: 2 });
		cursor = stored(next.cursor);
		given.push(...idsOf(next.fresh));
	}
	expect(given.sort()).toEqual(['late 0', 'late 1', 'late 2', 'late 3', 'late 4', 'newest']);
});

describe('the overlap', () => {
	it('the overlap finds a row that turns up late', () => {
		const first = [row('2', at('11:00:00'))];
		let { cursor } = advance(emptyCursor, first, cursorOptions);
		const late = [...first, row('1', at('10:05:00'))];
		const second = advance(cursor, late, cursorOptions);
		expect(idsOf(second.fresh)).toEqual(['1']);
		({ cursor } = second);
		expect(cursor.from).toBe(at('10:00:00'));
		expect(advance(cursor, late, cursorOptions).fresh).toEqual([]);
	});

	// A listing that changes while it is read may leave a row out.
	it('the overlap reaches back before everything that only one poll has found', () => {
		const all = [row('1', at('08:30:00')), row('2', at('11:59:00'))];
		const { cursor } = advance(emptyCursor, [all[1]!], cursorOptions);
		expect(idsOf(advance(cursor, all, cursorOptions).fresh)).toEqual(['1']);
	});

	it('a row dated in the future does not move the cursor ahead', () => {
		const odd = [row('odd', '2030-01-01 00:00:00')];
		let { cursor } = pollAll(emptyCursor, odd);
		const next = advance(cursor, [...odd, row('1', at('11:30:00'))], cursorOptions);
		expect(idsOf(next.fresh)).toEqual(['1']);
		({ cursor } = next);
		expect(cursor.from <= at('11:00:00')).toBe(true);
	});

	it('the cursor follows a server whose clock is far behind, despite a row dated in the future', () => {
		const behind = { now: '2026-05-15 20:00:00' };
		const odd = [row('odd', '2030-01-01 00:00:00'), row('1', at('09:00:00'))];
		const { cursor } = pollAll(emptyCursor, odd, behind);
		const next = pollAll(cursor, [...odd, row('2', at('09:30:00'))], behind);
		expect(next.polls).toEqual([['2']]);
		expect(next.cursor.from).toBe(at('08:30:00'));
	});

	it('a longer overlap does not return old rows again', () => {
		const rows = [row('1', at('09:00:00')), row('2', at('11:00:00')), row('3', at('11:59:00'))];
		const { cursor } = pollAll(emptyCursor, rows, { overlap: 1 });
		expect(pollAll(cursor, rows, { overlap: 600 }).polls).toEqual([]);
	});
});

describe('identity', () => {
	it('identifies what happens once by its number alone, since a server may rewrite its date', () => {
		const { cursor } = advance(emptyCursor, [row('1', at('09:00:00'))], cursorOptions);
		expect(advance(cursor, [row('1', at('10:00:00'))], cursorOptions).fresh).toEqual([]);
	});

	it('identifies what can happen again by its number and date', () => {
		const again = { ...cursorOptions, repeatsById: true };
		const { cursor } = advance(emptyCursor, [row('1', at('09:00:00'))], again);
		expect(idsOf(advance(cursor, [row('1', at('10:00:00'))], again).fresh)).toEqual(['1']);
		expect(advance(cursor, [row('1', at('09:00:00'))], again).fresh).toEqual([]);
	});

	it('identifies what can happen again by its number and date within one poll, too', () => {
		const rows = [row('1', at('09:00:00')), row('1', at('10:00:00'))];
		expect(advance(emptyCursor, rows, { ...cursorOptions, repeatsById: true }).fresh).toEqual(rows);
		expect(advance(emptyCursor, rows, cursorOptions).fresh).toEqual([rows[0]]);
	});
});

describe('a row without a date', () => {
	it('a row without a date comes once, and is forgotten when D3 no longer lists it', () => {
		const rows = [row('odd'), row('1', at('11:00:00'))];
		const { polls, cursor } = pollAll(emptyCursor, rows);
		expect(polls).toEqual([['odd', '1']]);
		const later = advance(cursor, [row('1', at('11:00:00'))], cursorOptions);
		expect(later.cursor.seen).toEqual({ [at('11:00:00')]: ['1'] });
	});

	it('a row without a date is remembered as long as D3 lists it', () => {
		const rows = [row('odd'), row('gone'), row('1', at('08:30:00')), row('2', at('11:00:00'))];
		let { cursor } = advance(emptyCursor, rows, cursorOptions);
		({ cursor } = advance(cursor, [rows[0]!, rows[3]!], cursorOptions));
		expect(cursor).toEqual({
			from: at('10:00:00'),
			seen: { '': ['odd'], [at('11:00:00')]: ['2'] },
		});
		// Once it has a date, it is no longer remembered among the rows without one.
		({ cursor } = advance(cursor, [row('odd', at('11:00:00'))], cursorOptions));
		expect(cursor.seen).toEqual({ [at('11:00:00')]: ['2'] });
	});

	it('a row without a date that waits keeps the cursor in its place', () => {
		const { cursor } = advance(emptyCursor, [row('1', at('11:00:00'))], cursorOptions);
		const rows = [row('odd 1'), row('odd 2')];
		const next = advance(cursor, rows, { ...cursorOptions, maxItems: 1 });
		expect(idsOf(next.fresh)).toEqual(['odd 1']);
		expect(next.cursor.from).toBe(at('08:00:00'));
	});

	it('rows without a date come before the others, and all come in the end', () => {
		const rows = [row('odd 1'), row('odd 2'), row('1', at('11:00:00')), row('2', at('11:50:00'))];
		const { polls } = pollAll(emptyCursor, rows, { maxItems: 1 });
		expect(polls.flat()).toEqual(['odd 1', 'odd 2', '1', '2']);
	});
});

// They are all in one field of n8n's database.
describe('more ids than are kept', () => {
	const many = (length: number, date: string) => Array.from({ length }, (_, n) => `${date} ${n}`);
	const full = (last: number, first = MAX_SEEN - last): Cursor => ({
		from: at('10:50:00'),
		seen: {
			[at('11:02:00')]: many(last, 'c'),
			[at('11:00:00')]: many(first - 10, 'a'),
			[at('11:01:00')]: many(10, 'b'),
		},
	});
	const goOn = (cursor: Cursor, rows: readonly Row[], maxItems = 1000) => {
		const next = advance(cursor, rows, { ...cursorOptions, maxItems }).cursor;
		return { from: next.from, dates: Object.keys(next.seen).sort() };
	};
	const all = [at('11:00:00'), at('11:01:00'), at('11:02:00')];

	it('too many remembered ids cost the oldest dates, and the cursor moves past those', () => {
		expect(goOn(full(20), [])).toEqual({ from: at('10:50:00'), dates: all });
		expect(goOn(full(20), [row('new', at('11:02:00'))])).toEqual({
			from: at('11:01:00'),
			dates: all.slice(1),
		});
		expect(goOn(full(MAX_SEEN, 20), [])).toEqual({ from: at('11:02:00'), dates: [all[2]] });
	});

	it('too many remembered ids never cost the rows without a date', () => {
		expect(goOn(full(20), [row('odd')])).toEqual({
			from: at('11:01:00'),
			dates: ['', ...all.slice(1)],
		});
	});

	it('too many remembered ids are kept if all are of the same date', () => {
		const cursor = { from: at('10:50:00'), seen: { [at('11:00:00')]: many(MAX_SEEN + 1, 'a') } };
		expect(goOn(cursor, [])).toEqual({ from: at('10:50:00'), dates: [at('11:00:00')] });
	});

	// The cursor must not pass what was not delivered.
	it.each([
		['11:00:30', at('10:50:00'), all],
		['11:01:00', at('11:01:00'), all.slice(1)],
		['11:01:30', at('11:01:00'), all.slice(1)],
	])(
		'too many remembered ids do not move the cursor past a row of %s that waits',
		(time, from, dates) => {
			const rows = [row('odd'), row('waits', at(time))];
			expect(goOn(full(MAX_SEEN, 20), rows, 1)).toEqual({ from, dates: ['', ...dates] });
		},
	);

	it('too many remembered ids cost the oldest dates at the start as well', () => {
		const rows = Array.from({ length: MAX_SEEN + 1 }, (_, n) =>
			row(String(n), at(n === 0 ? '11:30:00' : '11:40:00')),
		);
		expect(initialCursor(rows, at('08:00:00'), cursorOptions).from).toBe(at('11:40:00'));
	});
});
