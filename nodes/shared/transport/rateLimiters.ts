import { parseServerUrl } from '../../../credentials/serverUrl';
import { systemClock, type Clock } from './clock';
import { RateLimiter } from './rateLimiter';

/** The rate limiters of the servers that are in use, one for each. */
export class RateLimiters {
	private readonly limiters = new Map<string, RateLimiter>();

	constructor(private readonly clock: Clock) {}

	/** How many servers are remembered. */
	get count(): number {
		return this.limiters.size;
	}

	/**
	 * The rate limiter of a server. The others that nobody uses any more are forgotten.
	 *
	 * @param serverUrl As a user entered it.
	 */
	of(serverUrl: unknown): RateLimiter {
		const server = serverOf(serverUrl);
		for (const [url, limiter] of this.limiters) {
			if (limiter.isForgettable) this.limiters.delete(url);
		}
		const limiter = this.limiters.get(server) ?? new RateLimiter(this.clock);
		this.limiters.set(server, limiter);
		return limiter;
	}
}

/** What all executions, polls and lists of this process share. */
export const rateLimiters = new RateLimiters(systemClock);

/** Nothing is sent to a URL that cannot be used, so that any name will do for it. */
function serverOf(serverUrl: unknown): string {
	try {
		return parseServerUrl(serverUrl);
	} catch {
		return '';
	}
}
