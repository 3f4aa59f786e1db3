import * as fc from 'fast-check';
import { DateTime } from 'luxon';

import { InvalidValue } from '../../nodes/shared/errors.ts';
import type { Zones } from '../../nodes/shared/zones.ts';
import { dateTime } from '../../nodes/shared/fields/index.ts';
import { anyJson, anyText, holds } from './cases.mts';

const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/GMT-14', 'Etc/GMT+12'];
const anyZone = fc.constantFrom(...ZONES);
const anyInstant = fc.date({
	min: new Date('1000-01-02T00:00:00Z'),
	max: new Date('9999-12-30T00:00:00Z'),
	noInvalidDate: true,
});
/** Their seconds and milliseconds since 1970 can be told from other numbers. */
const anyRecentInstant = fc.date({
	min: new Date(1_000_000_000_000),
	max: new Date(9_999_999_999_999),
	noInvalidDate: true,
});

const dueDate = dateTime('Due Date', { required: true, dateOnly: 'endOfDay', description: '' });
const toD3 = (value: unknown, { workflow = 'UTC', d3 = 'UTC' }: Partial<Zones>) =>
	dueDate.toD3(value, { workflow, d3, window: d3, utc: 'UTC' }) as string;

/** The local timestamp in a zone, from JavaScript's own calendar instead of the library that is tested. */
function localTimestamp(timeZone: string, instant: Date): string {
	const parts = new Intl.DateTimeFormat('en-US', {
		...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
		...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
	}).formatToParts(instant);
	const { year, month, day, hour, minute, second } = Object.fromEntries(
		parts.map(({ type, value }) => [type, value]),
	);
	return `${year!.padStart(4, '0')}-${month}-${day} ${hour}:${minute}:${second}`;
}

// Nobody notices a due date that is an hour off on one day of the year until they miss it.
it('converts any instant, in whatever form, to the local time of any zone', async () => {
	await holds(
		fc.property(anyInstant, anyZone, anyZone, (instant, d3, elsewhere) => {
			const there = DateTime.fromJSDate(instant, { zone: elsewhere });
			for (const form of [instant, there, instant.toISOString(), there.toUTC().toISO()]) {
				expect(toD3(form, { d3, workflow: elsewhere })).toBe(localTimestamp(d3, instant));
			}
		}),
	);
});

it('converts seconds and milliseconds since 1970 to the local time of any zone', async () => {
	await holds(
		fc.property(anyRecentInstant, anyZone, (instant, d3) => {
			const milliseconds = instant.getTime();
			for (const form of [milliseconds, String(milliseconds), Math.floor(milliseconds / 1000)]) {
				expect(toD3(form, { d3 })).toBe(localTimestamp(d3, instant));
			}
		}),
	);
});

it('sends a date that D3 can read back as the same instant', async () => {
	await holds(
		fc.property(anyInstant, anyZone, (instant, d3) => {
			const read = DateTime.fromSQL(toD3(instant, { d3 }), { zone: d3 });
			const second = Math.floor(instant.getTime() / 1000);
			expect(read.getPossibleOffsets().map((one) => Math.floor(one.toSeconds()))).toContain(second);
		}),
	);
});

it("reads a timestamp without an offset in the workflow's zone", async () => {
	await holds(
		fc.property(anyInstant, anyZone, anyZone, (instant, workflow, d3) => {
			const timestamp = localTimestamp(workflow, instant);
			const read = DateTime.fromSQL(timestamp, { zone: workflow }).getPossibleOffsets();
			const first = new Date(Math.min(...read.map((one) => one.toMillis())));
			expect(toD3(timestamp.replace(' ', 'T'), { workflow, d3 })).toBe(localTimestamp(d3, first));
		}),
	);
});

it("leaves a date in D3's own format unchanged, whatever the zones", async () => {
	await holds(
		fc.property(anyInstant, anyZone, anyZone, anyZone, (instant, clock, workflow, d3) => {
			const timestamp = localTimestamp(clock, instant);
			expect(toD3(timestamp, { workflow, d3 })).toBe(timestamp);
			expect(toD3(timestamp.slice(0, 10), { workflow, d3 })).toBe(
				`${timestamp.slice(0, 10)} 23:59:59`,
			);
		}),
	);
});

// A wrong guess is worse than an error.
it('turns any value into a valid date or rejects it with a message, and never fails otherwise', async () => {
	await holds(
		fc.property(fc.oneof(anyText, anyJson), anyZone, (value, d3) => {
			try {
				expect(toD3(value, { d3 })).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
			} catch (error) {
				expect(error).toBeInstanceOf(InvalidValue);
			}
		}),
	);
});
