import { sleep } from 'n8n-workflow';

/** Time as the delivery sees it, in milliseconds. Tests bring a clock of their own. */
export interface Clock {
	/** Since 1970. */
	now(): number;
	/** Resolves when so many have passed. */
	sleep(milliseconds: number): Promise<void>;
}

/** The clock of the machine, and n8n's `sleep`. */
export const systemClock: Clock = { now: Date.now, sleep };

/** How long a pause may go on after n8n cancelled the execution. */
const SLICE = 200;

/**
 * Waits, in slices: n8n's `sleep` takes a signal in some versions only.
 *
 * @returns whether the whole time has passed; `false` if `ended` said so before.
 */
export async function pause(
	clock: Clock,
	milliseconds: number,
	ended: () => boolean,
): Promise<boolean> {
	const until = clock.now() + milliseconds;
	while (!ended()) {
		const left = until - clock.now();
		if (left <= 0) return true;
		await clock.sleep(Math.min(left, SLICE));
	}
	return false;
}
