import { sleepUnless, type Clock } from './clock';

/** The second in which starts are counted, and a little more: clocks and timers are not exact. */
const WINDOW_MS = 1001;

/** The longest time in milliseconds for which a request is thought to be on its way to D3. */
const MAX_TRANSIT_MS = 100;

/**
 * Milliseconds between two starts, so that one is on its way before the next is made ready. Together,
 * all of them would arrive later than they start.
 */
const MIN_SPACING_MS = 1;

/** How often it is seen again how long there is to wait, in milliseconds. */
const RECHECK_MS = 25;

/** A request that was let start. */
export interface Permit {
	/** To be called when its answer is there, or nothing will come any more. */
	release(): void;
}

/**
 * Lets requests start: never more than so many in any second, whichever second one looks at, and
 * none while D3 has asked to slow down. Whoever comes first starts first.
 *
 * D3 counts when requests *arrive*. One that took longer than the quickest is taken to have arrived
 * that much later, so that the server does not see one too many in a second either.
 */
export class RateLimiter {
	/** The last requests, as many as may start in a second. */
	private readonly slots: Slot[] = [];
	/**
	 * How long the quickest request took until its answer, in milliseconds. Those of the first second do
	 * not tell: all of them are slow, because n8n and D3 are still warming up.
	 */
	private minLatency: number | undefined;
	private startCount = 0;
	private lastStart = -Infinity;
	private notBefore = 0;
	private queue: Promise<unknown> = Promise.resolve();

	/** @param perSecond 0 for as many as can be sent. */
	constructor(
		private readonly clock: Clock,
		private readonly perSecond: number,
		private readonly isStopped: () => boolean,
	) {}

	/** Resolves when a request may start; with nothing if the run ended before. */
	async acquire(): Promise<Permit | undefined> {
		const permit = this.queue.then(async () => await this.wait());
		this.queue = permit;
		return await permit;
	}

	/** Nothing starts for this long, whoever is waiting. */
	pauseFor(milliseconds: number): void {
		this.notBefore = Math.max(this.notBefore, this.clock.now() + milliseconds);
	}

	private async wait(): Promise<Permit | undefined> {
		while (!this.isStopped()) {
			const now = this.clock.now();
			const next = this.earliestStart();
			if (next <= now) return this.start(now);
			// An answer in the meantime may tell that it is sooner.
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

	/** The one that stops counting first. */
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
	/** Milliseconds until the answer; `Infinity` while there is none. */
	latency: number;
}
