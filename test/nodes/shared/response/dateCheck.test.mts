import { IANAZone } from 'luxon';

import { WINDOWS_ZONES } from '../../../../nodes/shared/time/windowsZones.ts';
import {
	findDateMismatches,
	findPastDeadlines,
} from '../../../../nodes/shared/response/dateCheck.ts';

/** How many minutes later than intended D3 read a due date; empty if there is nothing to report. */
const minutesLate = (sent: string, zone: string, confirmed: unknown) =>
	findDateMismatches({ zone, values: { 'Due Date': sent } }, [
		{ 'Due Date': confirmed as string },
	]).map(({ minutes }) => minutes);

const SUMMER = '2026-05-15 14:32:00';
const WINTER = '2026-01-15 14:32:00';

// With a wrong time zone every task is due at another hour, and nobody notices.
it('reports a due date as it was sent, as D3 confirmed it, and the difference in minutes', () => {
	const values = { 'Due Date': SUMMER };
	const items = [{ 'Task Name': 'x', 'Due Date': `${SUMMER} China Standard Time` }];
	expect(findDateMismatches({ zone: 'America/Vancouver', values }, items)).toEqual([
		{
			parameter: 'Due Date',
			sent: SUMMER,
			zone: 'America/Vancouver',
			confirmed: `${SUMMER} China Standard Time`,
			d3Zone: 'Asia/Shanghai',
			minutes: -15 * 60,
		},
	]);
});

it.each([
	['later, in a zone west of the intended one', SUMMER, 'UTC', 'Pacific Standard Time', 7 * 60],
	['one hour more in winter', WINTER, 'UTC', 'Pacific Standard Time', 8 * 60],
	['earlier, in a zone east of the intended one', SUMMER, 'UTC', 'China Standard Time', -8 * 60],
	['a zone with a half-hour offset', SUMMER, 'UTC', 'India Standard Time', -330],
	['zones a quarter of an hour apart', SUMMER, 'Asia/Kolkata', 'Nepal Standard Time', -15],
	['UTC instead of the intended zone', SUMMER, 'America/New_York', 'UTC', -4 * 60],
	[
		'a time that occurs twice, taken as the first',
		'2026-11-01 01:30:00',
		'America/Vancouver',
		'UTC',
		-420,
	],
	[
		'a zone with the same clock in winter only',
		SUMMER,
		'Europe/London',
		'Greenwich Standard Time',
		60,
	],
])('reports by how many minutes D3 misread a due date: %s', (_what, sent, zone, name, minutes) => {
	expect(minutesLate(sent, zone, `${sent} ${name}`)).toEqual([minutes]);
});

// A warning about a correct date teaches users to ignore the next one.
describe('a due date with nothing to fix', () => {
	it.each([
		['the same zone', SUMMER, 'Asia/Shanghai', 'China Standard Time'],
		['another city in the same zone', SUMMER, 'America/Vancouver', 'Pacific Standard Time'],
		['UTC by another name', SUMMER, 'Etc/GMT', 'UTC'],
		['another zone with the same clock', SUMMER, 'Asia/Singapore', 'China Standard Time'],
		['the same clock at that time of the year', WINTER, 'Europe/London', 'UTC'],
		[
			'a time that occurs twice, where the first is meant',
			'2026-11-01 01:30:00',
			'America/Vancouver',
			'US Mountain Standard Time',
		],
		[
			'a time that both zones skip',
			'2026-03-08 02:30:00',
			'America/Vancouver',
			'Pacific Standard Time',
		],
	])('does not warn about a due date that D3 read as intended: %s', (_what, sent, zone, name) => {
		expect(minutesLate(sent, zone, `${sent} ${name}`)).toEqual([]);
	});

	it.each([
		['a zone that Windows does not have', `${SUMMER} Mars Standard Time`],
		['a zone named like a property of every object', `${SUMMER} constructor`],
		['no zone', SUMMER],
		['another date format', '15/05/2026 14:32 China Standard Time'],
		['text before the date', `due ${SUMMER} China Standard Time`],
		['more than one line', `${SUMMER} China Standard Time\nand more`],
		['a date that does not exist', '2026-02-30 14:32:00 China Standard Time'],
		['null', null],
		['undefined', undefined],
	])('does not warn about a confirmed date that cannot be read: %s', (_what, confirmed) => {
		expect(minutesLate(SUMMER, 'UTC', confirmed)).toEqual([]);
	});

	it('does not warn about a field that was not sent as a date', () => {
		const items = [{ 'Created At': `${SUMMER} China Standard Time` }];
		expect(findDateMismatches({ zone: 'UTC', values: { 'Due Date': SUMMER } }, items)).toEqual([]);
		expect(findDateMismatches({ zone: 'UTC', values: {} }, items)).toEqual([]);
	});
});

describe('a confirmed date with another local time', () => {
	it('compares instants when D3 confirms another local time in another zone', () => {
		expect(minutesLate(SUMMER, 'UTC', '2026-05-15 14:00:00 China Standard Time')).toEqual([
			-8 * 60 - 32,
		]);
	});

	it('does not warn when another local time in another zone is the intended instant', () => {
		expect(minutesLate(SUMMER, 'UTC', '2026-05-15 22:32:00 China Standard Time')).toEqual([]);
	});

	it('does not warn about another local time in the intended zone, since D3 may round', () => {
		expect(minutesLate(SUMMER, 'UTC', '2026-05-15 14:00:00 UTC')).toEqual([]);
	});
});

// A zone that luxon does not know would be skipped silently.
it('maps every Windows zone name to a zone that luxon knows', () => {
	const names = Object.values(WINDOWS_ZONES);
	expect(names.length).toBeGreaterThan(130);
	expect(names.filter((name) => !IANAZone.isValidZone(name))).toEqual([]);
});

// A run may have ten thousand due dates, all different.
it('checks thousands of different due dates correctly', () => {
	for (let day = 0; day < 2500; day++) {
		const sent = `${2000 + Math.floor(day / 336)}-${String((Math.floor(day / 28) % 12) + 1).padStart(2, '0')}-${String((day % 28) + 1).padStart(2, '0')} 12:00:00`;
		expect(minutesLate(sent, 'UTC', `${sent} China Standard Time`)).toEqual([-8 * 60]);
	}
});

describe('a deadline', () => {
	const due = '2026-05-15 14:32:00';
	const pastAt = (sentAt: string, deadlines = ['Due Date']) =>
		findPastDeadlines(
			{ zone: 'Asia/Shanghai', values: { 'Due Date': due, 'Start Date': due }, deadlines },
			new Date(sentAt),
		);

	// Whoever gets a task that is overdue already asks what went wrong.
	it('that was over when it was sent is reported, in the zone in which it was meant', () => {
		expect(pastAt('2026-05-15T06:32:01Z')).toEqual([
			{ parameter: 'Due Date', sent: due, zone: 'Asia/Shanghai' },
		]);
	});

	it('that ends at this moment or later is not', () => {
		expect(pastAt('2026-05-15T06:32:00Z')).toEqual([]);
		expect(pastAt('2026-05-14T23:00:00Z')).toEqual([]);
	});

	it('is only a date by which something has to be done', () => {
		expect(pastAt('2027-01-01T00:00:00Z', [])).toEqual([]);
	});
});
