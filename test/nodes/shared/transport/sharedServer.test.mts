import { Caller } from '../../../../nodes/shared/transport/caller.ts';
import { failed } from '../../../../nodes/shared/transport/outcome.ts';
import { RateLimiter } from '../../../../nodes/shared/transport/rateLimiter.ts';
import { RetryPolicy } from '../../../../nodes/shared/transport/retryPolicy.ts';
import { RateLimit } from '../../../simulator/rateLimit.mts';
import { FakeClock } from '../../../support/fakeClock.mts';

/** Workers of n8n in queue mode know nothing of each other, but D3 counts the requests of all of them together. */

const LIMITS = { requestsPerSecond: 40, maxConcurrentRequests: 10 };
const RETRIES = { idempotency: 'notIdempotent', onUnconfirmed: 'fail', retryForMs: 3e5 } as const;

/** Pseudorandom numbers, so that each run is the same. */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** A request as the server sees it. */
interface Seen {
	readonly process: number;
	readonly at: number;
	readonly isRefused: boolean;
}

/** What a server sees that takes 50 per second, from processes that send so many each, as the client does. */
async function seenFrom(counts: number[], latency: number, retryAfter?: number): Promise<Seen[]> {
	const clock = new FakeClock();
	const server = new RateLimit(50, 'rolling');
	const seen: Seen[] = [];
	const random = randomFrom(counts.length + latency);
	const process = async (count: number, number: number) => {
		const limiter = new RateLimiter(clock);
		const caller = new Caller(Infinity, clock);
		const policy = new RetryPolicy(clock, random);
		let left = count;
		const work = async () => {
			while (left-- > 0) {
				for (let attempt = 1; ; attempt++) {
					const permit = (await limiter.acquire(caller, LIMITS))!;
					await clock.sleep(5);
					const isRefused = !server.tryAcquire(clock.now());
					seen.push({ process: number, at: clock.now(), isRefused });
					await clock.sleep(latency * (0.75 + random() / 2));
					const { startedAt } = permit;
					if (isRefused) limiter.onRefusal(startedAt, retryAfter && retryAfter * 1000);
					permit.release(!isRefused);
					if (!isRefused) break;
					const refusal = failed('rateLimit', {
						message: '',
						...(retryAfter !== undefined && { retryAfter: String(retryAfter) }),
					});
					const attempts = { firstStartedAt: startedAt, count: attempt, lastStartedAt: startedAt };
					const delay = policy.nextDelay(refusal, attempts, RETRIES)!;
					if (delay.appliesToAll) limiter.pause(caller, delay.milliseconds);
					else await clock.sleep(delay.milliseconds);
				}
				policy.onResponse();
			}
		};
		await Promise.all(Array.from({ length: LIMITS.maxConcurrentRequests }, work));
	};
	await clock.until(Promise.all(counts.map(process)));
	return seen;
}

const countRefused = (seen: readonly Seen[]) => seen.filter(({ isRefused }) => isRefused).length;

describe.each([20, 100, 200])('a server of 50 per second that takes %d ms', (latency) => {
	it('refuses nothing of one process', async () => {
		expect(countRefused(await seenFrom([500], latency))).toBe(0);
	});

	it('is shared by two processes with 40 each: almost all of it is used, and hardly anything refused', async () => {
		const seen = await seenFrom([500, 500], latency);
		expect(seen.length - countRefused(seen)).toBe(1000);
		const end = (process: number) =>
			Math.max(...seen.filter((each) => each.process === process).map(({ at }) => at));
		const bothEnd = Math.min(end(0), end(1));
		const later = seen.filter(({ at }) => at > 5000 && at <= bothEnd);
		expect(countRefused(later) / later.length).toBeLessThanOrEqual(0.01);
		const rate = (later.length - countRefused(later)) / ((bothEnd - 5000) / 1000);
		expect(rate).toBeGreaterThanOrEqual(44);
	});

	// After the pause both would otherwise go on as fast as before, and be refused together again.
	it('refuses no more of two processes if it asks for pauses', async () => {
		const seen = await seenFrom([500, 500], latency, 5);
		expect(seen.length - countRefused(seen)).toBe(1000);
		expect(countRefused(seen)).toBeLessThan(100);
	});
});
