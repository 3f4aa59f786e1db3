import { IANAZone } from 'luxon';

import { WINDOWS_ZONES } from '../../../../nodes/shared/time/windowsZones.ts';
import { findDateMismatches } from '../../../../nodes/shared/response/dateCheck.ts';

/** How many minutes later D3 read a due date than it was meant; empty where nothing is to be said. */
const minutesLate = (sent: string, zone: string, echo: unknown) =>
	findDateMismatches({ zone, values: { 'Due Date': sent } }, [{ 'Due Date': echo as string }]).map(
		({ minutes }) => minutes,
	);

const SUMMER = '2026-05-15 14:32:00';
const WINTER = '2026-01-15 14:32:00';

// A zone that is written wrong makes every task due at another hour, and nobody sees it.
it('tells what was sent, what D3 says of it, and how far they are apart', () => {
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
	['west of the zone that was meant: later', SUMMER, 'UTC', 'Pacific Standard Time', 7 * 60],
	['the same in winter, an hour more', WINTER, 'UTC', 'Pacific Standard Time', 8 * 60],
	['east of it: earlier', SUMMER, 'UTC', 'China Standard Time', -8 * 60],
	['half an hour off', SUMMER, 'UTC', 'India Standard Time', -330],
	['a quarter of an hour off', SUMMER, 'Asia/Kolkata', 'Nepal Standard Time', -15],
	['UTC where another zone was meant', SUMMER, 'America/New_York', 'UTC', -4 * 60],
	['an hour that comes twice: the first', '2026-11-01 01:30:00', 'America/Vancouver', 'UTC', -420],
	['the same clock in winter only', SUMMER, 'Europe/London', 'Greenwich Standard Time', 60],
])('%s', (_what, sent, zone, name, minutes) => {
	expect(minutesLate(sent, zone, `${sent} ${name}`)).toEqual([minutes]);
});

// A warning about a date that is right teaches the builder to overlook the next one.
describe('says nothing where the builder has nothing to mend:', () => {
	it.each([
		['the same zone', SUMMER, 'Asia/Shanghai', 'China Standard Time'],
		['another city of it', SUMMER, 'America/Vancouver', 'Pacific Standard Time'],
		['UTC by another name', SUMMER, 'Etc/GMT', 'UTC'],
		['another zone with the same clock', SUMMER, 'Asia/Singapore', 'China Standard Time'],
		['the same clock at that time of the year', WINTER, 'Europe/London', 'UTC'],
		[
			'an hour that comes twice, of which the first is meant',
			'2026-11-01 01:30:00',
			'America/Vancouver',
			'US Mountain Standard Time',
		],
		[
			'an hour that does not exist in both zones',
			'2026-03-08 02:30:00',
			'America/Vancouver',
			'Pacific Standard Time',
		],
	])('%s', (_what, sent, zone, name) => {
		expect(minutesLate(sent, zone, `${sent} ${name}`)).toEqual([]);
	});

	it.each([
		['a zone that Windows does not have', `${SUMMER} Mars Standard Time`],
		['a name that every object has', `${SUMMER} constructor`],
		['no zone', SUMMER],
		['another form', '15/05/2026 14:32 China Standard Time'],
		['a sentence around it', `due ${SUMMER} China Standard Time`],
		['more than one line', `${SUMMER} China Standard Time\nand more`],
		['a date that does not exist', '2026-02-30 14:32:00 China Standard Time'],
		['no text', null],
		['nothing at all', undefined],
	])('D3 answers %s', (_what, echo) => {
		expect(minutesLate(SUMMER, 'UTC', echo)).toEqual([]);
	});

	it('a zone in a field that was not sent as a date', () => {
		const items = [{ 'Created At': `${SUMMER} China Standard Time` }];
		expect(findDateMismatches({ zone: 'UTC', values: { 'Due Date': SUMMER } }, items)).toEqual([]);
		expect(findDateMismatches({ zone: 'UTC', values: {} }, items)).toEqual([]);
	});
});

describe('where D3 gives other digits back than it got', () => {
	it('the zone still counts', () => {
		expect(minutesLate(SUMMER, 'UTC', '2026-05-15 14:00:00 China Standard Time')).toEqual([
			-8 * 60 - 32,
		]);
	});

	it('nothing is said if they are the moment that was meant', () => {
		expect(minutesLate(SUMMER, 'UTC', '2026-05-15 22:32:00 China Standard Time')).toEqual([]);
	});

	it('nothing is said if they are of the zone that was meant: D3 may round', () => {
		expect(minutesLate(SUMMER, 'UTC', '2026-05-15 14:00:00 UTC')).toEqual([]);
	});
});

// A name that luxon does not know could only be passed over in silence.
it('knows a real zone for each of the names', () => {
	const names = Object.values(WINDOWS_ZONES);
	expect(names.length).toBeGreaterThan(130);
	expect(names.filter((name) => !IANAZone.isValidZone(name))).toEqual([]);
});

// A run may have ten thousand due dates, all different.
it('compares any number of dates', () => {
	for (let day = 0; day < 2500; day++) {
		const sent = `${2000 + Math.floor(day / 336)}-${String((Math.floor(day / 28) % 12) + 1).padStart(2, '0')}-${String((day % 28) + 1).padStart(2, '0')} 12:00:00`;
		expect(minutesLate(sent, 'UTC', `${sent} China Standard Time`)).toEqual([-8 * 60]);
	}
});
