import type { Clock } from './clock';

/**
 * By what the rate is multiplied when D3 refuses requests. Two processes with 40 requests per second each then share
 * the 50 of a server at 45 and more per second in all, with 2 % refused at most; halving the rate leaves much unused.
 */
const DECREASE = 0.85;

/** How much the rate rises again, in requests per second and second. */
const RECOVERY = 1;

/**
 * How many requests per second a server takes, as far as its refusals (429) tell: other processes may ask it as
 * well, and know nothing of this one. The rate falls at once and rises slowly, so that processes find their shares
 * without talking to each other.
 */
export class AdaptiveRate {
	/** The rate just after the last decrease. */
	private decreased = Infinity;
	private decreasedAt = -Infinity;
	/** From when on it rises again. */
	private risesFrom = -Infinity;

	constructor(private readonly clock: Clock) {}

	/** Max requests per second; `Infinity` if the server has not refused any. */
	get perSecond(): number {
		if (this.decreased === Infinity) return Infinity;
		const risenFor = Math.max(0, this.clock.now() - this.risesFrom);
		return this.decreased + (RECOVERY * risenFor) / 1000;
	}

	/**
	 * The server has refused a request. Requests that are refused together are one reason to slow down, not ten.
	 *
	 * @param startedAt When the request had started.
	 * @param perSecond The rate at which requests went.
	 * @param pausedUntil When the server takes requests again. Until then nothing shows that it takes more.
	 */
	onRefusal(startedAt: number, perSecond: number, pausedUntil: number): void {
		this.risesFrom = Math.max(this.risesFrom, pausedUntil);
		if (startedAt <= this.decreasedAt) return;
		this.decreased = Math.max(1, perSecond * DECREASE);
		this.decreasedAt = this.clock.now();
		this.risesFrom = Math.max(this.decreasedAt, pausedUntil);
	}
}
