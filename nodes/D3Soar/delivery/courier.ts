import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Call } from '../command';
import type { Options } from '../options';
import { pause, systemClock } from './clock';
import { Deadlines } from './deadlines';
import { outcomeOf, type Miss, type Outcome } from './outcome';
import { Pace } from './pace';
import { send, type Sender } from './request';
import { Retrying } from './retrying';

/** What of the builder's options a courier looks at for each call. */
type Terms = Pick<Options, 'timeout' | 'keepTryingFor' | 'afterUnknown'>;

/**
 * Takes calls to D3, no faster than it may, and again where that does no harm, until their outcome
 * stays.
 */
export class Courier {
	/** Whether D3 has limited the rate. */
	slowedDown = false;
	private readonly sender: Sender;
	private readonly pace: Pace;
	private readonly retrying = new Retrying(systemClock);

	/**
	 * @param requestsPerSecond The most that start in any second; 0 for no limit.
	 * @param ended Whether nothing new is to be sent any more.
	 */
	constructor(
		context: Sender['context'],
		credential: ICredentialDataDecryptedObject,
		requestsPerSecond: number,
		private readonly ended: () => boolean,
	) {
		this.sender = { context, credential, deadlines: new Deadlines() };
		this.pace = new Pace(systemClock, requestsPerSecond, ended);
	}

	/**
	 * Sends a call until its outcome stays.
	 *
	 * @returns `undefined` if the run ended while the call was still to be sent, or sent again, and
	 * nothing can have been done.
	 */
	async deliver(
		call: Pick<Call, 'address' | 'username' | 'site' | 'commandParams' | 'body' | 'effect'>,
		{ timeout, keepTryingFor, afterUnknown }: Terms,
	): Promise<Outcome | undefined> {
		let since: number | undefined;
		let unknown: Miss | undefined;
		for (let count = 1; ; count++) {
			const start = await this.pace.turn();
			if (start === undefined) return unknown && { ...unknown, tries: count - 1 };
			const lastBegan = systemClock.now();
			since ??= lastBegan;
			const outcome = outcomeOf(await this.send(call, timeout), call.effect);
			start.ended();
			if (outcome.kind === 'accepted') {
				this.retrying.answered();
				return outcome;
			}
			if (outcome.httpCode !== undefined && outcome.cause !== 'rateLimit') this.retrying.answered();
			// What may have been done by one try is not undone by the next.
			if (outcome.kind === 'unknown' && call.effect !== 'read') unknown = outcome;
			const wait = this.retrying.pauseAfter(
				outcome,
				{ since, count, lastBegan },
				{ effect: call.effect, afterUnknown, keepTryingFor: keepTryingFor * 1000 },
			);
			if (wait === undefined) return { ...(unknown ?? outcome), tries: count };
			if (outcome.cause === 'rateLimit') this.slowedDown = true;
			if (wait.forAll) this.pace.holdFor(wait.milliseconds);
			else await pause(systemClock, wait.milliseconds, this.ended);
		}
	}

	private async send(
		{
			address,
			username,
			site,
			commandParams,
			body,
		}: Pick<Call, 'address' | 'username' | 'site' | 'commandParams' | 'body'>,
		timeout: number,
	) {
		const envelope = { Username: username, Site: site, CommandParams: commandParams };
		return await send(this.sender, address, body ?? envelope, timeout);
	}
}
