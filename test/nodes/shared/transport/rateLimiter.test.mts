import { RateLimiter } from '../../../../nodes/shared/transport/rateLimiter.ts';
import { FakeClock } from '../../../support/fakeClock.mts';

const forever = () => false;

/** When so many requests start, if all of them want to at once and each takes so long. */
async function startsOf(
	count: number,
	perSecond: number,
	took: (index: number) => number = () => 20,
) {
	const clock = new FakeClock();
	const pace = new RateLimiter(clock, perSecond, forever);
	const starts: number[] = [];
	const all = Promise.all(
		Array.from({ length: count }, async (_, index) => {
			const start = await pace.acquire();
			starts.push(clock.now());
			await clock.sleep(took(index));
			start?.release();
		}),
	);
	await clock.until(all);
	return starts;
}

// D3 documents 50 requests per second and not how it counts them.
it('never lets more start in any second, whichever second one looks at', async () => {
	const starts = await startsOf(500, 50);
	for (const start of starts) {
		expect(
			starts.filter((other) => other >= start && other < start + 1000).length,
		).toBeLessThanOrEqual(50);
	}
});

it('lets the first of them start at once, and wastes next to nothing of the limit', async () => {
	const starts = await startsOf(1000, 50);
	expect(starts[49]).toBeLessThan(50);
	// 1000 at 50 per second take at least 19 seconds.
	expect(starts.at(-1)! / 19_000).toBeLessThanOrEqual(1.02);
});

// n8n takes a while to make a request ready. Ten at once would all arrive late, by ten times that.
it('lets one be on its way before the next starts', async () => {
	expect(await startsOf(5, 50)).toEqual([0, 1, 2, 3, 4]);
});

// A first request that has to warm up arrives late; the one that starts a second after it does not.
it('counts a request that took longer as one that arrived later', async () => {
	const starts = await startsOf(5, 1, (index) => [20, 70, 20, 60, 20][index]!);
	expect(starts).toEqual([0, 1021, 2022, 3023, 4064]);
});

it('does not wait for a slow answer before it lets the next ones start', async () => {
	const starts = await startsOf(4, 1, (index) => (index === 0 ? 20 : 30_000));
	// At most a tenth of a second is added for what may still be on its way.
	expect(starts).toEqual([0, 1021, 2122, 3223]);
});

it('lets everything start at once without a limit', async () => {
	expect(new Set(await startsOf(500, 0))).toEqual(new Set([0]));
});

it('holds everybody back together when D3 asks for it', async () => {
	const clock = new FakeClock();
	const pace = new RateLimiter(clock, 50, forever);
	pace.pauseFor(30_000);
	const starts: number[] = [];
	await clock.until(
		Promise.all(
			[1, 2, 3].map(async () => await pace.acquire().then(() => starts.push(clock.now()))),
		),
	);
	expect(starts).toEqual([30_000, 30_001, 30_002]);
});

it('keeps a longer pause where a shorter one is asked for afterwards', async () => {
	const clock = new FakeClock();
	const pace = new RateLimiter(clock, 50, forever);
	pace.pauseFor(10_000);
	pace.pauseFor(1000);
	await clock.until(pace.acquire());
	expect(clock.now()).toBe(10_000);
});

it('serves whoever came first', async () => {
	const clock = new FakeClock();
	const pace = new RateLimiter(clock, 1, forever);
	const order: number[] = [];
	await clock.until(
		Promise.all([0, 1, 2, 3].map(async (who) => await pace.acquire().then(() => order.push(who)))),
	);
	expect(order).toEqual([0, 1, 2, 3]);
});

// A person who cancels a run does not want to wait for a pause of a minute.
it('lets nothing start any more when the run has ended, and does not sit out the pause', async () => {
	const clock = new FakeClock();
	let ended = false;
	const pace = new RateLimiter(clock, 50, () => ended);
	pace.pauseFor(60_000);
	const turns = Promise.all([pace.acquire(), pace.acquire()]);
	ended = true;
	expect(await clock.until(turns)).toEqual([undefined, undefined]);
	expect(clock.now()).toBeLessThanOrEqual(200);
});
