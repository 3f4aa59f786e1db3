import type { IDataObject } from 'n8n-workflow';

import { TRIGGER_TYPES } from '../../../nodes/D3SoarTrigger/triggerTypes.ts';
import { parseJsonObject } from '../../../nodes/shared/response/parse.ts';
import { rowsOf, UnusableRows } from '../../../nodes/D3SoarTrigger/rows.ts';

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
const idsOf = (jsons: IDataObject[], triggerType = incidentCreated) =>
	(read(jsons, triggerType) as Array<{ id: string }>).map(({ id }) => id);

// 5 December read as 12 May would make a new incident seven months old: it would be dropped silently.
describe('a date that D3 seems to write with the day first', () => {
	const row = { 'IR Number': '1', 'Date Created': '05/12/2026 09:00:00' };
	const earliest = '2026-12-03 09:00:00';

	it('fails on a date that D3 seems to write with the day first, if nothing that old was requested', () => {
		expect(read([row], incidentCreated, 'UTC', { earliest })).toBe(
			'D3 returned an incident whose Date Created is "05/12/2026 09:00:00", which would be 2026-05-12 09:00:00 and cannot be right. Your D3 seems to write dates day first, which the trigger does not support.',
		);
	});

	it.each([
		['it is as new as requested', row, incidentCreated, '2026-05-12 09:00:00'],
		[
			'it is written with the year first',
			{ ...row, 'Date Created': '2026-05-12 09:00:00' },
			incidentCreated,
			earliest,
		],
	])('does not suspect a date of having the day first if %s', (_why, json, triggerType, since) => {
		expect(read([json], triggerType, 'UTC', { earliest: since })).toHaveLength(1);
	});
});

// On 5 June D3 writes 05/06/2026: read with the month first, today's change would be a month old and dropped.
describe('an update whose date is written with the day first', () => {
	const bounds = { earliest: '2026-06-03 06:00:00', latest: '2026-06-07 12:00:00' };
	const updated = (date: string) =>
		read([{ 'IR Number': '1', 'Date Modified': date }], incidentUpdated, 'UTC', bounds);

	it.each([
		['05/06/2026 09:00:00', 'reads as a month before what was requested', '2026-05-06 09:00:00'],
		['07/06/2026 09:00:00', 'reads as a month ahead of now', '2026-07-06 09:00:00'],
	])('fails on the date %s, since it %s', (date, _why, readAs) => {
		expect(updated(date)).toBe(
			`D3 returned an incident whose Date Modified is "${date}", which would be ${readAs} and cannot be right. Your D3 seems to write dates day first, which the trigger does not support.`,
		);
	});

	// The first and the last instant that were requested are among what was requested.
	it.each([
		['03/06/2026 06:00:00', 'is the first instant requested if the day is first', bounds],
		[' 05/06/2026 12:00:00 ', 'is the last one', { ...bounds, latest: '2026-06-05 12:00:00' }],
		['12/11/2026 09:00:00', 'is ahead of now either way', bounds],
	])('fails on the date %s, which %s', (date, _why, within) => {
		const row = { 'IR Number': '1', 'Date Modified': date };
		expect(read([row], incidentUpdated, 'UTC', within)).toContain('dates day first');
	});

	it('fails on the date 14/06/2026, since without a date a second change would count as known', () => {
		expect(updated('14/06/2026 09:00:00')).toBe(
			'D3 returned an incident whose Date Modified cannot be read: "14/06/2026 09:00:00"',
		);
	});

	it.each([
		['06/05/2026 09:00:00', 'is as new as requested with the month first'],
		['01/20/2026 09:00:00', 'is old even with the month first: D3 may have ignored the filter'],
		['01/02/2026 09:00:00', 'is old either way'],
		['01/12/2026 09:00:00', 'is old, or far ahead if the day is first'],
		['2026-05-06 09:00:00', 'is old, but written with the year first'],
	])('accepts the date %s, which %s', (date) => expect(updated(date)).toHaveLength(1));
});

it('accepts a date that is the last instant of what was requested', () => {
	const row = { 'IR Number': '1', 'Date Created': '06/07/2026 12:00:00' };
	const bounds = { earliest: '2026-06-03 06:00:00', latest: '2026-06-07 12:00:00' };
	expect(read([row], incidentCreated, 'UTC', bounds)).toHaveLength(1);
});

describe('rows', () => {
	it('gives each row its number and date, and keeps what D3 sent', () => {
		const json = { 'IR Number': ' 20260515-1 ', 'Date Created': DATE, Title: 'A' };
		expect(read([json])).toEqual([{ json, date: DATE, id: '20260515-1' }]);
		const event = { ID: 7, IntakeTime: '2026-05-15T14:32:00Z' };
		expect(read([event], eventReceived, 'Asia/Tokyo')).toEqual([
			{ json: event, date: '2026-05-15 23:32:00', id: '7' },
		]);
	});

	it('returns no rows if D3 sends none', () => {
		expect(read([])).toEqual([]);
		expect(read([], incidentClosed)).toEqual([]);
	});

	// What happens once stays the same even if D3 writes its date in another format.
	it('identifies what happens once by its number, however D3 writes its date', () => {
		const rows = [DATE, '5/15/2026 2:32:00 PM'].map((date) => ({
			'IR Number': '1',
			'Date Created': date,
		}));
		expect(idsOf(rows)).toEqual(['1', '1']);
	});

	it('tells two updates in the same second apart by their fractions of a second', () => {
		const rows = [DATE, '2026-05-15T14:32:00.123'].map((date) => ({
			'IR Number': '1',
			'Date Modified': date,
		}));
		expect(idsOf(rows, incidentUpdated)).toEqual(['1', '1 2026-05-15T14:32:00.123']);
	});
});

it('keeps two events apart whose ids differ only in digits that JavaScript would round', () => {
	const { rows } = parseJsonObject(
		`{"rows":[{"EventID":7615917337495251231,"Date":"${DATE}"},{"EventID":7615917337495251232,"Date":"${DATE}"}]}`,
	) as { rows: IDataObject[] };
	expect(idsOf(rows, eventReceived)).toEqual(['7615917337495251231', '7615917337495251232']);
});

// Better to start a workflow for it than to miss it.
describe('a row without a number', () => {
	it('gives a row without a number an id from its content, and equal rows different ids', () => {
		const [a, b, twin, long] = idsOf([
			{ Title: 'A' },
			{ Title: 'B' },
			{ Title: 'A' },
			{ Title: 'x'.repeat(10_000) },
		]);
		expect(a).toMatch(/^[\w+/]{16}#1$/);
		expect(b).toMatch(/#1$/);
		expect(b).not.toBe(a);
		expect(twin).toBe(a!.replace(/1$/, '2'));
		// The id is stored with the workflow.
		expect(long).toHaveLength(18);
		expect(idsOf([{ Title: 'A' }])).toEqual([a]);
	});
});

describe('a row without a date', () => {
	it('accepts a row without a date, since starting a workflow for it is better than missing it', () => {
		const row = { 'IR Number': '1' };
		expect(read([row])).toEqual([{ json: row, date: undefined, id: '1' }]);
	});

	// An incident without this date was not closed: D3 has ignored the filter for it.
	it('drops a row without the date by which D3 was asked to filter', () => {
		const closed = { 'IR Number': '2', 'Date Closed': DATE };
		expect(read([{ 'IR Number': '1' }, closed], incidentClosed)).toEqual([
			{ json: closed, date: DATE, id: '2' },
		]);
	});

	it.each([
		['incident with a Date Closed', incidentClosed],
		['incident with a Date Modified', incidentUpdated],
	])('fails if D3 was asked for every %s and no row has one', (what, triggerType) => {
		expect(read([{ 'IR Number': '1' }], triggerType)).toBe(
			`D3 was asked for each ${what}, but returned some without. This D3 does not seem to support that field.`,
		);
	});

	// Thousands of them would all be remembered, and hide that D3 has another name for the date.
	it('accepts at most 1,000 rows without a date', () => {
		const undated = (count: number) =>
			Array.from({ length: count }, (_, n) => ({ 'IR Number': n }));
		expect(read([...undated(1000), { 'IR Number': 'a', 'Date Created': DATE }])).toHaveLength(1001);
		expect(read(undated(1001))).toBe(
			'1001 rows from D3 have no Date Created, so the trigger cannot tell what is new.',
		);
	});
});
