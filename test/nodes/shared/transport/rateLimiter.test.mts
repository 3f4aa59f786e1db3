import { AsyncLocalStorage } from 'node:async_hooks';

import { AdaptiveRate } from '../../../../nodes/shared/transport/adaptiveRate.ts';
import { Caller } from '../../../../nodes/shared/transport/caller.ts';
import { RateLimiter } from '../../../../nodes/shared/transport/rateLimiter.ts';
import { FakeClock } from '../../../support/fakeClock.mts';

/** One server, and callers that ask it, on a clock of their own. */
class Scene {
	readonly clock = new FakeClock();
	readonly limiter = new RateLimiter(this.clock);
	/** Who started when. */
	readonly starts: Array<{ who: string; at: number }> = [];
	inFlight = 0;
	maxInFlight = 0;

	readonly caller = (endsAt?: number) => new Caller(endsAt, this.clock);

	/** One request, which takes so long. */
	async send(caller: Caller, who: string, limits: Partial<Limits> = {}, took = 20) {
		const permit = await this.limiter.acquire(caller, { ...LIMITS, ...limits });
		if (permit === undefined) return;
		this.starts.push({ who, at: this.clock.now() });
		this.maxInFlight = Math.max(this.maxInFlight, ++this.inFlight);
		await this.clock.sleep(took);
		this.inFlight--;
		permit.release(true);
	}

	/** An execution that sends so many, at most so many of them at once, until it is stopped. */
	async run(caller: Caller, who: string, count: number, limits: Partial<Limits> = {}) {
		let left = count;
		const work = async () => {
			while (left-- > 0 && !caller.isStopped) await this.send(caller, who, limits);
		};
		const workers = limits.maxConcurrentRequests ?? LIMITS.maxConcurrentRequests;
		await Promise.all(Array.from({ length: workers }, work));
	}

	async after<T>(milliseconds: number, work: () => Promise<T> | T): Promise<T> {
		await this.clock.sleep(milliseconds);
		return await work();
	}

	readonly until = async (...work: Array<Promise<unknown>>) =>
		await this.clock.until(Promise.all(work));

	timesOf(who: string): number[] {
		return this.starts.filter((start) => start.who === who).map(({ at }) => at);
	}

	get order(): string {
		return this.starts.map(({ who }) => who).join('');
	}

	get times(): number[] {
		return this.starts.map(({ at }) => at);
	}
}

interface Limits {
	requestsPerSecond: number;
	maxConcurrentRequests: number;
}
const LIMITS: Limits = { requestsPerSecond: 50, maxConcurrentRequests: 10 };

let scene: Scene;
beforeEach(() => {
	scene = new Scene();
});

/** The most that started in any rolling second. */
function mostInASecond(times: readonly number[]): number {
	return Math.max(
		...times.map((start) => times.filter((at) => at >= start && at < start + 1000).length),
	);
}

/** When each of `count` requests starts, if all ask at once and each takes as long as `took` says. */
async function startsOf(
	count: number,
	perSecond: number,
	took: (index: number) => number = () => 20,
) {
	const caller = scene.caller();
	const limits = { requestsPerSecond: perSecond, maxConcurrentRequests: Infinity };
	await scene.until(
		...Array.from(
			{ length: count },
			async (_, index) => await scene.send(caller, 'a', limits, took(index)),
		),
	);
	return scene.times;
}

describe('the rate', () => {
	// D3 documents 50 requests per second, but not how it counts them.
	it('never starts more requests than the limit in any rolling second', async () => {
		expect(mostInASecond(await startsOf(500, 50))).toBe(50);
	});

	it('starts the first requests at once and makes almost full use of the limit', async () => {
		const starts = await startsOf(1000, 50);
		expect(starts[49]).toBeLessThan(200);
		// 1000 at 50 per second take at least 19 seconds.
		expect(starts.at(-1)! / 19_000).toBeLessThanOrEqual(1.02);
	});

	// n8n takes a while to prepare a request. Ten started at once would all arrive late, by ten times that.
	it('spaces requests out, so that each is on its way before the next starts', async () => {
		expect(await startsOf(5, 25)).toEqual([0, 1, 2, 3, 4]);
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

	// D3 may answer in no time what it rejects, and takes longer for what it does.
	it('forgets after a minute how fast a response can be', async () => {
		const limits = { requestsPerSecond: 1 };
		const caller = scene.caller();
		const send = async (took: number) => await scene.send(caller, 'a', limits, took);
		await scene.until(send(80));
		await scene.until(send(5));
		await scene.clock.until(scene.clock.sleep(30_000));
		for (let count = 0; count < 40; count++) await scene.until(send(80));
		const [before, last] = scene.times.slice(-2);
		expect(last! - before!).toBe(1001);
	});

	it('starts every request at once if there is no limit', async () => {
		expect(new Set(await startsOf(500, 0))).toEqual(new Set([0]));
	});

	// Nobody could tell an execution that ended a moment ago from one that goes on.
	it('counts what an execution started that has ended', async () => {
		await scene.until(scene.run(scene.caller(), 'a', 50));
		await scene.until(scene.run(scene.caller(), 'b', 50));
		expect(mostInASecond(scene.times)).toBe(50);
	});
});

describe('several callers', () => {
	it('share the limit: eight executions together start no more than one may', async () => {
		await scene.until(
			...Array.from({ length: 8 }, async () => await scene.run(scene.caller(), 'a', 100)),
		);
		expect(scene.times).toHaveLength(800);
		expect(mostInASecond(scene.times)).toBe(50);
		// 800 at 50 per second take at least 15 seconds.
		expect(scene.times.at(-1)! / 15_000).toBeLessThanOrEqual(1.05);
	});

	it('together have no more requests under way than one may', async () => {
		const runs = Array.from({ length: 8 }, async () => {
			await scene.run(scene.caller(), 'a', 20, { requestsPerSecond: 0 });
		});
		await scene.until(...runs);
		expect(scene.maxInFlight).toBe(10);
	});

	it('take turns, however much one of them wants', async () => {
		const [a, b] = [scene.caller(), scene.caller()];
		const limits = { requestsPerSecond: 1, maxConcurrentRequests: 10 };
		await scene.until(
			...Array.from('aaaaa', async (who) => await scene.send(a, who, limits)),
			...Array.from('bbb', async (who) => await scene.send(b, who, limits)),
		);
		expect(scene.order).toBe('aabababa');
	});

	it('start the requests of one of them in the order in which they asked', async () => {
		const caller = scene.caller();
		await scene.until(...Array.from('0123', async (who) => await scene.send(caller, who)));
		expect(scene.order).toBe('0123');
	});

	// An analyst opens a list, or one alert comes in, while thousands of tasks are made.
	it.each([20, 60, 130, 500, 990, 5000, 5130, 7777])(
		'start one request within a second while 10,000 are under way, here after %d ms',
		async (came) => {
			const bulk = scene.caller();
			await scene.until(
				scene.run(bulk, 'a', 10_000, { requestsPerSecond: 25 }),
				scene.after(came, async () => {
					await scene.send(scene.caller(), 'b', { requestsPerSecond: 25 });
					bulk.stop();
				}),
			);
			expect(scene.timesOf('b')[0]! - came).toBeLessThan(1000);
			expect(scene.timesOf('a').length).toBeGreaterThan(0);
		},
	);

	it('keep to the least of their limits, so that a slower one does not starve', async () => {
		const slow = scene.caller();
		const fast = scene.caller();
		await scene.until(
			scene.run(slow, 's', 20, { requestsPerSecond: 10, maxConcurrentRequests: 2 }),
			scene.run(fast, 'f', 200, { requestsPerSecond: 40 }),
		);
		const together = scene.times.filter((at) => at <= scene.timesOf('s').at(-1)!);
		expect(mostInASecond(together)).toBe(10);
		expect(scene.order.slice(-150)).toBe('f'.repeat(150));
		// Then the faster one has its own limit again.
		expect(mostInASecond(scene.times.slice(-150))).toBe(40);
	});

	it('keep to the least concurrency of those that wait, so that a slower one does not starve', async () => {
		const slow = scene.caller();
		await scene.until(
			scene.run(scene.caller(), 'f', 200, { requestsPerSecond: 0 }),
			scene.after(30, async () => {
				await scene.send(slow, 's', { requestsPerSecond: 0, maxConcurrentRequests: 1 });
			}),
		);
		expect(scene.timesOf('s')).toEqual([40]);
		expect(scene.maxInFlight).toBe(10);
	});

	// One that takes an hour would stop all of n8n's executions for an hour.
	it('are not held up by a slow request of one that sends one at a time', async () => {
		const slow = scene.send(scene.caller(), 's', { maxConcurrentRequests: 1 }, 5000);
		await scene.until(slow, scene.run(scene.caller(), 'f', 20));
		expect(scene.timesOf('f').at(-1)).toBeLessThan(1000);
	});

	it('hand a free place on at once, in turn', async () => {
		const [a, b] = [scene.caller(), scene.caller()];
		const limits = { maxConcurrentRequests: 1, requestsPerSecond: 0 };
		await scene.until(
			...Array.from('aaa', async (who) => await scene.send(a, who, limits)),
			...Array.from('bb', async (who) => await scene.send(b, who, limits)),
		);
		expect(scene.order).toBe('aabab');
		expect(scene.times).toEqual([0, 20, 40, 60, 80]);
	});
});

describe('a caller that stops', () => {
	// Somebody who cancels an execution should not have to wait for a pause of a minute.
	it('leaves at once, and does not sit out a pause', async () => {
		const caller = scene.caller();
		scene.limiter.onRefusal(0, 60_000);
		const waits = Promise.all([1, 2].map(async () => await scene.limiter.acquire(caller, LIMITS)));
		caller.stop();
		expect(await waits).toEqual([undefined, undefined]);
		expect(scene.clock.now()).toBe(0);
	});

	it('gets no permit any more', async () => {
		const caller = scene.caller();
		caller.stop();
		expect(await scene.limiter.acquire(caller, LIMITS)).toBeUndefined();
	});

	it('does not hold up the others, whether it is first in the line or not', async () => {
		const [a, b, c] = [scene.caller(), scene.caller(), scene.caller()];
		const limits = { requestsPerSecond: 1 };
		const sent = [a, a, b, c].map(
			async (caller, index) => await scene.send(caller, String(index), limits),
		);
		// 0 has started; 2 is next.
		await scene.until(
			...sent,
			scene.after(500, () => {
				a.stop();
				b.stop();
			}),
		);
		expect(scene.starts).toEqual([
			{ who: '0', at: 0 },
			{ who: '3', at: 1021 },
		]);
	});

	it('does not bind the others to its limits any more', async () => {
		const slow = scene.caller();
		const limits = { requestsPerSecond: 1 };
		await scene.until(
			scene.send(slow, 's', limits),
			scene.send(slow, 's', limits),
			scene.after(100, () => slow.stop()),
			scene.after(50, async () => await scene.send(scene.caller(), 'f')),
		);
		expect(scene.starts).toEqual([
			{ who: 's', at: 0 },
			{ who: 'f', at: 100 },
		]);
	});

	it('does not bind the others to its concurrency any more', async () => {
		const [fast, slow] = [scene.caller(), scene.caller()];
		const unlimited = { requestsPerSecond: 0 };
		const oneAtATime = { requestsPerSecond: 0, maxConcurrentRequests: 1 };
		await scene.until(
			scene.send(fast, 'a', unlimited, 1000),
			scene.after(50, async () => await scene.send(slow, 's', oneAtATime)),
			scene.after(60, async () => await scene.send(fast, 'b', unlimited, 1000)),
			scene.after(100, () => slow.stop()),
		);
		expect(scene.starts).toEqual([
			{ who: 'a', at: 0 },
			{ who: 'b', at: 100 },
		]);
	});

	// A poll has a budget, and nobody looks at a list for ever.
	it('waits for nothing any more when its time is over, also behind others', async () => {
		scene.limiter.onRefusal(0, 60_000);
		void scene.run(scene.caller(), 'a', 1);
		expect(await scene.clock.until(scene.limiter.acquire(scene.caller(1500), LIMITS))).toBe(
			undefined,
		);
		expect(scene.clock.now()).toBe(1500);
	});
});

describe('a request that the server refuses', () => {
	it('makes all of them pause if the server says for how long, the longest pause counting', async () => {
		scene.limiter.onRefusal(0, 30_000);
		scene.limiter.onRefusal(0, 1000);
		await scene.until(...['a', 'b'].map(async (who) => await scene.send(scene.caller(), who)));
		expect(scene.times[0]).toBe(30_000);
	});

	/** How many start in the second that begins after so many seconds, where as many want as may. */
	async function ratesAfter(refusedAt: number[], seconds: number): Promise<number[]> {
		const caller = scene.caller();
		const bulk = scene.run(caller, 'a', Infinity, { requestsPerSecond: 40 });
		await scene.until(
			bulk,
			...refusedAt.map(
				async (at) => await scene.after(at, () => scene.limiter.onRefusal(scene.clock.now())),
			),
			scene.after(seconds * 1000, () => caller.stop()),
		);
		return Array.from(
			{ length: seconds },
			(_, second) => scene.times.filter((at) => Math.floor(at / 1000) === second).length,
		);
	}

	it('slows all of them down, and they recover quickly at first, and slowly near what was refused', async () => {
		const rates = await ratesAfter([2500], 24);
		expect(rates.slice(0, 2)).toEqual([40, 40]);
		// 40 times 0.85 are 34.
		expect(rates[3]).toBeLessThanOrEqual(36);
		expect(rates[3]).toBeGreaterThanOrEqual(33);
		for (let second = 4; second < 24; second++) {
			expect(rates[second]! - rates[second - 1]!).toBeLessThanOrEqual(2);
		}
		// Half of what it lost is back after a fifth of the time, and all of it 18 seconds after the refusal.
		expect(rates[6]).toBeGreaterThanOrEqual(36);
		expect(rates[9]).toBeLessThanOrEqual(39);
		expect(rates[22]).toBe(40);
	});

	// Others that took the rest of the server's requests may have ended.
	it('lets them go faster for as long as nothing is refused, by at most one per second each second', async () => {
		const clock = new FakeClock();
		const rate = new AdaptiveRate(clock);
		rate.onRefusal(0, 20, 0);
		const after: number[] = [];
		for (let second = 0; second <= 40; second++) {
			after.push(Number(rate.perSecond.toFixed(1)));
			await clock.until(clock.sleep(1000));
		}
		expect([0, 9, 18, 19, 40].map((second) => after[second])).toEqual([17, 20, 23, 24, 45]);
		const rises = after.slice(1).map((each, second) => each - after[second]!);
		expect(Math.max(...rises)).toBeLessThanOrEqual(1.01);
		expect(Math.min(...rises)).toBeGreaterThanOrEqual(0);
	});

	const unlimited = { requestsPerSecond: 0 };

	/** How many of those that have no limit of their own start within almost a second. */
	async function countUnlimited(): Promise<number> {
		const caller = scene.caller();
		scene.starts.length = 0;
		await scene.until(
			scene.run(caller, 'a', Infinity, unlimited),
			scene.after(999, () => caller.stop()),
		);
		return scene.times.length;
	}

	// Ten requests that were under way together would otherwise leave a quarter of the rate.
	it('counts once with others that were under way when the first of them was refused', async () => {
		await scene.until(scene.run(scene.caller(), 'a', 100, unlimited));
		const now = scene.clock.now();
		for (const startedAt of [now, now, now - 5]) scene.limiter.onRefusal(startedAt);
		await scene.clock.until(scene.clock.sleep(2000));
		// Without a limit what had started counts: 100 times 0.85, and 2 or 3 for the seconds since.
		const count = await countUnlimited();
		expect(count).toBeGreaterThanOrEqual(86);
		expect(count).toBeLessThanOrEqual(88);
	});

	// A list of the editor may be the first that D3 refuses, because of another client.
	it('does not slow them down to the few that have started so far, if they have no limit', async () => {
		scene.limiter.onRefusal(scene.clock.now());
		const count = await countUnlimited();
		// 0.85 times the 50 that D3 takes.
		expect(count).toBeGreaterThanOrEqual(42);
		expect(count).toBeLessThanOrEqual(43);
	});

	// The rate rises for ever, and nobody has a limit that it could reach.
	it('slows down those without a limit to what D3 takes, also hours after another one', async () => {
		scene.limiter.onRefusal(scene.clock.now());
		await scene.clock.until(scene.clock.sleep(3_600_000));
		scene.limiter.onRefusal(scene.clock.now());
		expect(await countUnlimited()).toBeLessThanOrEqual(43);
	});

	it('never slows them down to nothing', async () => {
		for (let times = 0; times < 50; times++) {
			scene.limiter.onRefusal(scene.clock.now());
			await scene.clock.until(scene.clock.sleep(1));
		}
		await scene.until(scene.run(scene.caller(), 'a', 3, { requestsPerSecond: 40 }));
		expect(scene.times.at(-1)).toBeLessThan(3000);
	});
});

describe('a caller that pauses, because it cannot reach the server', () => {
	it('lets the others go on, and goes on itself when the pause is over', async () => {
		const [a, b] = [scene.caller(), scene.caller()];
		await scene.until(
			scene.run(a, 'a', 40, { requestsPerSecond: 10 }),
			scene.run(b, 'b', 40, { requestsPerSecond: 10 }),
			scene.after(1500, () => scene.limiter.pause(a, 3000)),
		);
		const paused = scene.timesOf('a').filter((at) => at > 1500 && at < 4500);
		expect(paused).toEqual([]);
		expect(scene.timesOf('b').filter((at) => at > 1500 && at < 4500).length).toBeGreaterThan(20);
		expect(scene.timesOf('a')).toHaveLength(40);
	});

	// The clock goes on while the limiter looks at it: an item waited for ever.
	it('goes on at whichever moment its pause ends', async () => {
		for (let milliseconds = 1; milliseconds <= 60; milliseconds++) {
			const clock = new FakeClock();
			let reads = 0;
			const moving = { now: () => clock.now() + ++reads, sleep: clock.sleep };
			const limiter = new RateLimiter(moving);
			const caller = new Caller(Infinity, moving);
			limiter.pause(caller, milliseconds);
			expect(await clock.until(limiter.acquire(caller, LIMITS))).toBeDefined();
		}
	});

	// While D3 is down thousands of executions may wait, and n8n has to go on.
	it('looks whether it may go on, and not at all the others that pause', async () => {
		let looks = 0;
		class Counted extends Caller {
			override get isPaused() {
				looks++;
				return super.isPaused;
			}
		}
		const callers = Array.from({ length: 200 }, () => new Counted(Infinity, scene.clock));
		for (const caller of callers) scene.limiter.pause(caller, 10_000);
		looks = 0;
		const sent = callers.map(async (caller) => await scene.limiter.acquire(caller, LIMITS));
		await scene.clock.until(scene.clock.sleep(9900));
		expect(looks).toBeLessThan(callers.length * 1000);
		for (const caller of callers) caller.stop();
		await scene.until(...sent);
	});

	it('keeps a longer pause if a shorter one is asked for afterwards', async () => {
		const caller = scene.caller();
		scene.limiter.pause(caller, 10_000);
		scene.limiter.pause(caller, 1000);
		await scene.until(scene.send(caller, 'a'));
		expect(scene.times).toEqual([10_000]);
	});
});

// Of a request of the HTTP Request node nobody sees the end.
describe('a request that counts at its start only', () => {
	it('counts in its second, and takes no place of those that are under way', async () => {
		const node = scene.caller();
		const other = scene.caller();
		const limits = { requestsPerSecond: 5, maxConcurrentRequests: 1 };
		await scene.until(
			...Array.from({ length: 7 }, async () => {
				await scene.limiter.acquireStart(node, limits);
				scene.starts.push({ who: 'h', at: scene.clock.now() });
			}),
			scene.send(other, 'a', limits),
		);
		expect(mostInASecond(scene.times)).toBe(5);
		expect(scene.order).toBe('hhahhhhh');
		expect(scene.times.slice(0, 5)).toEqual([0, 1, 2, 22, 125]);
	});

	// Its latency is unknown: it may reach D3 as late as any.
	it('is taken for one that reaches D3 late', async () => {
		const limits = { requestsPerSecond: 1, maxConcurrentRequests: 1 };
		await scene.clock.until(scene.limiter.acquireStart(scene.caller(), limits));
		await scene.until(scene.send(scene.caller(), 'a', limits));
		expect(scene.times).toEqual([1101]);
	});
});

// n8n finds out by the asynchronous context which execution a log entry or a query belongs to.
describe('the executions', () => {
	it('each go on in a context of their own, and wait in it', async () => {
		const execution = new AsyncLocalStorage<string>();
		const contexts: string[] = [];
		const { sleep } = scene.clock;
		const slept: Array<string | undefined> = [];
		Object.assign(scene.clock, {
			sleep: async (milliseconds: number) => {
				slept.push(execution.getStore());
				await sleep(milliseconds);
			},
		});
		const limits = { requestsPerSecond: 2, maxConcurrentRequests: 1 };
		await scene.until(
			...['a', 'b', 'c'].map(
				async (who) =>
					await execution.run(who, async () => {
						const caller = scene.caller();
						for (let count = 0; count < 3; count++) {
							await scene.send(caller, who, limits);
							contexts.push(`${who}${execution.getStore()}`);
						}
					}),
			),
		);
		expect(contexts.sort()).toEqual(['aa', 'aa', 'aa', 'bb', 'bb', 'bb', 'cc', 'cc', 'cc']);
		expect(new Set(slept)).toEqual(new Set(['a', 'b', 'c']));
	});

	it('are not started from within the request of another one', async () => {
		const limits = { requestsPerSecond: 0, maxConcurrentRequests: 1 };
		const first = await scene.limiter.acquire(scene.caller(), limits);
		let began = false;
		const second = scene.limiter.acquire(scene.caller(), limits).then(() => (began = true));
		first!.release(true);
		expect(began).toBe(false);
		await second;
		expect(began).toBe(true);
	});
});
