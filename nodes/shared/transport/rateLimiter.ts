import type { Limits } from '../../../credentials/limits';
import { AdaptiveRate } from './adaptiveRate';
import type { Caller } from './caller';
import type { Clock } from './clock';
import { RecentStarts } from './recentStarts';
import { Turns } from './turns';

/** Max time after which a waiting request looks again: the rate rises with time. */
const RECHECK_MS = 100;

/** After how long without a request nothing of a server is remembered. It is as long as the longest pause. */
const FORGET_AFTER_MS = 60_000;

/** What D3 documents: https://docs.d3security.com/api-docs/Working-version/introduction-to-d3-command-api */
const D3_PER_SECOND = 50;

/** How much a server may be asked. */
type RateLimits = Pick<Limits, 'requestsPerSecond' | 'maxConcurrentRequests'>;

/** Permission to start one request. */
export interface Permit {
	/** When the request started, by the clock. */
	readonly startedAt: number;
	/**
	 * To be called when the response is there, or will not come any more.
	 *
	 * @param isAnswered Whether the server processed the request: the time it took then tells how far away it is.
	 */
	release(isAnswered: boolean): void;
}

/** A request that waits for its turn. */
interface Waiting {
	/** Lets it look whether it may start, or has to leave. It does so in its own execution. */
	wake(): void;
}

/**
 * Limits the requests of all callers to one server: how many start in any rolling second, how many are under way at
 * once, and that none starts while the server has asked to slow down. Callers have their own limits, of which the
 * least holds for all, since by its own number a slower one would starve beside a faster: the rate of those that wait
 * or are under way, but how many at once only of those that wait, or one slow request would stop all others. Callers
 * take turns.
 */
export class RateLimiter {
	private readonly turns = new Turns<Caller, Waiting>();
	private readonly perSecond = new Least();
	private readonly concurrent = new Least();
	private readonly starts: RecentStarts;
	private readonly adaptiveRate: AdaptiveRate;
	private inFlight = 0;
	private notBefore = -Infinity;
	private usedAt: number;

	constructor(private readonly clock: Clock) {
		this.starts = new RecentStarts(clock);
		this.adaptiveRate = new AdaptiveRate(clock);
		this.usedAt = clock.now();
	}

	/** Whether nobody uses it, and what it knows is too old to matter. */
	get isForgettable(): boolean {
		const isIdle = this.inFlight === 0 && this.turns.isEmpty;
		return isIdle && this.clock.now() >= this.usedAt + FORGET_AFTER_MS;
	}

	/** Resolves when a request may start; to `undefined` if the caller stopped before. */
	async acquire(caller: Caller, limits: RateLimits): Promise<Permit | undefined> {
		if (caller.isStopped) return undefined;
		this.enter(limits);
		if (this.next === undefined && !caller.isPaused && this.startsIn() <= 0)
			return this.start(limits);
		const permit = await this.waitForTurn(caller, limits);
		if (permit === undefined) {
			this.concurrent.remove(limits.maxConcurrentRequests);
			this.leave(limits);
		}
		return permit;
	}

	/**
	 * Resolves when a request may start whose end nobody will see: it counts at its start only.
	 *
	 * @see acquire
	 */
	async acquireStart(caller: Caller, limits: RateLimits): Promise<void> {
		const permit = await this.acquire(caller, limits);
		permit?.release(false);
	}

	/** Lets nothing of a caller start for this long. */
	pause(caller: Caller, milliseconds: number): void {
		caller.pauseFor(milliseconds);
		this.wakeNext();
	}

	/**
	 * The server has refused a request because there were too many: all go slower for a while.
	 *
	 * @param startedAt When the request had started.
	 * @param requestedDelay For how many milliseconds the server asks for nothing more.
	 */
	onRefusal(startedAt: number, requestedDelay = 0): void {
		// The first to be refused may be one of few: without a limit the rate falls from what D3 is known to take.
		const unlimited = Math.max(this.starts.count, D3_PER_SECOND);
		this.notBefore = Math.max(this.notBefore, this.clock.now() + requestedDelay);
		this.adaptiveRate.onRefusal(startedAt, Math.min(this.rate, unlimited), this.notBefore);
	}

	private async waitForTurn(caller: Caller, limits: RateLimits): Promise<Permit | undefined> {
		let wake = () => {};
		const waiting: Waiting = { wake: () => wake() };
		this.turns.add(caller, waiting);
		caller.addWaiting(waiting.wake);
		try {
			while (!caller.isStopped) {
				// Read before all else: a pause that ends while this is looked at would otherwise count as going on, and as
				// nothing that ever changes.
				const { changesAt } = caller;
				// Whoever pauses does not look whose turn it is: a thousand that pause would look at each other.
				const isNext = !caller.isPaused && this.next === waiting;
				const startsIn = isNext ? this.startsIn() : Infinity;
				if (startsIn <= 0) return this.start(limits);
				const woken = new Promise<void>((resolve) => (wake = resolve));
				const wait = Math.min(startsIn, changesAt - this.clock.now());
				await (wait === Infinity ? woken : Promise.race([woken, this.sleep(wait)]));
			}
			return undefined;
		} finally {
			caller.removeWaiting(waiting.wake);
			this.turns.remove(caller, waiting);
			this.wakeNext();
		}
	}

	private get next(): Waiting | undefined {
		return this.turns.next(({ isPaused }) => !isPaused);
	}

	private wakeNext(): void {
		this.next?.wake();
	}

	private async sleep(milliseconds: number): Promise<void> {
		await this.clock.sleep(Math.ceil(Math.min(milliseconds, RECHECK_MS)));
	}

	/** In how many milliseconds the next may start, as it looks now; `Infinity` if another has to end first. */
	private startsIn(): number {
		if (this.inFlight >= this.concurrent.value) return Infinity;
		return Math.max(this.notBefore, this.starts.earliestNext(this.rate)) - this.clock.now();
	}

	private get rate(): number {
		return Math.min(this.perSecond.value, this.adaptiveRate.perSecond);
	}

	private start(limits: RateLimits): Permit {
		this.inFlight++;
		this.concurrent.remove(limits.maxConcurrentRequests);
		const start = this.starts.add();
		return {
			startedAt: start.at,
			release: (isAnswered) => {
				if (isAnswered) this.starts.onResponse(start);
				this.inFlight--;
				this.leave(limits);
			},
		};
	}

	private enter({ requestsPerSecond, maxConcurrentRequests }: RateLimits): void {
		this.perSecond.add(requestsPerSecond || Infinity);
		this.concurrent.add(maxConcurrentRequests);
	}

	private leave({ requestsPerSecond }: RateLimits): void {
		this.perSecond.remove(requestsPerSecond || Infinity);
		this.usedAt = this.clock.now();
		this.wakeNext();
	}
}

/** The least of some numbers. */
class Least {
	/** How often each is there. */
	private readonly counts = new Map<number, number>();
	/** `Infinity` if there is none. */
	value = Infinity;

	add(number: number): void {
		this.counts.set(number, (this.counts.get(number) ?? 0) + 1);
		this.value = Math.min(this.value, number);
	}

	remove(number: number): void {
		const left = this.counts.get(number)! - 1;
		if (left > 0) return void this.counts.set(number, left);
		this.counts.delete(number);
		this.value = Math.min(...this.counts.keys());
	}
}
