import { DateTime } from 'luxon';

import { instantFrom, localText, textOrDate } from '../../../../nodes/shared/fields/dateTime.ts';
import { dateTime } from '../../../../nodes/shared/fields/index.ts';
import type { Zones } from '../../../../nodes/shared/zones.ts';

const from = (workflow: string, d3: string): Zones => ({ workflow, d3, window: d3, utc: 'UTC' });
const VANCOUVER_TO_UTC = from('America/Vancouver', 'UTC');

const dueDate = dateTime('Due Date', { required: true, dateOnly: 'endOfDay', description: '' });
const toD3 = (value: unknown, zones = VANCOUVER_TO_UTC) => dueDate.toD3(value, zones);

// A task due at an unintended hour is missed, or rushed for nothing.
describe('an instant', () => {
	const instant = DateTime.fromISO('2026-05-15T14:32:00', { zone: 'America/Vancouver' });
	it.each([
		['a DateTime of the workflow, as $now is', instant],
		['a DateTime in another zone', instant.setZone('Asia/Tokyo')],
		['a DateTime with a Persian locale', instant.setLocale('fa')],
		['a DateTime of another calendar', instant.reconfigure({ outputCalendar: 'buddhist' })],
		['a Date', instant.toJSDate()],
		['ISO with Z', '2026-05-15T21:32:00Z'],
		['ISO with an offset', '2026-05-15T14:32:00-07:00'],
		['ISO with milliseconds, as a DateTime prints itself', instant.toISO()],
		['ISO with an offset and a blank instead of the T', '2026-05-15 14:32:00-07:00'],
		['ISO with a short offset', '2026-05-15T14:32:00-0700'],
		['ISO with an offset in hours only', '2026-05-15T14:32:00-07'],
		['ISO without seconds, with an offset', '2026-05-15T14:32-07:00'],
		['ISO without seconds and with a blank instead of the T', '2026-05-15 21:32Z'],
		['seconds since 1970', instant.toSeconds()],
		['seconds with a fraction', instant.toSeconds() + 0.25],
		['seconds as text', String(instant.toSeconds())],
		['milliseconds since 1970', instant.toMillis()],
		['milliseconds as text', String(instant.toMillis())],
		['ISO with blanks around it', ' 2026-05-15T21:32:00Z '],
	])("converts an instant to D3's zone: %s", (_form, value) => {
		expect(toD3(value)).toBe('2026-05-15 21:32:00');
	});

	it('accepts a DateTime from another copy of luxon, as linked packages bring one', () => {
		jest.isolateModules(() => {
			const other = jest.requireActual<typeof import('luxon')>('luxon');
			expect(other.DateTime).not.toBe(DateTime);
			expect(toD3(other.DateTime.fromISO('2026-05-15T21:32:00Z'))).toBe('2026-05-15 21:32:00');
		});
	});
});

describe('a date without an offset', () => {
	it.each([
		['what the date picker gives', '2026-05-15T14:32:00'],
		['without seconds', '2026-05-15T14:32'],
		['with milliseconds', '2026-05-15T14:32:00.000'],
	])("reads a date without an offset in the workflow's zone: %s", (_form, value) => {
		expect(toD3(value)).toBe('2026-05-15 21:32:00');
	});

	it('reads a date independently of the zone of the process', () => {
		expect(new Date('2026-05-15T12:00:00Z').getTimezoneOffset()).toBe(-14 * 60);
		expect(toD3('2026-05-15T14:32:00', from('UTC', 'UTC'))).toBe('2026-05-15 14:32:00');
	});
});

// 2026 in New York: clocks jump from 02:00 to 03:00 on 8 March, and repeat 01:00 to 02:00 on 1 November.
describe('daylight saving', () => {
	const newYorkToUtc = from('America/New_York', 'UTC');
	const utcToNewYork = from('UTC', 'America/New_York');

	it('reads a time that the clocks skip as one hour later', () => {
		expect(toD3('2026-03-08T02:30:00', newYorkToUtc)).toBe('2026-03-08 07:30:00');
	});

	// On its own, luxon decides by the offset of the current day.
	it('reads a time that occurs twice as the first one, in summer and in winter', () => {
		expect(toD3('2026-04-05T02:30:00', from('Australia/Sydney', 'UTC'))).toBe(
			'2026-04-04 15:30:00',
		);
		expect(toD3('2026-11-01T01:30:00', newYorkToUtc)).toBe('2026-11-01 05:30:00');
	});

	it('respects an offset that says which of two equal local times is meant', () => {
		expect(toD3('2026-11-01T01:30:00-05:00', newYorkToUtc)).toBe('2026-11-01 06:30:00');
	});

	it('converts instants just before and after an hour that the clocks skip', () => {
		expect(toD3('2026-03-08T06:59:59Z', utcToNewYork)).toBe('2026-03-08 01:59:59');
		expect(toD3('2026-03-08T07:00:00Z', utcToNewYork)).toBe('2026-03-08 03:00:00');
	});

	it('converts both instants of a repeated hour to the same local time', () => {
		expect(toD3('2026-11-01T05:30:00Z', utcToNewYork)).toBe('2026-11-01 01:30:00');
		expect(toD3('2026-11-01T06:30:00Z', utcToNewYork)).toBe('2026-11-01 01:30:00');
	});

	it('converts to a zone with a quarter-hour offset', () => {
		expect(toD3('2026-05-15T00:00:00Z', from('UTC', 'Asia/Kathmandu'))).toBe('2026-05-15 05:45:00');
	});
});

it.each(['1000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
	'converts %s, at the limits of a four-digit year',
	(iso) => {
		expect(toD3(iso, from('UTC', 'UTC'))).toBe(iso.replace('T', ' ').replace('Z', ''));
	},
);

describe("D3's own format", () => {
	it.each([
		['whatever the zones', '2026-05-15 14:32:00'],
		['on a leap day', '2028-02-29 00:00:00'],
		['in an hour that the clocks skip, since D3 may be in another zone', '2026-03-08 02:30:00'],
	])("passes text in D3's own format through unchanged: %s", (_case, text) => {
		expect(toD3(text)).toBe(text);
	});
});

describe('a date alone', () => {
	it('reads a due date without a time as the end of that day in D3', () => {
		expect(toD3('2026-05-15')).toBe('2026-05-15 23:59:59');
	});

	it('reads a lower bound without a time as the start of that day in D3', () => {
		const from = dateTime('Start Time', { dateOnly: 'startOfDay', description: '' });
		expect(from.toD3('2026-05-15', VANCOUVER_TO_UTC)).toBe('2026-05-15 00:00:00');
	});
});

// Guessing is worse than rejecting: n8n's own parser reads "foo 7" as a day in 2001.
describe('values that are no dates', () => {
	it.each([
		['nonsense', 'foo 7'],
		['a number too short for a date', 12],
		['a number that looks like a date', 20260515],
		['text of digits that looks like a date', '20260515'],
		['a year', '2026'],
		['a week', '2026-W20'],
		['an American date', '05/15/2026'],
		['a day that does not exist', '2026-02-30'],
		['a time on a day that does not exist', '2026-02-29 10:00:00'],
		['an hour that does not exist', '2026-05-15T25:00:00'],
		['a time without a date', '14:32:00'],
		['a date and time without seconds that could be meant in either zone', '2026-05-15 14:32'],
		['the text that a Date prints', 'Fri May 15 2026 14:32:00 GMT+0000'],
		['an invalid Date', new Date('nonsense')],
		['an invalid DateTime', DateTime.invalid('nonsense')],
		['a boolean', true],
		['an object', { year: 2026 }],
		['a list', ['2026-05-15']],
		['a list of one number', [1_778_855_520]],
		['an object with a toString of its own, as JSON may have', { toString: '' }],
		['a year that D3 could not write', DateTime.fromObject({ year: 12026 })],
		['a year of three digits', '0999-12-31T23:59:59Z'],
		['a negative number', -1_700_000_000],
	])('rejects what is not clearly a date: %s', (_case, value) => {
		expect(() => toD3(value)).toThrow(/is not a valid date|is (a list|an object), not a date/);
	});

	it.each([
		['a text', 'foo', '"foo"'],
		['a text of 60 letters', 'x'.repeat(60), `"${'x'.repeat(60)}"`],
		['an invalid Date', new Date(NaN), '"Invalid Date"'],
		['an invalid DateTime', DateTime.invalid('x'), '"Invalid DateTime"'],
		['a longer text', 'x'.repeat(61), `"${'x'.repeat(60)}…"`],
	])('quotes the rejected value in the message as far as it helps: %s', (_what, value, quoted) => {
		expect(() => toD3(value)).toThrow(`is not a valid date: ${quoted}`);
	});

	it('truncates a quoted date between whole characters', () => {
		expect(() => toD3(`${'x'.repeat(59)}👍🏽`)).toThrow(`is not a valid date: "${'x'.repeat(59)}…"`);
	});

	// The field's name stands before it: "Due Date is a list, not a date".
	it.each([
		['a list', ['2026-05-15'], 'is a list, not a date'],
		['an object', { year: 2026 }, 'is an object, not a date'],
	])('the message that rejects a date says that it is %s', (_what, value, message) => {
		expect(() => toD3(value)).toThrow(new RegExp(`^${message}$`));
	});

	// Users copy what is named there.
	it('the advice on a rejected date names only formats that are accepted', () => {
		let advice = '';
		try {
			toD3('tomorrow');
		} catch (error) {
			({ advice } = error as { advice: string });
		}
		const formats = advice.match(/2026-05-15(?:[T ][\d:]+Z?)?/g) ?? [];
		expect(formats.map((format) => [format, toD3(format)])).toEqual([
			['2026-05-15T14:32:00', '2026-05-15 21:32:00'],
			['2026-05-15T14:32:00Z', '2026-05-15 14:32:00'],
			['2026-05-15', '2026-05-15 23:59:59'],
			['2026-05-15 14:32:00', '2026-05-15 14:32:00'],
		]);
	});

	it.each([['empty'], [undefined], [null], ['   ']])(
		'rejects a required date that is %p',
		(value) => {
			expect(() => toD3(value === 'empty' ? '' : value)).toThrow('is empty');
		},
	);

	it('omits an optional date that is empty', () => {
		const optional = dateTime('Start Time', { dateOnly: 'startOfDay', description: '' });
		expect(optional.toD3('', VANCOUVER_TO_UTC)).toBeUndefined();
	});
});

// How a date field looks in the editor, and in which zone D3 gets its value.
describe('a field for a date', () => {
	const options = { dateOnly: 'startOfDay', description: 'When' } as const;

	it("a date field shows n8n's date picker under D3's parameter name", () => {
		expect(dateTime('Start Time', options).property).toEqual({
			displayName: 'Start Time',
			name: 'startTime',
			type: 'dateTime',
			default: '',
			description:
				"When. No offset means the workflow's time zone, a date alone the start of that day. 2026-05-15 14:32:00 is sent unchanged.",
		});
		expect(
			dateTime('UTC Time', { ...options, dateOnly: 'endOfDay', zone: 'utc' }).property.description,
		).toBe(
			"When. No offset means the workflow's time zone, a date alone the end of that day in UTC. 2026-05-15 14:32:00 is read as UTC.",
		);
	});

	it('a date is a deadline only where the parameter says that something has to be done by then', () => {
		expect(dateTime('Time', options).isDeadline).toBe(false);
		expect(dateTime('Time', { ...options, isDeadline: true }).isDeadline).toBe(true);
	});

	it.each([
		['an instant', '2026-05-15T21:32:00Z', '05/15/2026 14:32'],
		['the format itself', ' 05/15/2026 14:32 ', '05/15/2026 14:32'],
		["D3's usual format", '2026-05-15 14:32:09', '05/15/2026 14:32'],
		['a date alone', '2026-05-15', '05/15/2026 23:59'],
	])('a date that D3 takes in the format of cases is written so: %s', (_form, value, written) => {
		const field = dateTime('Due Date', {
			dateOnly: 'endOfDay',
			format: 'ofCases',
			description: 'When',
		});
		expect(field.toD3(value, from('UTC', 'America/Vancouver'))).toBe(written);
		// D3 confirms only dates in its usual format.
		expect([field.isD3Date, field.isInD3Zone]).toEqual([false, true]);
		expect(field.property.description).toMatch(/ 05\/15\/2026 14:32 is sent unchanged\.$/);
	});

	it.each([
		[undefined, true, '2026-05-15 02:32:00'],
		['d3' as const, true, '2026-05-15 02:32:00'],
		['window' as const, false, '2026-05-14 23:32:00'],
		['utc' as const, false, '2026-05-14 21:32:00'],
	])(
		"a date field with the zone %p writes that zone's time, and is in D3's own zone: %p",
		(zone, inD3Zone, timestamp) => {
			const field = dateTime('Time', { ...options, ...(zone && { zone }) });
			expect([field.isD3Date, field.isInD3Zone]).toEqual([inD3Zone, inD3Zone]);
			const zones = {
				workflow: 'UTC',
				d3: 'Asia/Karachi',
				window: 'Europe/Berlin',
				utc: 'UTC',
			} as const;
			expect(field.toD3('2026-05-14T21:32:00Z', zones)).toBe(timestamp);
		},
	);
});

describe('a date that D3 never gets', () => {
	it.each([
		['an instant', '2026-05-15T21:32:00Z', '2026-05-15T21:32:00.000Z'],
		['seconds since 1970', 1778880720.5, '2026-05-15T21:32:00.500Z'],
		['a date without an offset', ' 2026-05-15T14:32 ', '2026-05-15T21:32:00.000Z'],
		["D3's own format", '2026-05-15 14:32:00', '2026-05-15T21:32:00.000Z'],
		['a date alone', ' 2026-05-15 ', '2026-05-16T06:59:59.000Z'],
		['an hour that occurs twice', '2026-11-01 01:30:00', '2026-11-01T08:30:00.000Z'],
		['the second of them', '2026-11-01T01:30:00-08:00', '2026-11-01T09:30:00.000Z'],
	])('is the instant that the user means: %s', (_form, value, instant) => {
		const read = instantFrom(value, 'endOfDay', 'America/Vancouver');
		expect(read?.toUTC().toISO()).toBe(instant);
	});

	it.each([undefined, null, ' '])('is none if the value is empty: %p', (value) => {
		expect(instantFrom(value, 'endOfDay', 'UTC')).toBeUndefined();
	});

	it('is refused if it is no date', () => {
		expect(() => instantFrom('soon', 'endOfDay', 'UTC')).toThrow('is not a valid date');
	});
});

describe('a value of any type', () => {
	it.each([
		['an instant is converted', '2026-05-15T21:32:00Z', '2026-05-16 06:32:00'],
		['a Date is converted', new Date('2026-05-15T21:32:00Z'), '2026-05-16 06:32:00'],
		["D3's own format stays text", '2026-05-15 21:32:00', '2026-05-15 21:32:00'],
		['a number stays a number', 1778880720, '1778880720'],
		['a text stays as it is', ' Open ', ' Open '],
	])('%s', (_what, value, text) => {
		expect(textOrDate(value, 'UTC', 'Asia/Tokyo')).toBe(text);
	});

	it('a DateTime is written in the zone that is wanted', () => {
		expect(localText(DateTime.fromISO('2026-05-15T21:32:00Z'), 'Asia/Tokyo')).toBe(
			'2026-05-16 06:32:00',
		);
	});
});
