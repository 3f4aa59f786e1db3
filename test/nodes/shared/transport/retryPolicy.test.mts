import { Settings } from 'luxon';

import { failed, type Cause, type Failure } from '../../../../nodes/shared/transport/outcome.ts';
import { RetryPolicy, type RetryOptions } from '../../../../nodes/shared/transport/retryPolicy.ts';
import { FakeClock } from '../../../support/fakeClock.mts';

const NOW = Date.parse('2026-05-15T12:00:00Z');
const once: RetryOptions = {
	idempotency: 'notIdempotent',
	onUnconfirmed: 'fail',
	retryForMs: 300_000,
};

/** Jitter in the middle of its range, so that delays have their nominal length. */
const middle = () => 0.5;

function retrying(random = middle) {
	const clock = new FakeClock(NOW);
	return { clock, policy: new RetryPolicy(clock, random) };
}

const of = (cause: Cause, rest: Partial<Failure> = {}) => failed(cause, { message: '', ...rest });
const first = { firstStartedAt: NOW, count: 1, lastStartedAt: NOW };

const delayAfter = (outcome: Failure, options = once, attempts = first) =>
	retrying().policy.nextDelay(outcome, attempts, options)?.milliseconds;

describe('what is sent again', () => {
	const again: Cause[] = ['rateLimit', 'unreachable'];
	const never: Cause[] = [
		'refused',
		'authentication',
		'notFound',
		'parameter',
		'credential',
		'tls',
		'ssrfBlocked',
		'partial',
		'tooLarge',
		'gatewayPage',
	];
	const unconfirmed: Cause[] = ['serverFailure', 'noResponse', 'invalidResponse'];

	it.each(again)('always retries after %s, since D3 has not acted', (cause) => {
		for (const idempotency of ['readOnly', 'idempotent', 'notIdempotent'] as const) {
			expect(delayAfter(of(cause), { ...once, idempotency })).toBe(1000);
		}
	});

	it.each(never)(
		'never retries after %s, since it would fail again or do something twice',
		(cause) => {
			for (const idempotency of ['readOnly', 'idempotent', 'notIdempotent'] as const) {
				expect(
					delayAfter(of(cause), { ...once, idempotency, onUnconfirmed: 'sendAgain' }),
				).toBeUndefined();
			}
		},
	);

	it.each(unconfirmed)(
		'retries after %s only if the command is idempotent or the user chose to send again',
		(cause) => {
			expect(delayAfter(of(cause))).toBeUndefined();
			expect(delayAfter(of(cause), { ...once, idempotency: 'readOnly' })).toBe(1000);
			expect(delayAfter(of(cause), { ...once, idempotency: 'idempotent' })).toBe(1000);
			expect(delayAfter(of(cause), { ...once, onUnconfirmed: 'sendAgain' })).toBe(1000);
		},
	);

	it('keeps retrying while a gateway fails with 503', () => {
		const read: RetryOptions = { ...once, idempotency: 'readOnly' };
		const fails = of('serverFailure', { httpCode: 503 });
		expect(delayAfter(fails, read, { ...first, count: 5 })).toBe(16_000);
	});

	// A wrong Server URL or value stays wrong: nobody should wait five minutes to learn that.
	it.each([
		of('invalidResponse'),
		of('unreachable', { code: 'ENOTFOUND' }),
		of('serverFailure', { httpCode: 500 }),
	])('makes at most three attempts if the error is probably permanent: %j', (outcome) => {
		const read: RetryOptions = { ...once, idempotency: 'readOnly' };
		expect(delayAfter(outcome, read, { ...first, count: 2 })).toBeDefined();
		expect(delayAfter(outcome, read, { ...first, count: 3 })).toBeUndefined();
	});
});

describe('the delay before a retry', () => {
	const { now } = Settings;
	afterEach(() => {
		Settings.now = now;
	});

	it('the delay doubles with each attempt, up to a minute', () => {
		const read: RetryOptions = { ...once, idempotency: 'readOnly' };
		expect(
			[1, 2, 3, 4, 5, 6, 7, 8].map((count) =>
				delayAfter(of('noResponse'), read, { ...first, count }),
			),
		).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
	});

	it('the delay varies by a quarter, so that many callers do not retry at the same time', () => {
		const delays = [0, 0.999].map(
			(random) =>
				retrying(() => random).policy.nextDelay(of('rateLimit'), first, once)?.milliseconds,
		);
		expect(delays).toEqual([750, 1250]);
	});

	it.each([
		['0', 0],
		['7', 7000],
		['3600', 60_000],
		['Fri, 15 May 2026 12:00:30 GMT', 30_000],
		// A date from a server whose clock is behind has always passed.
		['Fri, 15 May 2026 11:00:00 GMT', 1000],
		['Fri, 15 May 2026 12:00:00 GMT', 1000],
		['soon', 1000],
		['-7', 1000],
		['7 seconds', 1000],
		['', 1000],
	])('the delay follows a usable Retry-After, up to a minute: %p', (retryAfter, delay) => {
		Settings.now = () => NOW;
		expect(delayAfter(of('rateLimit', { retryAfter }))).toBe(delay);
	});

	it('the delay applies to all items if D3 is unreachable, and otherwise to one', () => {
		const read: RetryOptions = { ...once, idempotency: 'readOnly' };
		const forAll = (cause: Cause) =>
			retrying().policy.nextDelay(of(cause), first, read)?.appliesToAll;
		expect(forAll('unreachable')).toBe(true);
		expect(forAll('noResponse')).toBe(false);
	});

	// The rate limiter slows down after each 429, so that the others need not stop for a few requests too many.
	it('the delay after a 429 applies to all items if D3 asks for it, or accepted none since the last', () => {
		const { policy } = retrying();
		const forAll = (lastStartedAt: number, rest: Partial<Failure> = {}) =>
			policy.nextDelay(of('rateLimit', rest), { ...first, lastStartedAt }, once)?.appliesToAll;
		expect(forAll(NOW)).toBe(false);
		expect(forAll(NOW, { retryAfter: '3' })).toBe(true);
		expect(forAll(NOW + 1)).toBe(true);
		policy.onResponse();
		expect(forAll(NOW + 2)).toBe(false);
	});

	// Ten requests in flight that are rejected together would otherwise wait for 17 minutes.
	it('the delay doubles once for requests that were rejected together', () => {
		const { policy, clock } = retrying();
		const together = Array.from(
			{ length: 10 },
			() => policy.nextDelay(of('rateLimit'), { ...first, lastStartedAt: NOW }, once)?.milliseconds,
		);
		expect(new Set(together)).toEqual(new Set([1000]));
		expect(
			policy.nextDelay(of('rateLimit'), { ...first, lastStartedAt: clock.now() + 1 }, once)
				?.milliseconds,
		).toBe(2000);
	});

	it('the delay starts over once D3 has responded', () => {
		const { policy } = retrying();
		policy.nextDelay(of('rateLimit'), first, once);
		policy.onResponse();
		expect(
			policy.nextDelay(of('rateLimit'), { ...first, lastStartedAt: NOW + 1 }, once)?.milliseconds,
		).toBe(1000);
	});
});

describe('the end of retries', () => {
	it('stops retrying if the next attempt would start after Retry For', () => {
		const attempts = { firstStartedAt: NOW - 299_500, count: 3, lastStartedAt: NOW };
		expect(delayAfter(of('rateLimit'), once, attempts)).toBeUndefined();
		expect(delayAfter(of('rateLimit', { retryAfter: '0' }), once, attempts)).toBe(0);
		expect(delayAfter(of('rateLimit'), { ...once, retryForMs: 999 })).toBeUndefined();
		expect(delayAfter(of('rateLimit'), { ...once, retryForMs: 1000 })).toBe(1000);
	});

	it('does not retry if Retry For is 0', () => {
		expect(delayAfter(of('unreachable'), { ...once, retryForMs: 0 })).toBeUndefined();
	});

	// 10,000 items that each wait out the outage by themselves would take days.
	it('all items together wait out an outage for Retry For once', async () => {
		const { policy, clock } = retrying();
		policy.nextDelay(of('unreachable'), first, once);
		await clock.until(clock.sleep(299_500));
		const later = { firstStartedAt: clock.now(), count: 1, lastStartedAt: clock.now() };
		expect(policy.nextDelay(of('unreachable'), later, once)).toBeUndefined();
		policy.onResponse();
		expect(policy.nextDelay(of('unreachable'), later, once)).toBeDefined();
	});
});
