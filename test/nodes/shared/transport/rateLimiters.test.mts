import { Caller } from '../../../../nodes/shared/transport/caller.ts';
import { RateLimiters } from '../../../../nodes/shared/transport/rateLimiters.ts';
import { FakeClock } from '../../../support/fakeClock.mts';

const SERVER = 'https://soar.example.com/MainApp/VSOC';
const LIMITS = { requestsPerSecond: 25, maxConcurrentRequests: 10 };

let clock: FakeClock;
let limiters: RateLimiters;
beforeEach(() => {
	clock = new FakeClock();
	limiters = new RateLimiters(clock);
});
const pass = async (milliseconds: number) => await clock.until(clock.sleep(milliseconds));

it.each([
	`${SERVER}/`,
	` ${SERVER} `,
	'https://SOAR.example.com/MainApp/VSOC',
	`${SERVER}/api/Command/CreateTask`,
])('a server has one rate limiter, however its URL is written: %s', (written) => {
	expect(limiters.of(written)).toBe(limiters.of(SERVER));
});

it('another server has a rate limiter of its own', () => {
	expect(limiters.of('https://other.example.com/MainApp/VSOC')).not.toBe(limiters.of(SERVER));
});

// The credential says what is wrong with the URL, once the request is signed.
it('a URL that cannot be used has one too', () => {
	expect(limiters.of('soar')).toBe(limiters.of(undefined));
});

// n8n's process runs for months.
it('a server is forgotten when nobody has used it for a minute, whoever had used it', async () => {
	for (let execution = 0; execution < 100; execution++) {
		const caller = new Caller(Infinity, clock);
		const permit = await clock.until(limiters.of(SERVER).acquire(caller, LIMITS));
		permit!.release(true);
	}
	expect(limiters.count).toBe(1);
	const used = limiters.of(SERVER);
	await pass(59_000);
	expect(limiters.of(SERVER)).toBe(used);
	await pass(2000);
	limiters.of('https://other.example.com');
	expect(limiters.count).toBe(1);
	expect(limiters.of(SERVER)).not.toBe(used);
});

it('a server is not forgotten while a request is under way or waits', async () => {
	const used = limiters.of(SERVER);
	const limits = { ...LIMITS, maxConcurrentRequests: 1 };
	const permit = (await used.acquire(new Caller(Infinity, clock), limits))!;
	const waiter = new Caller(Infinity, clock);
	const waits = used.acquire(waiter, limits);
	await pass(300_000);
	expect(limiters.of(SERVER)).toBe(used);
	permit.release(true);
	(await waits)!.release(true);
	await pass(61_000);
	expect(limiters.of(SERVER)).not.toBe(used);
});
