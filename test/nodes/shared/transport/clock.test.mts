import { setTimeout as sleep } from 'node:timers/promises';

import { sleepUnless, systemClock } from '../../../../nodes/shared/transport/clock.ts';
import { Deadlines, LATE } from '../../../../nodes/shared/transport/deadlines.ts';
import { FakeClock } from '../../../support/fakeClock.mts';

const HOUR = 3_600_000;

/** Changes the machine's date and time, as a time server does, or a laptop that wakes up. */
function setDate(hours: number) {
	jest.spyOn(Date, 'now').mockReturnValue(Date.now() + hours * HOUR);
}
afterEach(() => jest.restoreAllMocks());

describe('a pause', () => {
	it("a pause keeps its length when the machine's date is changed", async () => {
		const forever = () => false;
		const paused = sleepUnless(systemClock, 300, forever);
		setDate(-1);
		await paused;
		const began = performance.now();
		const again = sleepUnless(systemClock, 300, forever);
		setDate(1);
		await again;
		expect(performance.now() - began).toBeGreaterThanOrEqual(299);
	});

	it('a pause is slept in slices, so that a cancelled execution need not wait for it', async () => {
		const clock = new FakeClock();
		await clock.until(sleepUnless(clock, 450, () => false));
		expect(clock.pauses).toEqual([200, 200, 50]);
	});

	it('a pause ends when the execution has ended', async () => {
		const clock = new FakeClock();
		await clock.until(sleepUnless(clock, 1000, () => clock.now() >= 400));
		expect(clock.now()).toBe(400);
	});

	it('a pause of no length, or after the end of the execution, is over at once', async () => {
		const clock = new FakeClock();
		await sleepUnless(clock, 0, () => false);
		await sleepUnless(clock, 1000, () => true);
		expect(clock.pauses).toEqual([]);
	});
});

/** Work that ends only when it is late. */
const untilLate = async (late: Promise<unknown>) => void (await late);

describe('a deadline', () => {
	it('a deadline passes on a result or an error that comes in time', async () => {
		const deadlines = new Deadlines();
		expect(await deadlines.within(5000, async () => 'done')).toBe('done');
		await expect(
			deadlines.within(5000, async () => await Promise.reject(new Error('broken'))),
		).rejects.toThrow('broken');
	});

	// Otherwise a response that drips forever would block the node forever.
	it('a deadline tells what takes too long', async () => {
		expect(await new Deadlines().within(100, async (late) => await late)).toBe(LATE);
	});

	// A request that is given up after it was sent ends as unconfirmed.
	it("a deadline does not pass earlier when the machine's date is changed", async () => {
		const ended = await new Deadlines().within(5000, async (late) => {
			setDate(1);
			return await Promise.race([late, sleep(300, 'in time')]);
		});
		expect(ended).toBe('in time');
	});

	it('a deadline is for nothing but its own work', async () => {
		const deadlines = new Deadlines();
		const ended: string[] = [];
		const task = (name: string) => async (late: Promise<unknown>) => {
			await late;
			ended.push(name);
		};
		const long = deadlines.within(600, task('long'));
		await deadlines.within(100, task('short'));
		expect(ended).toEqual(['short']);
		await long;
		expect(ended).toEqual(['short', 'long']);
		await deadlines.within(100, task('next'));
		expect(ended).toEqual(['short', 'long', 'next']);
	});

	// Tasks of one incident are sent one after another: a timer for each of thousands would keep n8n busy.
	it('deadlines one after another share one timer', async () => {
		const timers = jest.spyOn(globalThis, 'setTimeout');
		const deadlines = new Deadlines();
		for (let count = 0; count < 20; count++) {
			await deadlines.within(5000, async () => await Promise.resolve());
		}
		expect(timers.mock.calls.filter(([, milliseconds]) => milliseconds === 100)).toHaveLength(1);
		timers.mockRestore();
	});

	// n8n's process runs for months.
	it('deadlines at the same time share one timer, and each is forgotten when its work is done', async () => {
		const timers = jest.spyOn(globalThis, 'setTimeout');
		const looks = () => timers.mock.calls.filter(([, milliseconds]) => milliseconds === 100).length;
		const deadlines = new Deadlines();
		let told = 0;
		const inTime = async (late: Promise<unknown>) => {
			void late.then(() => told++);
			await Promise.resolve();
		};
		await Promise.all([deadlines.within(150, inTime), deadlines.within(150, inTime)]);
		expect(looks()).toBe(1);
		await sleep(400);
		expect(looks()).toBe(1);
		await deadlines.within(150, untilLate);
		expect(told).toBe(0);
		timers.mockRestore();
	});
});
