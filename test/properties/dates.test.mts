import * as fc from 'fast-check';
import { DateTime } from 'luxon';

import { InvalidValue, type Zones } from '../../nodes/shared/fields/field.ts';
import { dateTime } from '../../nodes/shared/fields/index.ts';
import { anyJson, anyText, holds } from './cases.mts';

const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/GMT-14', 'Etc/GMT+12'];
const zone = fc.constantFrom(...ZONES);
const instant = fc.date({
	min: new Date('1000-01-02T00:00:00Z'),
	max: new Date('9999-12-30T00:00:00Z'),
	noInvalidDate: true,
});
/** Of these n8n knows seconds and milliseconds since 1970 from other numbers. */
const recentInstant = fc.date({
	min: new Date(1_000_000_000_000),
	max: new Date(9_999_999_999_999),
	noInvalidDate: true,
});

const dueDate = dateTime('Due Date', { required: true, dateOnly: 'endOfDay', description: '' });
const toD3 = (value: unknown, { workflow = 'UTC', d3 = 'UTC' }: Partial<Zones>) =>
	dueDate.toD3(value, { workflow, d3, window: d3, utc: 'UTC' }) as string;

/** What a clock in the zone shows, by the engine's own calendar instead of the library that is tested. */
function clockIn(timeZone: string, moment: Date): string {
	const parts = new Intl.DateTimeFormat('en-US', {
		...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
		...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
	}).formatToParts(moment);
	const { year, month, day, hour, minute, second } = Object.fromEntries(
		parts.map(({ type, value }) => [type, value]),
	);
	return `${year!.padStart(4, '0')}-${month}-${day} ${hour}:${minute}:${second}`;
}

// A due date that shifts by an hour on one day of the year is found out by whoever misses it.
it('shows any instant as the clocks of any zone do, in whatever form it comes', async () => {
	await holds(
		fc.property(instant, zone, zone, (moment, d3, elsewhere) => {
			const there = DateTime.fromJSDate(moment, { zone: elsewhere });
			for (const form of [moment, there, moment.toISOString(), there.toUTC().toISO()]) {
				expect(toD3(form, { d3, workflow: elsewhere })).toBe(clockIn(d3, moment));
			}
		}),
	);
});

it('shows numbers of seconds and milliseconds as the clocks of any zone do', async () => {
	await holds(
		fc.property(recentInstant, zone, (moment, d3) => {
			const milliseconds = moment.getTime();
			for (const form of [milliseconds, String(milliseconds), Math.floor(milliseconds / 1000)]) {
				expect(toD3(form, { d3 })).toBe(clockIn(d3, moment));
			}
		}),
	);
});

it('can be read back by D3 as the instant that was meant', async () => {
	await holds(
		fc.property(instant, zone, (moment, d3) => {
			const read = DateTime.fromSQL(toD3(moment, { d3 }), { zone: d3 });
			const second = Math.floor(moment.getTime() / 1000);
			expect(read.getPossibleOffsets().map((one) => Math.floor(one.toSeconds()))).toContain(second);
		}),
	);
});

it("reads digits without an offset on the clocks of the workflow's zone", async () => {
	await holds(
		fc.property(instant, zone, zone, (moment, workflow, d3) => {
			const digits = clockIn(workflow, moment);
			const read = DateTime.fromSQL(digits, { zone: workflow }).getPossibleOffsets();
			const first = new Date(Math.min(...read.map((one) => one.toMillis())));
			expect(toD3(digits.replace(' ', 'T'), { workflow, d3 })).toBe(clockIn(d3, first));
		}),
	);
});

it("leaves D3's own format as it is, whatever the zones", async () => {
	await holds(
		fc.property(instant, zone, zone, zone, (moment, clock, workflow, d3) => {
			const digits = clockIn(clock, moment);
			expect(toD3(digits, { workflow, d3 })).toBe(digits);
			expect(toD3(digits.slice(0, 10), { workflow, d3 })).toBe(`${digits.slice(0, 10)} 23:59:59`);
		}),
	);
});

// A guess is worse than a refusal.
it('gives D3 a real date or refuses with the name of what it was given, and never fails otherwise', async () => {
	await holds(
		fc.property(fc.oneof(anyText, anyJson), zone, (value, d3) => {
			try {
				expect(toD3(value, { d3 })).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
			} catch (error) {
				expect(error).toBeInstanceOf(InvalidValue);
			}
		}),
	);
});
