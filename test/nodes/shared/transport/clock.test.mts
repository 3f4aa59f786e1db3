import { setTimeout as sleep } from 'node:timers/promises';

import { sleepUnless, systemClock } from '../../../../nodes/shared/transport/clock.ts';
import { Deadlines } from '../../../../nodes/shared/transport/deadlines.ts';
import { FakeClock } from '../../../support/fakeClock.mts';

const HOUR = 3_600_000;

/** Sets the machine's date and time anew, as a time server does, or a laptop that wakes. */
function setDate(hours: number) {
	jest.spyOn(Date, 'now').mockReturnValue(Date.now() + hours * HOUR);
}
afterEach(() => jest.restoreAllMocks());

describe('a pause', () => {
	it('takes no longer, and no shorter, when the date is set anew', async () => {
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

	it('takes its time in slices, so that a cancelled execution need not wait for it', async () => {
		const clock = new FakeClock();
		await clock.until(sleepUnless(clock, 450, () => false));
		expect(clock.pauses).toEqual([200, 200, 50]);
	});

	it('ends when the run has ended', async () => {
		const clock = new FakeClock();
		await clock.until(sleepUnless(clock, 1000, () => clock.now() >= 400));
		expect(clock.now()).toBe(400);
	});

	it('of no time is over at once', async () => {
		const clock = new FakeClock();
		await sleepUnless(clock, 0, () => false);
		await sleepUnless(clock, 1000, () => true);
		expect(clock.pauses).toEqual([]);
	});
});

/** Work without an end. */
async function untilAborted(late: AbortSignal): Promise<void> {
	await new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()));
}

describe('a deadline', () => {
	it('passes on what comes in time, and what fails', async () => {
		const deadlines = new Deadlines();
		expect(await deadlines.within(5000, async (late) => late.aborted)).toBe(false);
		await expect(
			deadlines.within(5000, async () => await Promise.reject(new Error('broken'))),
		).rejects.toThrow('broken');
	});

	// An answer that drips for ever holds the node up for ever otherwise.
	it('ends what takes too long', async () => {
		await new Deadlines().within(100, untilAborted);
	});

	// What was sent and is ended counts as perhaps done.
	it('is not there earlier when the date is set anew', async () => {
		const late = await new Deadlines().within(5000, async (signal) => {
			setDate(1);
			await sleep(300);
			return signal.aborted;
		});
		expect(late).toBe(false);
	});

	it('ends nothing else', async () => {
		const deadlines = new Deadlines();
		const ended: string[] = [];
		const task = (name: string) => async (late: AbortSignal) => {
			await untilAborted(late);
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

	// Tasks of one incident go one after another: with a look for each, thousands of them keep n8n busy.
	it('takes up the watch where the one before has left it', async () => {
		const timers = jest.spyOn(globalThis, 'setTimeout');
		const deadlines = new Deadlines();
		for (let count = 0; count < 20; count++) {
			await deadlines.within(5000, async () => await Promise.resolve());
		}
		expect(timers.mock.calls.filter(([, milliseconds]) => milliseconds === 100)).toHaveLength(1);
		timers.mockRestore();
	});

	// n8n's process lives for months.
	it('is forgotten with what it was for, and one look at the clock serves all of them', async () => {
		const timers = jest.spyOn(globalThis, 'setTimeout');
		const looks = () => timers.mock.calls.filter(([, milliseconds]) => milliseconds === 100).length;
		const deadlines = new Deadlines();
		const signals: AbortSignal[] = [];
		const inTime = async (late: AbortSignal) => {
			signals.push(late);
			await Promise.resolve();
		};
		await Promise.all([deadlines.within(150, inTime), deadlines.within(150, inTime)]);
		expect(looks()).toBe(1);
		await sleep(400);
		expect(looks()).toBe(1);
		await deadlines.within(150, untilAborted);
		expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
		timers.mockRestore();
	});
});
