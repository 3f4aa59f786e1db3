import { DateTime } from 'luxon';

import type { Idempotency } from '../command';
import type { Clock } from './clock';
import type { Cause, Failure } from './outcome';

/** Max single delay in milliseconds, also if a server asks for more. */
const MAX_DELAY_MS = 60_000;

/** First delay of the exponential backoff in milliseconds; each further one is twice as long. */
const FIRST_DELAY_MS = 1000;

/**
 * Max attempts if the failure looks like a mistake of the user's: a login page, an unknown host name, or a
 * 500, which D3 may also respond with for a wrong value.
 */
const MAX_ATTEMPTS_IF_PROBABLY_PERMANENT = 3;

/**
 * Unconfirmed, but never sent again: a second response would be as large, a gateway would block it again, and of a
 * partial success nobody knows which part to repeat.
 */
const FINAL: readonly Cause[] = ['tooLarge', 'gatewayPage', 'partial'];

/** The attempts of one item so far. */
export interface Attempts {
	/** When the first one started. */
	readonly firstStartedAt: number;
	/** How many there were. */
	readonly count: number;
	/** When the last one started. */
	readonly lastStartedAt: number;
}

/** What the user and the command say about retries. */
export interface RetryOptions {
	readonly idempotency: Idempotency;
	readonly onUnconfirmed: 'fail' | 'sendAgain';
	/** Milliseconds from the start of the first attempt to the start of the last. */
	readonly retryForMs: number;
}

/** The delay before the next attempt. */
export interface RetryDelay {
	/** How long, from now. */
	readonly milliseconds: number;
	/** Whether all items wait: D3 is too busy or unreachable for all, not only for this item. */
	readonly appliesToAll: boolean;
}

/**
 * Decides whether and when an item is retried. What D3 did not accept (429), or could not be reached for, is retried
 * for every command; what a person has to put right first (a certificate, a proxy) is not. What D3 may have done is
 * sent again only if doing it twice changes nothing, or if the user says so.
 */
export class RetryPolicy {
	/** Since when D3 has responded to no request, or only with 429. */
	private outageSince: number | undefined;
	/** How many times in a row all requests had to wait. */
	private consecutiveBackoffs = 0;
	private lastBackoffAt = -Infinity;

	constructor(
		private readonly clock: Clock,
		private readonly random: () => number = Math.random,
	) {}

	/** D3 responded to a request: the outage is over. */
	onResponse(): void {
		this.outageSince = undefined;
		this.consecutiveBackoffs = 0;
	}

	/** The delay before the next attempt of an item, or `undefined` if this outcome is final. */
	nextDelay(failure: Failure, attempts: Attempts, options: RetryOptions): RetryDelay | undefined {
		const delay = this.delayFor(failure, attempts, options);
		if (delay === undefined) return undefined;
		// The time of an outage counts once for all items: ten thousand items must not each wait for it anew.
		const since = Math.min(attempts.firstStartedAt, this.outageSince ?? attempts.firstStartedAt);
		const over = this.clock.now() + delay.milliseconds > since + options.retryForMs;
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
			const milliseconds = this.backOff(failure, attempts.lastStartedAt);
			// After a first 429 the rate is lower: the others go on, unless the server asks for a pause.
			const isFirst = failure.cause === 'rateLimit' && this.consecutiveBackoffs === 1;
			return { milliseconds, appliesToAll: !isFirst || requestedDelay(failure) !== undefined };
		}
		const maySendAgain =
			options.idempotency !== 'notIdempotent' || options.onUnconfirmed === 'sendAgain';
		const isFinal = FINAL.includes(failure.cause);
		if (failure.kind !== 'unconfirmed' || !maySendAgain || isFinal) return undefined;
		return { milliseconds: this.exponentialBackoff(attempts.count), appliesToAll: false };
	}

	/** Ten requests that fail together are one reason to wait, not ten. */
	private backOff(failure: Failure, startedAt: number): number {
		const now = this.clock.now();
		this.outageSince ??= now;
		if (startedAt > this.lastBackoffAt) {
			this.consecutiveBackoffs++;
			this.lastBackoffAt = now;
		}
		return requestedDelay(failure) ?? this.exponentialBackoff(this.consecutiveBackoffs);
	}

	/** 1, 2, 4 ... seconds with jitter of a quarter, so that many callers do not come back at once. */
	private exponentialBackoff(count: number): number {
		const delay = FIRST_DELAY_MS * 2 ** (count - 1) * (0.75 + this.random() / 2);
		return Math.round(Math.min(delay, MAX_DELAY_MS));
	}
}

/** The delay in milliseconds that the server asks for, a minute at most; `undefined` if it does not. */
export function requestedDelay({ retryAfter }: Failure): number | undefined {
	const delay = parseRetryAfter(retryAfter);
	return delay === undefined ? undefined : Math.min(delay, MAX_DELAY_MS);
}

/**
 * The delay in milliseconds that a `Retry-After` asks for, in seconds or as a date. RFC 9110, 10.2.3
 *
 * @returns `undefined` also for a date in the past: if the clocks differ, every date may be, and without a delay
 * D3 would be kept busy with requests that it does not accept.
 */
export function parseRetryAfter(retryAfter: string | undefined): number | undefined {
	if (retryAfter === undefined) return undefined;
	if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
	const delay = DateTime.fromHTTP(retryAfter).diffNow().toMillis();
	return delay > 0 ? delay : undefined;
}
