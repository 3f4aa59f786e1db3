import { DateTime } from 'luxon';

import type { Idempotency } from '../command';
import type { Clock } from './clock';
import type { Failure } from './outcome';

/** The longest single pause in milliseconds, also where a server asks for more. */
const MAX_DELAY_MS = 60_000;

/** The first of the growing pauses in milliseconds; each further one is twice as long. */
const FIRST_DELAY_MS = 1000;

/**
 * How often something is tried that looks like a mistake of the builder's: a login page, a name that
 * nobody knows, a 500, with which D3 may also answer a wrong value.
 */
const MAX_ATTEMPTS_IF_PROBABLY_PERMANENT = 3;

/** What is known of the tries of one item. */
export interface Attempts {
	/** When the first one began. */
	readonly firstStartedAt: number;
	/** How many there were. */
	readonly count: number;
	/** When the last one began. */
	readonly lastStartedAt: number;
}

/** What the builder and the command say about trying again. */
export interface RetryOptions {
	readonly idempotency: Idempotency;
	readonly onUnconfirmed: 'fail' | 'sendAgain';
	/** Milliseconds from the first try to the beginning of the last. */
	readonly retryFor: number;
}

/** A pause before the next try. */
export interface RetryDelay {
	/** How long, from now on. */
	readonly milliseconds: number;
	/** Whether everybody waits: D3 is too busy or away for all, not only for this item. */
	readonly appliesToAll: boolean;
}

/**
 * Decides whether and when an item is sent again. What D3 did not take (429) or never got is sent
 * again whatever the command; what may have been done only where doing it twice changes nothing, or
 * where the builder says so.
 */
export class RetryPolicy {
	/** Since when D3 has not answered anybody, or has told everybody to slow down. */
	private outageSince: number | undefined;
	/** How many times in a row everybody had to wait. */
	private consecutiveBackoffs = 0;
	private lastBackoffAt = -Infinity;

	constructor(
		private readonly clock: Clock,
		private readonly random: () => number = Math.random,
	) {}

	/** D3 answered somebody: trouble is over. */
	onResponse(): void {
		this.outageSince = undefined;
		this.consecutiveBackoffs = 0;
	}

	/** The pause before the next try of an item, or `undefined` if this outcome stays. */
	nextDelay(failure: Failure, attempts: Attempts, options: RetryOptions): RetryDelay | undefined {
		const delay = this.delayFor(failure, attempts, options);
		if (delay === undefined) return undefined;
		// An outage is waited out once, not anew by each of ten thousand items.
		const since = Math.min(attempts.firstStartedAt, this.outageSince ?? attempts.firstStartedAt);
		const over = this.clock.now() + delay.milliseconds > since + options.retryFor;
		return over ? undefined : delay;
	}

	private delayFor(
		failure: Failure,
		attempts: Attempts,
		options: RetryOptions,
	): RetryDelay | undefined {
		const isProbablyPermanent =
			failure.cause === 'invalidResponse' ||
			failure.code === 'ENOTFOUND' ||
			failure.httpCode === 500;
		if (isProbablyPermanent && attempts.count >= MAX_ATTEMPTS_IF_PROBABLY_PERMANENT)
			return undefined;
		if (failure.cause === 'rateLimit' || failure.cause === 'unreachable') {
			return { milliseconds: this.backOff(failure, attempts.lastStartedAt), appliesToAll: true };
		}
		const maySendAgain =
			options.idempotency !== 'notIdempotent' || options.onUnconfirmed === 'sendAgain';
		if (failure.kind !== 'unconfirmed' || !maySendAgain || failure.cause === 'partial')
			return undefined;
		return { milliseconds: this.exponentialBackoff(attempts.count), appliesToAll: false };
	}

	/** Ten requests that are refused together are one reason to wait, not ten. */
	private backOff(failure: Failure, startedAt: number): number {
		const now = this.clock.now();
		this.outageSince ??= now;
		if (startedAt > this.lastBackoffAt) {
			this.consecutiveBackoffs++;
			this.lastBackoffAt = now;
		}
		const retryAfter = parseRetryAfter(failure.retryAfter);
		return retryAfter === undefined
			? this.exponentialBackoff(this.consecutiveBackoffs)
			: Math.min(retryAfter, MAX_DELAY_MS);
	}

	/** 1, 2, 4 ... seconds, a quarter more or less, so that many callers do not come back as one. */
	private exponentialBackoff(count: number): number {
		const delay = Math.min(FIRST_DELAY_MS * 2 ** (count - 1), MAX_DELAY_MS);
		return Math.round(delay * (0.75 + this.random() / 2));
	}
}

/**
 * The pause that a `Retry-After` asks for, in seconds or as a date. RFC 9110, 10.2.3
 *
 * @returns `undefined` also for a date that is over: where clocks differ each one is, and not to pause at
 * all would keep D3 busy with requests that it does not take.
 */
function parseRetryAfter(retryAfter: string | undefined): number | undefined {
	if (retryAfter === undefined) return undefined;
	if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
	const left = DateTime.fromHTTP(retryAfter).diffNow().toMillis();
	return left > 0 ? left : undefined;
}
