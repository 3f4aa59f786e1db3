import type { Call } from '../command';
import { sleepUnless, systemClock } from './clock';
import { Deadlines } from './deadlines';
import { outcomeOf, type Failure, type Outcome } from './outcome';
import { RateLimiter } from './rateLimiter';
import { send, type RawResponse, type RequestContext } from './request';
import { RetryPolicy } from './retryPolicy';

/** What a user can set for one call. */
export interface RequestOptions {
	/** Whether to send an unconfirmed item again, at the risk of doing it twice. */
	readonly onUnconfirmed: 'fail' | 'sendAgain';
}

/** What of a call is sent, and how it may be retried. */
type SendableCall = Pick<
	Call,
	'credential' | 'limits' | 'url' | 'username' | 'site' | 'commandParams' | 'body' | 'idempotency'
>;

/**
 * Sends calls to D3 within the rate limit, and retries them where that does no harm, until their outcome is
 * final.
 */
export class D3Client {
	/** Whether D3 has limited the rate (429). */
	wasRateLimited = false;
	private readonly requestContext: RequestContext;
	private readonly isStopped: () => boolean;
	private readonly rateLimiter: RateLimiter;
	private readonly retryPolicy = new RetryPolicy(systemClock);

	/**
	 * @param requestsPerSecond Max requests that start in any second; 0 for no limit.
	 * @param isStopped Whether to send nothing more.
	 * @param endsAt When to wait for no response any more, by {@link systemClock}; nothing is sent after it.
	 */
	constructor(
		context: RequestContext['context'],
		requestsPerSecond: number,
		isStopped: () => boolean,
		private readonly endsAt = Infinity,
	) {
		this.requestContext = { context, deadlines: new Deadlines() };
		this.isStopped = () => isStopped() || systemClock.now() >= endsAt;
		this.rateLimiter = new RateLimiter(systemClock, requestsPerSecond, this.isStopped);
	}

	/**
	 * Sends a call, with retries, until its outcome is final.
	 *
	 * @returns `undefined` if the run stopped before the call was sent, or between attempts of which none can
	 * have changed anything.
	 */
	async send(call: SendableCall, { onUnconfirmed }: RequestOptions): Promise<Outcome | undefined> {
		const retryForMs = call.limits.retryFor * 1000;
		let firstStartedAt: number | undefined;
		let unconfirmed: Failure | undefined;
		for (let count = 1; ; count++) {
			const permit = await this.rateLimiter.acquire();
			if (permit === undefined) return unconfirmed && { ...unconfirmed, attempts: count - 1 };
			const lastStartedAt = systemClock.now();
			firstStartedAt ??= lastStartedAt;
			const outcome = outcomeOf(await this.post(call), call.idempotency);
			permit.release();
			if (outcome.kind === 'accepted') {
				this.retryPolicy.onResponse();
				return outcome;
			}
			if (outcome.httpCode !== undefined && outcome.cause !== 'rateLimit')
				this.retryPolicy.onResponse();
			// What one attempt may have done, the next one does not undo.
			if (outcome.kind === 'unconfirmed' && call.idempotency !== 'readOnly') unconfirmed = outcome;
			const delay = this.retryPolicy.nextDelay(
				outcome,
				{ firstStartedAt, count, lastStartedAt },
				{ idempotency: call.idempotency, onUnconfirmed, retryForMs },
			);
			if (delay === undefined) return { ...(unconfirmed ?? outcome), attempts: count };
			if (outcome.cause === 'rateLimit') this.wasRateLimited = true;
			if (delay.appliesToAll) this.rateLimiter.pauseFor(delay.milliseconds);
			else await sleepUnless(systemClock, delay.milliseconds, this.isStopped);
		}
	}

	private async post(call: SendableCall): Promise<RawResponse> {
		const { credential, url, username, site, commandParams } = call;
		const { timeout } = call.limits;
		const body = call.body ?? { Username: username, Site: site, CommandParams: commandParams };
		const secondsLeft = (this.endsAt - systemClock.now()) / 1000;
		const limit = Math.min(timeout, Math.max(0, secondsLeft));
		return await send(this.requestContext, { credential, url, body, timeout: limit });
	}
}
