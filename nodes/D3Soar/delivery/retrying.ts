import { DateTime } from 'luxon';

import type { Effect } from '../command';
import type { Clock } from './clock';
import type { Miss } from './outcome';

/** The longest single pause in milliseconds, also where a server asks for more. */
const LONGEST_PAUSE = 60_000;

/** The first of the growing pauses in milliseconds; each further one is twice as long. */
const FIRST_PAUSE = 1000;

/**
 * How often something is tried that looks like a mistake of the builder's: a login page, a name that
 * nobody knows, a 500, with which D3 may also answer a wrong value.
 */
const MOST_TRIES_OF_MISTAKES = 3;

/** What is known of the tries of one item. */
export interface Tries {
	/** When the first one began. */
	readonly since: number;
	/** How many there were. */
	readonly count: number;
	/** When the last one began. */
	readonly lastBegan: number;
}

/** What the builder and the command say about trying again. */
export interface Patience {
	readonly effect: Effect;
	readonly afterUnknown: 'report' | 'resend';
	/** Milliseconds from the first try to the beginning of the last. */
	readonly keepTryingFor: number;
}

/** A pause before the next try. */
export interface Pause {
	/** How long, from now on. */
	readonly milliseconds: number;
	/** Whether everybody waits: D3 is too busy or away for all, not only for this item. */
	readonly forAll: boolean;
}

/**
 * Decides whether and when an item is sent again. What D3 did not take (429) or never got is sent
 * again whatever the command; what may have been done only where doing it twice changes nothing, or
 * where the builder says so.
 */
export class Retrying {
	/** Since when D3 has not answered anybody, or has told everybody to slow down. */
	private troubleSince: number | undefined;
	/** How many times in a row everybody had to wait. */
	private holds = 0;
	private lastHold = -Infinity;

	constructor(
		private readonly clock: Clock,
		private readonly random: () => number = Math.random,
	) {}

	/** D3 answered somebody: trouble is over. */
	answered(): void {
		this.troubleSince = undefined;
		this.holds = 0;
	}

	/** The pause before the next try of an item, or `undefined` if this outcome stays. */
	pauseAfter(miss: Miss, tries: Tries, patience: Patience): Pause | undefined {
		const pause = this.pauseFor(miss, tries, patience);
		if (pause === undefined) return undefined;
		// An outage is waited out once, not anew by each of ten thousand items.
		const since = Math.min(tries.since, this.troubleSince ?? tries.since);
		const over = this.clock.now() + pause.milliseconds > since + patience.keepTryingFor;
		return over ? undefined : pause;
	}

	private pauseFor(miss: Miss, tries: Tries, patience: Patience): Pause | undefined {
		const isMistake =
			miss.cause === 'unreadable' || miss.code === 'ENOTFOUND' || miss.httpCode === 500;
		if (isMistake && tries.count >= MOST_TRIES_OF_MISTAKES) return undefined;
		if (miss.cause === 'rateLimit' || miss.cause === 'unreachable') {
			return { milliseconds: this.hold(miss, tries.lastBegan), forAll: true };
		}
		const harmless = patience.effect !== 'once' || patience.afterUnknown === 'resend';
		if (miss.kind !== 'unknown' || !harmless || miss.cause === 'partial') return undefined;
		return { milliseconds: this.growing(tries.count), forAll: false };
	}

	/** Ten requests that are refused together are one reason to wait, not ten. */
	private hold(miss: Miss, began: number): number {
		const now = this.clock.now();
		this.troubleSince ??= now;
		if (began > this.lastHold) {
			this.holds++;
			this.lastHold = now;
		}
		const asked = milliseconds(miss.retryAfter);
		return asked === undefined ? this.growing(this.holds) : Math.min(asked, LONGEST_PAUSE);
	}

	/** 1, 2, 4 ... seconds, a quarter more or less, so that many callers do not come back as one. */
	private growing(count: number): number {
		const pause = Math.min(FIRST_PAUSE * 2 ** (count - 1), LONGEST_PAUSE);
		return Math.round(pause * (0.75 + this.random() / 2));
	}
}

/**
 * The pause that a `Retry-After` asks for, in seconds or as a date. RFC 9110, 10.2.3
 *
 * @returns `undefined` also for a date that is over: where clocks differ each one is, and not to pause at
 * all would keep D3 busy with requests that it does not take.
 */
function milliseconds(retryAfter: string | undefined): number | undefined {
	if (retryAfter === undefined) return undefined;
	if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
	const left = DateTime.fromHTTP(retryAfter).diffNow().toMillis();
	return left > 0 ? left : undefined;
}
