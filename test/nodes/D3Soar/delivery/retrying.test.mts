import { Settings } from 'luxon';

import { miss, type Cause, type Miss } from '../../../../nodes/D3Soar/delivery/outcome.ts';
import { Retrying, type Patience } from '../../../../nodes/D3Soar/delivery/retrying.ts';
import { FakeClock } from '../../../fakeClock.mts';

const NOW = Date.parse('2026-05-15T12:00:00Z');
const once: Patience = { effect: 'once', afterUnknown: 'report', keepTryingFor: 300_000 };

/** Jitter in the middle of its range: the pauses come out as they are meant. */
const middle = () => 0.5;

function retrying(random = middle) {
	const clock = new FakeClock(NOW);
	return { clock, policy: new Retrying(clock, random) };
}

const of = (cause: Cause, rest: Partial<Miss> = {}) => miss(cause, { words: '', ...rest });
const first = { since: NOW, count: 1, lastBegan: NOW };

const pauseAfter = (outcome: Miss, patience = once, tries = first) =>
	retrying().policy.pauseAfter(outcome, tries, patience)?.milliseconds;

describe('what is sent again', () => {
	const again: Cause[] = ['rateLimit', 'unreachable'];
	const never: Cause[] = [
		'failure',
		'authentication',
		'wrongAddress',
		'parameter',
		'credential',
		'untrusted',
		'blocked',
		'partial',
	];
	const unknown: Cause[] = ['serverFailure', 'noAnswer', 'unreadable'];

	it.each(again)('%s: always, since D3 has not acted', (cause) => {
		for (const effect of ['read', 'repeatable', 'once'] as const) {
			expect(pauseAfter(of(cause), { ...once, effect })).toBe(1000);
		}
	});

	it.each(never)('%s: never, since it would end the same or do a part twice', (cause) => {
		for (const effect of ['read', 'repeatable', 'once'] as const) {
			expect(pauseAfter(of(cause), { ...once, effect, afterUnknown: 'resend' })).toBeUndefined();
		}
	});

	it.each(unknown)(
		'%s: only where doing it twice does no harm, or where the builder says so',
		(cause) => {
			expect(pauseAfter(of(cause))).toBeUndefined();
			expect(pauseAfter(of(cause), { ...once, effect: 'read' })).toBe(1000);
			expect(pauseAfter(of(cause), { ...once, effect: 'repeatable' })).toBe(1000);
			expect(pauseAfter(of(cause), { ...once, afterUnknown: 'resend' })).toBe(1000);
		},
	);

	// A wrong Server URL or value does not become right; nobody should wait five minutes to be told.
	it('a gateway that fails for as long as patience lasts', () => {
		const read: Patience = { ...once, effect: 'read' };
		const fails = of('serverFailure', { httpCode: 503 });
		expect(pauseAfter(fails, read, { ...first, count: 5 })).toBe(16_000);
	});

	it.each([
		of('unreadable'),
		of('unreachable', { code: 'ENOTFOUND' }),
		of('serverFailure', { httpCode: 500 }),
	])('what looks like a mistake three times only: %j', (outcome) => {
		const read: Patience = { ...once, effect: 'read' };
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
		const read: Patience = { ...once, effect: 'read' };
		expect(
			[1, 2, 3, 4, 5, 6, 7, 8].map((count) =>
				pauseAfter(of('noAnswer'), read, { ...first, count }),
			),
		).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
	});

	it('is a quarter more or less, so that many callers do not come back as one', () => {
		const pauses = [0, 0.999].map(
			(random) =>
				retrying(() => random).policy.pauseAfter(of('rateLimit'), first, once)?.milliseconds,
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
		const read: Patience = { ...once, effect: 'read' };
		const forAll = (cause: Cause) => retrying().policy.pauseAfter(of(cause), first, read)?.forAll;
		expect(forAll('rateLimit')).toBe(true);
		expect(forAll('unreachable')).toBe(true);
		expect(forAll('noAnswer')).toBe(false);
	});

	// Ten requests in flight that are refused together would otherwise wait for 17 minutes.
	it('grows once for requests that were refused together', () => {
		const { policy, clock } = retrying();
		const together = Array.from(
			{ length: 10 },
			() => policy.pauseAfter(of('rateLimit'), { ...first, lastBegan: NOW }, once)?.milliseconds,
		);
		expect(new Set(together)).toEqual(new Set([1000]));
		expect(
			policy.pauseAfter(of('rateLimit'), { ...first, lastBegan: clock.now() + 1 }, once)
				?.milliseconds,
		).toBe(2000);
	});

	it('starts over when D3 has answered', () => {
		const { policy } = retrying();
		policy.pauseAfter(of('rateLimit'), first, once);
		policy.answered();
		expect(
			policy.pauseAfter(of('rateLimit'), { ...first, lastBegan: NOW + 1 }, once)?.milliseconds,
		).toBe(1000);
	});
});

describe('the end of patience', () => {
	it('comes when the next try would begin too late', () => {
		const tries = { since: NOW - 299_500, count: 3, lastBegan: NOW };
		expect(pauseAfter(of('rateLimit'), once, tries)).toBeUndefined();
		expect(pauseAfter(of('rateLimit', { retryAfter: '0' }), once, tries)).toBe(0);
		expect(pauseAfter(of('rateLimit'), { ...once, keepTryingFor: 999 })).toBeUndefined();
		expect(pauseAfter(of('rateLimit'), { ...once, keepTryingFor: 1000 })).toBe(1000);
	});

	it('is at the first try where nobody wants to wait', () => {
		expect(pauseAfter(of('unreachable'), { ...once, keepTryingFor: 0 })).toBeUndefined();
	});

	// 10,000 items that each wait out an outage of their own would take days.
	it('comes for all items together in an outage', async () => {
		const { policy, clock } = retrying();
		policy.pauseAfter(of('unreachable'), first, once);
		await clock.until(clock.sleep(299_500));
		const later = { since: clock.now(), count: 1, lastBegan: clock.now() };
		expect(policy.pauseAfter(of('unreachable'), later, once)).toBeUndefined();
		policy.answered();
		expect(policy.pauseAfter(of('unreachable'), later, once)).toBeDefined();
	});
});
