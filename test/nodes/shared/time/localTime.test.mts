import { Settings } from 'luxon';

import {
	CASE_FORMAT,
	existingTime,
	localAt,
	minusMinutes,
	parseLocal,
	reformat,
} from '../../../../nodes/shared/time/localTime.ts';

describe('a date of a listing', () => {
	// D3 does not document how listings write dates: these are all the formats of other responses.
	it.each([
		['2026-05-15 14:32:00', '2026-05-15 14:32:00'],
		[' 2026-05-15 14:32 ', '2026-05-15 14:32:00'],
		['2026-05-15T14:32:00', '2026-05-15 14:32:00'],
		['2026-05-15T14:32:00.123', '2026-05-15 14:32:00'],
		['7/14/2023 5:19:09 PM', '2023-07-14 17:19:09'],
		['12/1/2021 12:05 AM', '2021-12-01 00:05:00'],
		['7/14/2023 17:19', '2023-07-14 17:19:00'],
		['7/14/2023 17:19:09', '2023-07-14 17:19:09'],
		['12/31/2021 11:59:59 PM', '2021-12-31 23:59:59'],
		// The half of the day, however it is written.
		['2026-05-15 12:50:00 PM', '2026-05-15 12:50:00'],
		['2026-05-15 01:05:00 PM', '2026-05-15 13:05:00'],
		['2026-05-15 12:05:00 AM', '2026-05-15 00:05:00'],
		['5/15/2026 1:05:00 pm', '2026-05-15 13:05:00'],
		['5/15/2026 1:05:00 p.m.', '2026-05-15 13:05:00'],
		['5/15/2026 1:05:00PM', '2026-05-15 13:05:00'],
		['5/15/2026 1:05:00.123 PM', '2026-05-15 13:05:00'],
		['5/15/2026 1:05:00\u202fPM', '2026-05-15 13:05:00'],
		['2026-05-15 01:05:00 PM UTC', '2026-05-15 22:05:00'],
		// Zones that are not the server's.
		['01/27/2021 06:08 AM PST', '2021-01-27 23:08:00'],
		['2026-05-15 14:32:00 PDT', '2026-05-16 06:32:00'],
		['7/14/2023 5:19 PM (UTC+01:00)', '2023-07-15 01:19:00'],
		['6/5/2026 9:00:00 AM China Standard Time', '2026-06-05 10:00:00'],
		['6/5/2026 9:00:00 AM +08:00', '2026-06-05 10:00:00'],
		['6/5/2026 9:00:00 Z', '2026-06-05 18:00:00'],
		['2026-06-05 09:00:00 GMT+8', '2026-06-05 10:00:00'],
		['2026-06-05 09:00:00 W. Europe Daylight Time', '2026-06-05 16:00:00'],
		['2026-05-15T14:32:00Z', '2026-05-15 23:32:00'],
		['2026-05-15 14:32:00+02:00', '2026-05-15 21:32:00'],
		['2026-05-15 14:32:00.1234567 +02:00', '2026-05-15 21:32:00'],
		['2026-05-15T14:32:00,5-0330', '2026-05-16 03:02:00'],
		['2026-05-15T14:32+02', '2026-05-15 21:32:00'],
		['2026-05-15 14:32:00  Z', '2026-05-15 23:32:00'],
		['2026-05-15 14:32:00 China Standard Time', '2026-05-15 15:32:00'],
		['2026-05-15 14:32 China Standard Time', '2026-05-15 15:32:00'],
		['2026-05-15 14:32:00 SA Pacific Standard Time', '2026-05-16 04:32:00'],
		['2026-05-15 14:32:00 UTC', '2026-05-15 23:32:00'],
		['2026-05-15 14:32:00 UTC+12', '2026-05-15 11:32:00'],
		['2026-05-15 14:32:00 E. Europe Standard Time', '2026-05-15 20:32:00'],
	])('reads the date %p of a listing', (text, timestamp) => {
		expect(parseLocal(text, 'Asia/Tokyo')).toBe(timestamp);
	});

	// Read as another zone, a date would be hours off, and a trigger could pass over incidents.
	it.each([
		['Z', 12],
		['UT', 12],
		['UTC', 12],
		['GMT', 12],
		['EDT', 16],
		['EST', 17],
		['CDT', 17],
		['CST', 18],
		['MDT', 18],
		['MST', 19],
		['PDT', 19],
		['PST', 20],
		['GMT+2', 10],
		['+0130', 10.5],
		['-14:00', 26],
	])('reads the zone %p of a date, in which it is 12 o’clock', (zone, hoursInUtc) => {
		const millis = Date.UTC(2026, 4, 15) + hoursInUtc * 3_600_000;
		expect(parseLocal(`2026-05-15 12:00:00 ${zone}`, 'UTC')).toBe(localAt(millis, 'UTC'));
	});

	it.each([['+15:00'], ['-19'], ['at +02:00'], ['(+02:00'], ['+02:00)']])(
		'takes a date for none whose zone cannot be read: %p',
		(zone) => expect(parseLocal(`2026-05-15 12:00:00 ${zone}`, 'UTC')).toBeUndefined(),
	);

	it.each([
		[''],
		[undefined],
		[null],
		['soon'],
		['soon China Standard Time'],
		// What is not understood may change the hour.
		['2026-05-15 14:32:00 Some Time'],
		['2026-05-15 14:32:00 something odd'],
		['7/14/2023 5:19:09 PM something odd'],
		['2026-05-15 02:32:00 MP'],
		['2026-05-15 14:32:00 AD'],
		['2026-05-15 14:32:00 +99:00'],
		['2026-05-15 13:05:00 PM'],
		['2026-05-15 00:05:00 AM'],
		['2026-05-15 01:05:00 PM PM'],
		// Every JavaScript object has a property of this name.
		['2026-05-15 14:32:00 constructor'],
		['2026-05-15 14:32:00 China Standard Time!'],
		['2026-05-15'],
		['2026-05-15 14'],
		['2026-05-15 14:32:00x'],
		['at 2026-05-15 14:32:00'],
		['12026-05-15 14:32:00'],
		['at 2026-05-15T14:32:00Z'],
		['2026-05-15T14:32:00Z!'],
		['2026-05-15T14:32:00.Z'],
		// There is no such day, so the cursor could not count back from it.
		['2026-15-55T14:32:00Z'],
		['2026-02-31 10:00:00'],
		['0000-00-00 00:00:00'],
		['2026-05-15 14:61:00'],
		['13/45/2023 5:19 PM'],
		['at 7/14/2023 5:19 PM'],
		['7/14/23 5:19 PM'],
		[{}],
		[7],
	])('takes %p for no date', (value) => expect(parseLocal(value, 'UTC')).toBeUndefined());
});

describe('counting back from a local timestamp', () => {
	it('counts minutes back from a local timestamp', () => {
		expect(minusMinutes('2026-03-01 00:30:00', 60, 'UTC')).toBe('2026-02-28 23:30:00');
		expect(minusMinutes('2026-07-01 00:30:00', 60, 'Europe/Berlin')).toBe('2026-06-30 23:30:00');
	});

	// 2026-10-25 in Berlin: after 02:59:59 comes 02:00:00.
	it.each([
		['2026-10-25 02:55:00', '2026-10-25 01:45:00'],
		['2026-10-25 03:05:00', '2026-10-25 01:55:00'],
		['2026-10-25 03:15:00', '2026-10-25 03:05:00'],
	])(
		'counts back from %s far enough not to miss anything in an hour that occurs twice',
		(timestamp, expected) => {
			expect(minusMinutes(timestamp, 10, 'Europe/Berlin')).toBe(expected);
		},
	);

	it('counts minutes back shortly before the clocks are set forward', () => {
		expect(minusMinutes('2026-03-29 01:30:00', 10, 'Europe/Berlin')).toBe('2026-03-29 01:20:00');
	});

	// 2026-03-29 in Berlin: after 01:59:59 comes 03:00:00.
	it('replaces a local timestamp that the zone skips, so that D3 gets one that exists', () => {
		expect(existingTime('2026-03-29 02:30:00', 'Europe/Berlin')).toBe('2026-03-29 01:30:00');
		expect(existingTime('2026-03-29 03:30:00', 'Europe/Berlin')).toBe('2026-03-29 03:30:00');
	});
});

it("writes an instant as a local timestamp in the server's zone", () => {
	expect(localAt(Date.UTC(2026, 4, 15, 12, 0, 0), 'Asia/Tokyo')).toBe('2026-05-15 21:00:00');
});

it('writes a local timestamp as D3 takes the dates of cases', () => {
	expect(reformat('2026-05-15 21:05:00', CASE_FORMAT)).toBe('05/15/2026 21:05');
});

// luxon's default zone belongs to n8n, which may change it.
it("reads and counts local timestamps the same whatever luxon's default zone is", () => {
	const { defaultZone } = Settings;
	try {
		Settings.defaultZone = 'Europe/Berlin';
		// In Berlin there is no such time.
		expect(parseLocal('3/29/2026 2:30 AM', 'UTC')).toBe('2026-03-29 02:30:00');
		expect(minusMinutes('2026-03-29 03:30:00', 60, 'UTC')).toBe('2026-03-29 02:30:00');
		expect(localAt(Date.UTC(2026, 2, 29, 2, 30), 'UTC')).toBe('2026-03-29 02:30:00');
	} finally {
		Settings.defaultZone = defaultZone;
	}
});
