import type { IDataObject } from 'n8n-workflow';

import { TRIGGER_TYPES } from '../../../nodes/D3SoarTrigger/triggerTypes.ts';
import { parseJsonObject } from '../../../nodes/shared/response/parse.ts';
import { fieldOf, rowsOf, UnusableRows } from '../../../nodes/D3SoarTrigger/rows.ts';

const { incidentCreated, incidentUpdated, incidentClosed, eventReceived } = TRIGGER_TYPES;
const DATE = '2026-05-15 14:32:00';

function read(
	jsons: IDataObject[],
	triggerType = incidentCreated,
	zone = 'UTC',
	{ earliest = '', latest = '9999-12-31 00:00:00' } = {},
) {
	const rows = rowsOf(jsons, triggerType, zone, { earliest, latest });
	return rows instanceof UnusableRows ? rows.message : rows;
}
const namesOf = (jsons: IDataObject[], occasion = incidentCreated) =>
	(read(jsons, occasion) as Array<{ id: string }>).map(({ id }) => id);

// Read as the fifth of December in May, what is new would be dropped as seven months old, without a word.
describe('a date that D3 seems to write with the day first', () => {
	const row = { 'IR Number': '1', 'Date Created': '05/12/2026 09:00:00' };
	const earliest = '2026-12-03 09:00:00';

	it('is refused where D3 was asked for nothing that old', () => {
		expect(read([row], incidentCreated, 'UTC', { earliest })).toBe(
			'D3 gave an incident whose Date Created is "05/12/2026 09:00:00", which reads as 2026-05-12 09:00:00 and cannot be meant. D3 seems to write the day before the month, which the trigger cannot read.',
		);
	});

	it.each([
		['it is as new as was asked for', row, incidentCreated, '2026-05-12 09:00:00'],
		[
			'it is old in digits that nobody can misread',
			{ ...row, 'Date Created': '2026-05-12 09:00:00' },
			incidentCreated,
			earliest,
		],
	])('is taken where %s', (_why, json, occasion, since) => {
		expect(read([json], occasion, 'UTC', { earliest: since })).toHaveLength(1);
	});
});

// On 5 June it writes 05/06/2026: read with the month first, a change of today is a month old and is dropped.
describe('an update whose date is written with the day first', () => {
	const bounds = { earliest: '2026-06-03 06:00:00', latest: '2026-06-07 12:00:00' };
	const updated = (date: string) =>
		read([{ 'IR Number': '1', 'Date Modified': date }], incidentUpdated, 'UTC', bounds);

	it.each([
		['05/06/2026 09:00:00', 'reads as a month before what was asked for', '2026-05-06 09:00:00'],
		['07/06/2026 09:00:00', 'reads as a month ahead of now', '2026-07-06 09:00:00'],
	])('%s fails the poll, since it %s', (date, _why, readAs) => {
		expect(updated(date)).toBe(
			`D3 gave an incident whose Date Modified is "${date}", which reads as ${readAs} and cannot be meant. D3 seems to write the day before the month, which the trigger cannot read.`,
		);
	});

	it('14/06/2026 fails the poll, since there is no 14th month: a second change would count as known', () => {
		expect(updated('14/06/2026 09:00:00')).toBe(
			'D3 gave an incident whose Date Modified cannot be read: "14/06/2026 09:00:00"',
		);
	});

	it.each([
		['06/05/2026 09:00:00', 'is read with the month first where that is what was asked for'],
		[
			'01/20/2026 09:00:00',
			'is old: D3 may have ignored the filter, and the cursor passes over it',
		],
		['2026-05-06 09:00:00', 'is old in a form that nobody can misread'],
	])('%s %s', (date) => expect(updated(date)).toHaveLength(1));
});

describe('a field of a row', () => {
	it('is the first of its names that has something in it', () => {
		const row = { EventID: '', 'Event ID': null, ID: 7 };
		expect(fieldOf(row, ['EventID', 'Event ID', 'ID'])).toBe(7);
		expect(fieldOf({ EventID: 1, ID: 7 }, ['EventID', 'ID'])).toBe(1);
	});

	// Blanks and capitals differ between versions of D3.
	it.each([['IR Number'], ['IRNumber'], ['irnumber'], ['IR_NUMBER'], ['Ir  number']])(
		'is found as %p',
		(key) => expect(fieldOf({ Other: 1, [key]: 'x' }, ['IR Number'])).toBe('x'),
	);

	it('is found exactly where two spell alike', () => {
		expect(fieldOf({ IRNumber: 'other', 'IR Number': 'x' }, ['IR Number'])).toBe('x');
	});

	it.each<[IDataObject]>([
		[{}],
		[{ 'IR Number': '' }],
		[{ 'IR Number': null }],
		[{ 'IR Number 2': 'x' }],
	])('is nothing in %p', (row) => expect(fieldOf(row, ['IR Number'])).toBeUndefined());

	it('may be zero or false: that is something', () => {
		expect(fieldOf({ ID: 0 }, ['ID'])).toBe(0);
		expect(fieldOf({ ID: false }, ['ID'])).toBe(false);
	});
});

describe('rows', () => {
	it('are known by number and date, and keep what D3 gave', () => {
		const json = { 'IR Number': ' 20260515-1 ', 'Date Created': DATE, Title: 'A' };
		expect(read([json])).toEqual([{ json, date: DATE, id: '20260515-1' }]);
		const event = { ID: 7, IntakeTime: '2026-05-15T14:32:00Z' };
		expect(read([event], eventReceived, 'Asia/Tokyo')).toEqual([
			{ json: event, date: '2026-05-15 23:32:00', id: '7' },
		]);
	});

	it('are none where D3 gives none', () => {
		expect(read([])).toEqual([]);
		expect(read([], incidentClosed)).toEqual([]);
	});

	// Most things happen once: D3 may write their date in another way, and they are the same still.
	it('that happen once are the same however their date is written', () => {
		const rows = [DATE, '5/15/2026 2:32:00 PM'].map((date) => ({
			'IR Number': '1',
			'Date Created': date,
		}));
		expect(namesOf(rows)).toEqual(['1', '1']);
	});

	it('that were updated twice in one second are told apart by what D3 writes beyond it', () => {
		const rows = [DATE, '2026-05-15T14:32:00.123'].map((date) => ({
			'IR Number': '1',
			'Date Modified': date,
		}));
		expect(namesOf(rows, incidentUpdated)).toEqual(['1', '1 2026-05-15T14:32:00.123']);
	});
});

// Better to start a workflow for it than to miss it.
it('keeps two events apart whose ids differ in digits that JavaScript would round', () => {
	const { rows } = parseJsonObject(
		`{"rows":[{"EventID":7615917337495251231,"Date":"${DATE}"},{"EventID":7615917337495251232,"Date":"${DATE}"}]}`,
	) as { rows: IDataObject[] };
	expect(namesOf(rows, eventReceived)).toEqual(['7615917337495251231', '7615917337495251232']);
});

describe('a row without a number', () => {
	it('is named by all that is in it, each of several alike by itself', () => {
		const [a, b, twin, long] = namesOf([
			{ Title: 'A' },
			{ Title: 'B' },
			{ Title: 'A' },
			{ Title: 'x'.repeat(10_000) },
		]);
		expect(a).toMatch(/^[\w+/]{16}#1$/);
		expect(b).toMatch(/#1$/);
		expect(b).not.toBe(a);
		expect(twin).toBe(a!.replace(/1$/, '2'));
		// It is kept in the workflow.
		expect(long).toHaveLength(18);
		expect(namesOf([{ Title: 'A' }])).toEqual([a]);
	});
});

describe('a row without a date', () => {
	it('is taken as well: better to start a workflow for it than to miss it', () => {
		const row = { 'IR Number': '1' };
		expect(read([row])).toEqual([{ json: row, date: undefined, id: '1' }]);
	});

	// An incident that has no such date was not closed: D3 has overlooked the filter for it.
	it('is left out where D3 was asked for those that have one', () => {
		const closed = { 'IR Number': '2', 'Date Closed': DATE };
		expect(read([{ 'IR Number': '1' }, closed], incidentClosed)).toEqual([
			{ json: closed, date: DATE, id: '2' },
		]);
	});

	it.each([
		[incidentClosed, 'incident that has a Date Closed'],
		[incidentUpdated, 'incident that has a Date Modified'],
	])('and none with one tells that D3 does not know the date', (occasion, what) => {
		expect(read([{ 'IR Number': '1' }], occasion)).toBe(
			`D3 was asked for every ${what}, and gave some that have none: it does not seem to know this field.`,
		);
	});

	// In the thousands they would all be remembered, and hide that D3 has another name for the date.
	it('is one of 1,000 at most', () => {
		const undated = (count: number) =>
			Array.from({ length: count }, (_, n) => ({ 'IR Number': n }));
		expect(read([...undated(1000), { 'IR Number': 'a', 'Date Created': DATE }])).toHaveLength(1001);
		expect(read(undated(1001))).toBe(
			'1001 rows of D3 have no Date Created: they do not tell what is new.',
		);
	});
});
