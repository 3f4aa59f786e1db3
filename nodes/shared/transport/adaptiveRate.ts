import type { Clock } from './clock';

/**
 * By what the rate is multiplied when D3 refuses requests. Two processes with 40 requests per second each then share
 * the 50 of a server at 45 and more per second in all, with 2 % refused at most; halving the rate leaves much unused.
 */
const DECREASE = 0.85;

/** How fast the rate rises again at most, in requests per second and second. */
const MAX_RISE = 1;

/**
 * How many requests per second a server takes, as far as its refusals (429) tell: other processes may ask it as
 * well, and know nothing of this one. The rate falls at once and rises slowly, so that processes find their shares
 * without talking to each other.
 *
 * It rises as TCP's CUBIC does: fast at first, slowly where the last refusal came, since the next is likely there, and
 * fast again beyond, since others may have ended. If it rose evenly, two and a half times as many would be refused.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc9438
 */
export class AdaptiveRate {
	/** The rate at which the server refused requests, the last time that it did. */
	private refused = Infinity;
	private decreasedAt = -Infinity;
	/** From when on it rises again. */
	private risesFrom = -Infinity;

	constructor(private readonly clock: Clock) {}

	/** Max requests per second; `Infinity` if the server has not refused any. */
	get perSecond(): number {
		if (this.refused === Infinity) return Infinity;
		const seconds = Math.max(0, this.clock.now() - this.risesFrom) / 1000;
		const decrease = this.refused * (1 - DECREASE);
		// From -1 to 0 it rises to where it was, and from 1 on evenly.
		const phase = (seconds * MAX_RISE) / (3 * decrease) - 1;
		return this.refused + decrease * (phase <= 1 ? phase ** 3 : 3 * phase - 2);
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
		this.refused = Math.max(1, perSecond);
		this.decreasedAt = this.clock.now();
		this.risesFrom = Math.max(this.decreasedAt, pausedUntil);
	}
}
