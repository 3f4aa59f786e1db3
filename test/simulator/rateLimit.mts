/** How D3's 50 requests per second may be counted; its documentation does not say. */
export type Counting = 'fixed' | 'rolling';

/** Counts requests of the current second, on the clock or looking back. */
export class RateLimit {
	private starts: number[] = [];
	private readonly perSecond: number;
	private readonly counting: Counting;

	constructor(perSecond: number, counting: Counting) {
		this.perSecond = perSecond;
		this.counting = counting;
	}

	/** Counts a request that arrives now, unless it is one too many: then it is refused and does not count. */
	tryAcquire(now: number): boolean {
		const second = (at: number) => Math.floor(at / 1000);
		this.starts = this.starts.filter((at) =>
			this.counting === 'fixed' ? second(at) === second(now) : now - at < 1000,
		);
		if (this.starts.length >= this.perSecond) return false;
		this.starts.push(now);
		return true;
	}
}
