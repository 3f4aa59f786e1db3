import type { Clock } from './clock';

/** The window in which starts are counted: a second and a little more, since clocks and timers are not exact. */
const WINDOW_MS = 1001;

/** Max time in milliseconds that a request is assumed to need to reach D3. */
const MAX_TRANSIT_MS = 100;

/**
 * Min milliseconds between two starts, so that one request leaves before the next is prepared. If all started
 * together, they would arrive later than they started.
 */
const MIN_SPACING_MS = 1;

/**
 * Over how many milliseconds at least the requests of a second are spread. It is more than {@link MAX_TRANSIT_MS}: so
 * whoever comes when as many as may have just started waits for less than a second.
 */
const MIN_SPREAD_MS = 125;

/**
 * For how long at least the fastest response is remembered, and for twice as long at most: one that took 5 ms, since
 * D3 had nothing to do, would otherwise make all later ones look as if they had arrived late.
 */
const LATENCY_SPAN_MS = 30_000;

/** A request that has started. */
export interface Start {
	readonly at: number;
	/** Milliseconds until D3's response; `Infinity` while there is none. */
	latency: number;
}

/**
 * The requests that D3 may have counted in the last second.
 *
 * D3 counts requests when they *arrive*. A request that took longer than the fastest one is assumed to have
 * arrived that much later, so that the server does not count too many in a second either.
 */
export class RecentStarts {
	/** In order. */
	private readonly starts: Start[] = [];
	private firstAt: number | undefined;
	private lastAt = -Infinity;
	/**
	 * Milliseconds from the start of the fastest request to its response, of this span and of the one before. Requests
	 * of the first second do not count: all of them are slow, because n8n and D3 are still warming up.
	 */
	private minLatency = Infinity;
	private minLatencyBefore = Infinity;
	private spanEndsAt = -Infinity;

	constructor(private readonly clock: Clock) {}

	/** How many have started in the last second. */
	get count(): number {
		this.forgetOld();
		return this.starts.length;
	}

	/** When the next may start, if there may be so many in any second; in the past if it may at once. */
	earliestNext(perSecond: number): number {
		if (perSecond === Infinity) return -Infinity;
		const most = Math.max(1, Math.floor(perSecond));
		const { count, starts } = this;
		const firstOfSecond = most > 1 ? starts[count - most + 1] : undefined;
		const spaced = Math.max(
			this.lastAt + MIN_SPACING_MS,
			(firstOfSecond?.at ?? -Infinity) + MIN_SPREAD_MS,
		);
		if (count < most) return spaced;
		const free = starts.map((start) => this.freeAt(start)).sort((a, b) => a - b);
		return Math.max(spaced, free[count - most]!);
	}

	/** Counts a request that starts now. */
	add(): Start {
		this.forgetOld();
		const start = { at: this.clock.now(), latency: Infinity };
		this.firstAt ??= start.at;
		this.lastAt = start.at;
		this.starts.push(start);
		return start;
	}

	/** D3 has responded to a request. */
	onResponse(start: Start): void {
		const now = this.clock.now();
		start.latency = now - start.at;
		if (start.at < this.firstAt! + WINDOW_MS) return;
		if (now >= this.spanEndsAt) {
			this.minLatencyBefore = now < this.spanEndsAt + LATENCY_SPAN_MS ? this.minLatency : Infinity;
			this.minLatency = Infinity;
			this.spanEndsAt = now + LATENCY_SPAN_MS;
		}
		this.minLatency = Math.min(this.minLatency, start.latency);
	}

	/** When D3 does not count a request any more. */
	private freeAt({ at, latency }: Start): number {
		const fastest = Math.min(this.minLatency, this.minLatencyBefore);
		const extraLatency = Math.max(0, latency - (fastest === Infinity ? 0 : fastest));
		return at + Math.min(extraLatency, MAX_TRANSIT_MS) + WINDOW_MS;
	}

	private forgetOld(): void {
		const since = this.clock.now() - WINDOW_MS - MAX_TRANSIT_MS;
		while (this.starts.length > 0 && this.starts[0]!.at <= since) this.starts.shift();
	}
}
