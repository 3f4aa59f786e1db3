import { Settings } from 'luxon';

import { failed, type Cause, type Failure } from '../../../../nodes/shared/transport/outcome.ts';
import { RetryPolicy, type RetryOptions } from '../../../../nodes/shared/transport/retryPolicy.ts';
import { FakeClock } from '../../../support/fakeClock.mts';

const NOW = Date.parse('2026-05-15T12:00:00Z');
const once: RetryOptions = {
	idempotency: 'notIdempotent',
	onUnconfirmed: 'fail',
	retryFor: 300_000,
};

/** Jitter in the middle of its range: the pauses come out as they are meant. */
const middle = () => 0.5;

function retrying(random = middle) {
	const clock = new FakeClock(NOW);
	return { clock, policy: new RetryPolicy(clock, random) };
}

const of = (cause: Cause, rest: Partial<Failure> = {}) => failed(cause, { message: '', ...rest });
const first = { firstStartedAt: NOW, count: 1, lastStartedAt: NOW };

const pauseAfter = (outcome: Failure, patience = once, tries = first) =>
	retrying().policy.nextDelay(outcome, tries, patience)?.milliseconds;

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
	const unknown: Cause[] = ['serverFailure', 'noResponse', 'invalidResponse'];

	it.each(again)('%s: always, since D3 has not acted', (cause) => {
		for (const idempotency of ['readOnly', 'idempotent', 'notIdempotent'] as const) {
			expect(pauseAfter(of(cause), { ...once, idempotency })).toBe(1000);
		}
	});

	it.each(never)('%s: never, since it would end the same or do a part twice', (cause) => {
		for (const idempotency of ['readOnly', 'idempotent', 'notIdempotent'] as const) {
			expect(
				pauseAfter(of(cause), { ...once, idempotency, onUnconfirmed: 'sendAgain' }),
			).toBeUndefined();
		}
	});

	it.each(unknown)(
		'%s: only where doing it twice does no harm, or where the builder says so',
		(cause) => {
			expect(pauseAfter(of(cause))).toBeUndefined();
			expect(pauseAfter(of(cause), { ...once, idempotency: 'readOnly' })).toBe(1000);
			expect(pauseAfter(of(cause), { ...once, idempotency: 'idempotent' })).toBe(1000);
			expect(pauseAfter(of(cause), { ...once, onUnconfirmed: 'sendAgain' })).toBe(1000);
		},
	);

	// A wrong Server URL or value does not become right; nobody should wait five minutes to be told.
	it('a gateway that fails for as long as patience lasts', () => {
		const read: RetryOptions = { ...once, idempotency: 'readOnly' };
		const fails = of('serverFailure', { httpCode: 503 });
		expect(pauseAfter(fails, read, { ...first, count: 5 })).toBe(16_000);
	});

	it.each([
		of('invalidResponse'),
		of('unreachable', { code: 'ENOTFOUND' }),
		of('serverFailure', { httpCode: 500 }),
	])('what looks like a mistake three times only: %j', (outcome) => {
		const read: RetryOptions = { ...once, idempotency: 'readOnly' };
		expect(pauseAfter(outcome, read, { ...first, count: 2 })).toBeDefined();
		expect(pauseAfter(outcome, read, { ...first, count: 3 })).toBeUndefined();
	});
});

describe('the pause', () => {
	const { now } = Settings;
	afterEach(() => {
		Settings.now = now;
	});

	it('doubles from try to try up to a minute', () => {
		const read: RetryOptions = { ...once, idempotency: 'readOnly' };
		expect(
			[1, 2, 3, 4, 5, 6, 7, 8].map((count) =>
				pauseAfter(of('noResponse'), read, { ...first, count }),
			),
		).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
	});

	it('is a quarter more or less, so that many callers do not come back as one', () => {
		const pauses = [0, 0.999].map(
			(random) =>
				retrying(() => random).policy.nextDelay(of('rateLimit'), first, once)?.milliseconds,
		);
		expect(pauses).toEqual([750, 1250]);
	});

	it.each([
		['0', 0],
		['7', 7000],
		['3600', 60_000],
		['Fri, 15 May 2026 12:00:30 GMT', 30_000],
		// By the clock of a server that is behind every pause is over.
		['Fri, 15 May 2026 11:00:00 GMT', 1000],
		['Fri, 15 May 2026 12:00:00 GMT', 1000],
		['soon', 1000],
		['-7', 1000],
		['7 seconds', 1000],
		['', 1000],
	])('is what Retry-After asks, up to a minute: %p', (retryAfter, pause) => {
		Settings.now = () => NOW;
		expect(pauseAfter(of('rateLimit', { retryAfter }))).toBe(pause);
	});

	it('is for all where D3 is too busy or away, and for one item otherwise', () => {
		const read: RetryOptions = { ...once, idempotency: 'readOnly' };
		const forAll = (cause: Cause) =>
			retrying().policy.nextDelay(of(cause), first, read)?.appliesToAll;
		expect(forAll('rateLimit')).toBe(true);
		expect(forAll('unreachable')).toBe(true);
		expect(forAll('noResponse')).toBe(false);
	});

	// Ten requests in flight that are refused together would otherwise wait for 17 minutes.
	it('grows once for requests that were refused together', () => {
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

	it('starts over when D3 has answered', () => {
		const { policy } = retrying();
		policy.nextDelay(of('rateLimit'), first, once);
		policy.onResponse();
		expect(
			policy.nextDelay(of('rateLimit'), { ...first, lastStartedAt: NOW + 1 }, once)?.milliseconds,
		).toBe(1000);
	});
});

describe('the end of patience', () => {
	it('comes when the next try would begin too late', () => {
		const tries = { firstStartedAt: NOW - 299_500, count: 3, lastStartedAt: NOW };
		expect(pauseAfter(of('rateLimit'), once, tries)).toBeUndefined();
		expect(pauseAfter(of('rateLimit', { retryAfter: '0' }), once, tries)).toBe(0);
		expect(pauseAfter(of('rateLimit'), { ...once, retryFor: 999 })).toBeUndefined();
		expect(pauseAfter(of('rateLimit'), { ...once, retryFor: 1000 })).toBe(1000);
	});

	it('is at the first try where nobody wants to wait', () => {
		expect(pauseAfter(of('unreachable'), { ...once, retryFor: 0 })).toBeUndefined();
	});

	// 10,000 items that each wait out an outage of their own would take days.
	it('comes for all items together in an outage', async () => {
		const { policy, clock } = retrying();
		policy.nextDelay(of('unreachable'), first, once);
		await clock.until(clock.sleep(299_500));
		const later = { firstStartedAt: clock.now(), count: 1, lastStartedAt: clock.now() };
		expect(policy.nextDelay(of('unreachable'), later, once)).toBeUndefined();
		policy.onResponse();
		expect(policy.nextDelay(of('unreachable'), later, once)).toBeDefined();
	});
});
