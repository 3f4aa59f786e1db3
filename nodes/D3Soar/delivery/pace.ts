import { pause, type Clock } from './clock';

/** The second in which starts are counted, and a little more: clocks and timers are not exact. */
const SECOND = 1001;

/** The longest time in milliseconds for which a request is thought to be on its way to D3. */
const LONGEST_WAY = 100;

/**
 * Milliseconds between two starts, so that one is on its way before the next is made ready. Together,
 * all of them would arrive later than they start.
 */
const APART = 1;

/** How often it is seen again how long there is to wait, in milliseconds. */
const LOOK_AGAIN = 25;

/** A request that was let start. */
export interface Start {
	/** To be called when its answer is there, or nothing will come any more. */
	ended(): void;
}

/**
 * Lets requests start: never more than so many in any second, whichever second one looks at, and
 * none while D3 has asked to slow down. Whoever comes first starts first.
 *
 * D3 counts when requests *arrive*. One that took longer than the quickest is taken to have arrived
 * that much later, so that the server does not see one too many in a second either.
 */
export class Pace {
	/** The last requests, as many as may start in a second. */
	private readonly starts: Counted[] = [];
	/**
	 * How long the quickest request took until its answer, in milliseconds. Those of the first second do
	 * not tell: all of them are slow, because n8n and D3 are still warming up.
	 */
	private quickest: number | undefined;
	private started = 0;
	private lastStart = -Infinity;
	private notBefore = 0;
	private last: Promise<unknown> = Promise.resolve();

	/** @param perSecond 0 for as many as can be sent. */
	constructor(
		private readonly clock: Clock,
		private readonly perSecond: number,
		private readonly ended: () => boolean,
	) {}

	/** Resolves when a request may start; with nothing if the run ended before. */
	async turn(): Promise<Start | undefined> {
		const mine = this.last.then(async () => await this.wait());
		this.last = mine;
		return await mine;
	}

	/** Nothing starts for this long, whoever is waiting. */
	holdFor(milliseconds: number): void {
		this.notBefore = Math.max(this.notBefore, this.clock.now() + milliseconds);
	}

	private async wait(): Promise<Start | undefined> {
		while (!this.ended()) {
			const now = this.clock.now();
			const next = this.earliestStart();
			if (next <= now) return this.start(now);
			// An answer in the meantime may tell that it is sooner.
			await pause(this.clock, Math.min(next - now, LOOK_AGAIN), this.ended);
		}
		return undefined;
	}

	private earliestStart(): number {
		if (this.perSecond === 0) return this.notBefore;
		const isFull = this.starts.length >= this.perSecond;
		const next = isFull ? this.countsUntil(this.oldest()) : 0;
		return Math.max(this.notBefore, next, this.lastStart + APART);
	}

	private start(now: number): Start {
		this.lastStart = now;
		const counted: Counted = { at: now, took: Infinity };
		const tells = this.started++ >= this.perSecond;
		if (this.starts.length < this.perSecond) this.starts.push(counted);
		else if (this.perSecond > 0) this.starts[this.starts.indexOf(this.oldest())] = counted;
		return {
			ended: () => {
				counted.took = this.clock.now() - counted.at;
				if (tells) this.quickest = Math.min(this.quickest ?? Infinity, counted.took);
			},
		};
	}

	/** The one that stops counting first. */
	private oldest(): Counted {
		return this.starts.reduce((a, b) => (this.countsUntil(b) < this.countsUntil(a) ? b : a));
	}

	private countsUntil({ at, took }: Counted): number {
		const longer = Math.max(0, took - (this.quickest ?? 0));
		return at + Math.min(longer, LONGEST_WAY) + SECOND;
	}
}

interface Counted {
	readonly at: number;
	/** Milliseconds until the answer; `Infinity` while there is none. */
	took: number;
}
