import { sleepUnless, type Clock } from './clock';

/** The window in which starts are counted: a second and a little more, since clocks and timers are not exact. */
const WINDOW_MS = 1001;

/** Max time in milliseconds that a request is assumed to need to reach D3. */
const MAX_TRANSIT_MS = 100;

/**
 * Min milliseconds between two starts, so that one request leaves before the next is prepared. If all started
 * together, they would arrive later than they started.
 */
const MIN_SPACING_MS = 1;

/** How often the waiting time is computed again, in milliseconds. */
const RECHECK_MS = 25;

/** Permission to start one request. */
export interface Permit {
	/** To be called when the response is there, or will not come any more. */
	release(): void;
}

/**
 * Limits how many requests start in any rolling second, and starts none while D3 has asked to slow down.
 * First come, first served.
 *
 * D3 counts requests when they *arrive*. A request that took longer than the fastest one is assumed to have
 * arrived that much later, so that the server does not count too many in a second either.
 */
export class RateLimiter {
	/** The latest requests, as many as may start in a second. */
	private readonly slots: Slot[] = [];
	/**
	 * Milliseconds from the start of the fastest request to its response. Requests of the first second do not
	 * count: all of them are slow, because n8n and D3 are still warming up.
	 */
	private minLatency: number | undefined;
	private startCount = 0;
	private lastStart = -Infinity;
	private notBefore = 0;
	private queue: Promise<unknown> = Promise.resolve();

	/** @param perSecond Max starts per second; 0 for no limit. */
	constructor(
		private readonly clock: Clock,
		private readonly perSecond: number,
		private readonly isStopped: () => boolean,
	) {}

	/** Resolves when a request may start; to `undefined` if the run stopped before. */
	async acquire(): Promise<Permit | undefined> {
		const permit = this.queue.then(async () => await this.wait());
		this.queue = permit;
		return await permit;
	}

	/** Lets nothing start for this long. */
	pauseFor(milliseconds: number): void {
		this.notBefore = Math.max(this.notBefore, this.clock.now() + milliseconds);
	}

	private async wait(): Promise<Permit | undefined> {
		while (!this.isStopped()) {
			const now = this.clock.now();
			const next = this.earliestStart();
			if (next <= now) return this.start(now);
			// A response in the meantime may allow an earlier start.
			await sleepUnless(this.clock, Math.min(next - now, RECHECK_MS), this.isStopped);
		}
		return undefined;
	}

	private earliestStart(): number {
		if (this.perSecond === 0) return this.notBefore;
		const isFull = this.slots.length >= this.perSecond;
		const next = isFull ? this.freeAt(this.oldest()) : 0;
		return Math.max(this.notBefore, next, this.lastStart + MIN_SPACING_MS);
	}

	private start(now: number): Permit {
		this.lastStart = now;
		const slot: Slot = { startedAt: now, latency: Infinity };
		const isRepresentative = this.startCount++ >= this.perSecond;
		if (this.slots.length < this.perSecond) this.slots.push(slot);
		else if (this.perSecond > 0) this.slots[this.slots.indexOf(this.oldest())] = slot;
		return {
			release: () => {
				slot.latency = this.clock.now() - slot.startedAt;
				if (isRepresentative) this.minLatency = Math.min(this.minLatency ?? Infinity, slot.latency);
			},
		};
	}

	/** The slot that is free first. */
	private oldest(): Slot {
		return this.slots.reduce((a, b) => (this.freeAt(b) < this.freeAt(a) ? b : a));
	}

	private freeAt({ startedAt, latency }: Slot): number {
		const extraLatency = Math.max(0, latency - (this.minLatency ?? 0));
		return startedAt + Math.min(extraLatency, MAX_TRANSIT_MS) + WINDOW_MS;
	}
}

interface Slot {
	readonly startedAt: number;
	/** Milliseconds until the response; `Infinity` while there is none. */
	latency: number;
}
