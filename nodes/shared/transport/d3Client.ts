import type { Call } from '../command';
import type { Caller } from './caller';
import { sleepUnless, systemClock } from './clock';
import { Deadlines } from './deadlines';
import { outcomeOf, type Failure, type Outcome } from './outcome';
import type { Permit, RateLimiter } from './rateLimiter';
import { rateLimiters } from './rateLimiters';
import { Redactor } from './redaction';
import { send, type RawResponse, type RequestContext } from './request';
import { requestedDelay, RetryPolicy } from './retryPolicy';

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
	private readonly retryPolicy = new RetryPolicy(systemClock);

	/** @param caller Who sends: it takes turns with the others that ask the same server. */
	constructor(
		context: RequestContext['context'],
		private readonly caller: Caller,
	) {
		this.requestContext = {
			context,
			deadlines: new Deadlines(),
			redactor: new Redactor(),
			inFlight: new Set(),
		};
	}

	/** Sends nothing more. Whatever waits for its turn leaves at once. */
	stop(): void {
		this.caller.stop();
	}

	/** Closes the connections of all requests that are under way. */
	abort(): void {
		for (const close of this.requestContext.inFlight) close();
	}

	/**
	 * Sends a call, with retries, until its outcome is final.
	 *
	 * @returns `undefined` if the caller stopped before the call was sent, or was stopped between attempts of which none
	 * can have changed anything. If its time is over between attempts, the last one is the outcome.
	 */
	async send(call: SendableCall, { onUnconfirmed }: RequestOptions): Promise<Outcome | undefined> {
		const { credential, limits, idempotency } = call;
		const options = { idempotency, onUnconfirmed, retryForMs: limits.retryFor * 1000 };
		let firstStartedAt: number | undefined;
		let unconfirmed: Failure | undefined;
		let last: Failure | undefined;
		for (let count = 1; ; count++) {
			// Anew for each attempt: after a long delay it may have been forgotten, and another is in use.
			const rateLimiter = rateLimiters.of(credential.serverUrl);
			const permit = await rateLimiter.acquire(this.caller, limits);
			// Another request of the run may have freed this place, and stopped the run in the same moment.
			const hasStopped = this.caller.isStopped;
			if (hasStopped) permit?.release(false);
			if (permit === undefined || hasStopped) {
				const final = unconfirmed ?? (this.caller.isOutOfTime ? last : undefined);
				return final && { ...final, attempts: count - 1 };
			}
			const { startedAt } = permit;
			firstStartedAt ??= startedAt;
			const outcome = await this.attempt(call, permit, rateLimiter);
			if (outcome.kind === 'accepted') return outcome;
			last = outcome;
			// What one attempt may have done, the next one does not undo.
			if (outcome.kind === 'unconfirmed' && idempotency !== 'readOnly') unconfirmed = outcome;
			const attempts = { firstStartedAt, count, lastStartedAt: startedAt };
			const delay = this.retryPolicy.nextDelay(outcome, attempts, options);
			if (delay === undefined) return { ...(unconfirmed ?? outcome), attempts: count };
			if (outcome.cause === 'rateLimit') this.wasRateLimited = true;
			if (delay.appliesToAll) rateLimiter.pause(this.caller, delay.milliseconds);
			else await sleepUnless(systemClock, delay.milliseconds, () => this.caller.isStopped);
		}
	}

	/** Gives the permit back whatever happens, since others wait for it. */
	private async attempt(
		call: SendableCall,
		permit: Permit,
		rateLimiter: RateLimiter,
	): Promise<Outcome> {
		let isAnswered = false;
		try {
			const outcome = outcomeOf(await this.post(call), call);
			const isRefused = outcome.kind !== 'accepted' && outcome.cause === 'rateLimit';
			isAnswered = outcome.kind === 'accepted' || (outcome.httpCode !== undefined && !isRefused);
			if (isAnswered) this.retryPolicy.onResponse();
			// Before the permit goes to the next, which must not start at the old rate or in the pause.
			if (isRefused) rateLimiter.onRefusal(permit.startedAt, requestedDelay(outcome));
			return outcome;
		} finally {
			permit.release(isAnswered);
		}
	}

	private async post(call: SendableCall): Promise<RawResponse> {
		const { credential, url, username, site, commandParams } = call;
		const { timeout } = call.limits;
		const body = call.body ?? { Username: username, Site: site, CommandParams: commandParams };
		const secondsLeft = (this.caller.endsAt - systemClock.now()) / 1000;
		const limit = Math.min(timeout, Math.max(0, secondsLeft));
		return await send(this.requestContext, { credential, url, body, timeout: limit });
	}
}
