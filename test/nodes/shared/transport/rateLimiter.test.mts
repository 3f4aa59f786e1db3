import { RateLimiter } from '../../../../nodes/shared/transport/rateLimiter.ts';
import { FakeClock } from '../../../support/fakeClock.mts';

const forever = () => false;

/** When each of `count` requests starts, if all ask at once and each takes as long as `took` says. */
async function startsOf(
	count: number,
	perSecond: number,
	took: (index: number) => number = () => 20,
) {
	const clock = new FakeClock();
	const limiter = new RateLimiter(clock, perSecond, forever);
	const starts: number[] = [];
	const all = Promise.all(
		Array.from({ length: count }, async (_, index) => {
			const start = await limiter.acquire();
			starts.push(clock.now());
			await clock.sleep(took(index));
			start?.release();
		}),
	);
	await clock.until(all);
	return starts;
}

// D3 documents 50 requests per second, but not how it counts them.
it('never starts more requests than the limit in any rolling second', async () => {
	const starts = await startsOf(500, 50);
	for (const start of starts) {
		expect(
			starts.filter((other) => other >= start && other < start + 1000).length,
		).toBeLessThanOrEqual(50);
	}
});

it('starts the first requests at once and makes almost full use of the limit', async () => {
	const starts = await startsOf(1000, 50);
	expect(starts[49]).toBeLessThan(50);
	// 1000 at 50 per second take at least 19 seconds.
	expect(starts.at(-1)! / 19_000).toBeLessThanOrEqual(1.02);
});

// n8n takes a while to prepare a request. Ten started at once would all arrive late, by ten times that.
it('spaces requests out, so that each is on its way before the next starts', async () => {
	expect(await startsOf(5, 50)).toEqual([0, 1, 2, 3, 4]);
});

// A first request that has to warm up arrives late; the one that starts a second later does not.
it('counts a request that took longer as one that reached D3 later', async () => {
	const starts = await startsOf(5, 1, (index) => [20, 70, 20, 60, 20][index]!);
	expect(starts).toEqual([0, 1021, 2022, 3023, 4064]);
});

it('does not wait for a slow response before starting the next requests', async () => {
	const starts = await startsOf(4, 1, (index) => (index === 0 ? 20 : 30_000));
	// At most a tenth of a second is added for what may still be on its way.
	expect(starts).toEqual([0, 1021, 2122, 3223]);
});

it('starts every request at once if there is no limit', async () => {
	expect(new Set(await startsOf(500, 0))).toEqual(new Set([0]));
});

it('holds all requests back together when D3 asks for a pause', async () => {
	const clock = new FakeClock();
	const limiter = new RateLimiter(clock, 50, forever);
	limiter.pauseFor(30_000);
	const starts: number[] = [];
	await clock.until(
		Promise.all(
			[1, 2, 3].map(async () => await limiter.acquire().then(() => starts.push(clock.now()))),
		),
	);
	expect(starts).toEqual([30_000, 30_001, 30_002]);
});

it('keeps a longer pause if a shorter one is requested afterwards', async () => {
	const clock = new FakeClock();
	const limiter = new RateLimiter(clock, 50, forever);
	limiter.pauseFor(10_000);
	limiter.pauseFor(1000);
	await clock.until(limiter.acquire());
	expect(clock.now()).toBe(10_000);
});

it('starts requests in the order in which they asked', async () => {
	const clock = new FakeClock();
	const limiter = new RateLimiter(clock, 1, forever);
	const order: number[] = [];
	await clock.until(
		Promise.all(
			[0, 1, 2, 3].map(async (who) => await limiter.acquire().then(() => order.push(who))),
		),
	);
	expect(order).toEqual([0, 1, 2, 3]);
});

// Somebody who cancels an execution should not have to wait for a pause of a minute.
it('starts nothing once the execution has ended, and does not sit out a pause', async () => {
	const clock = new FakeClock();
	let ended = false;
	const limiter = new RateLimiter(clock, 50, () => ended);
	limiter.pauseFor(60_000);
	const permits = Promise.all([limiter.acquire(), limiter.acquire()]);
	ended = true;
	expect(await clock.until(permits)).toEqual([undefined, undefined]);
	expect(clock.now()).toBeLessThanOrEqual(200);
});
