import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Call } from '../command';
import type { Options } from '../../D3Soar/options';
import { sleepUnless, systemClock } from './clock';
import { Deadlines } from './deadlines';
import { outcomeOf, type Failure, type Outcome } from './outcome';
import { RateLimiter } from './rateLimiter';
import { send, type RequestContext } from './request';
import { RetryPolicy } from './retryPolicy';

/** What of the builder's options a courier looks at for each call. */
type RequestOptions = Pick<Options, 'timeout' | 'retryFor' | 'onUnconfirmed'>;

/**
 * Takes calls to D3, no faster than it may, and again where that does no harm, until their outcome
 * stays.
 */
export class D3Client {
	/** Whether D3 has limited the rate. */
	wasRateLimited = false;
	private readonly requestContext: RequestContext;
	private readonly rateLimiter: RateLimiter;
	private readonly retryPolicy = new RetryPolicy(systemClock);

	/**
	 * @param requestsPerSecond The most that start in any second; 0 for no limit.
	 * @param isStopped Whether nothing new is to be sent any more.
	 */
	constructor(
		context: RequestContext['context'],
		credential: ICredentialDataDecryptedObject,
		requestsPerSecond: number,
		private readonly isStopped: () => boolean,
	) {
		this.requestContext = { context, credential, deadlines: new Deadlines() };
		this.rateLimiter = new RateLimiter(systemClock, requestsPerSecond, isStopped);
	}

	/**
	 * Sends a call until its outcome stays.
	 *
	 * @returns `undefined` if the run ended while the call was still to be sent, or sent again, and
	 * nothing can have been done.
	 */
	async send(
		call: Pick<Call, 'url' | 'username' | 'site' | 'commandParams' | 'body' | 'idempotency'>,
		{ timeout, retryFor, onUnconfirmed }: RequestOptions,
	): Promise<Outcome | undefined> {
		let firstStartedAt: number | undefined;
		let unconfirmed: Failure | undefined;
		for (let count = 1; ; count++) {
			const permit = await this.rateLimiter.acquire();
			if (permit === undefined) return unconfirmed && { ...unconfirmed, attempts: count - 1 };
			const lastStartedAt = systemClock.now();
			firstStartedAt ??= lastStartedAt;
			const outcome = outcomeOf(await this.post(call, timeout), call.idempotency);
			permit.release();
			if (outcome.kind === 'accepted') {
				this.retryPolicy.onResponse();
				return outcome;
			}
			if (outcome.httpCode !== undefined && outcome.cause !== 'rateLimit')
				this.retryPolicy.onResponse();
			// What may have been done by one try is not undone by the next.
			if (outcome.kind === 'unconfirmed' && call.idempotency !== 'readOnly') unconfirmed = outcome;
			const delay = this.retryPolicy.nextDelay(
				outcome,
				{ firstStartedAt, count, lastStartedAt },
				{ idempotency: call.idempotency, onUnconfirmed, retryFor: retryFor * 1000 },
			);
			if (delay === undefined) return { ...(unconfirmed ?? outcome), attempts: count };
			if (outcome.cause === 'rateLimit') this.wasRateLimited = true;
			if (delay.appliesToAll) this.rateLimiter.pauseFor(delay.milliseconds);
			else await sleepUnless(systemClock, delay.milliseconds, this.isStopped);
		}
	}

	private async post(
		{
			url,
			username,
			site,
			commandParams,
			body,
		}: Pick<Call, 'url' | 'username' | 'site' | 'commandParams' | 'body'>,
		timeout: number,
	) {
		const envelope = { Username: username, Site: site, CommandParams: commandParams };
		return await send(this.requestContext, url, body ?? envelope, timeout);
	}
}
