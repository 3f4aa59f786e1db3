import { sleep } from 'n8n-workflow';

/** Time as the delivery sees it, in milliseconds. Tests bring a clock of their own. */
export interface Clock {
	/** Since some moment. It goes on evenly, also where the machine's date and time are set anew. */
	now(): number;
	/** Resolves when so many have passed. */
	sleep(milliseconds: number): Promise<void>;
}

/** The clock of the process, and n8n's `sleep`. */
export const systemClock: Clock = { now: () => performance.now(), sleep };

/** How long a pause may go on after n8n cancelled the execution. */
const SLICE_MS = 200;

/** Waits, or until `ended` says so, in slices: n8n's `sleep` takes a signal in some versions only. */
export async function sleepUnless(
	clock: Clock,
	milliseconds: number,
	isStopped: () => boolean,
): Promise<void> {
	const until = clock.now() + milliseconds;
	for (let left = milliseconds; left > 0 && !isStopped(); left = until - clock.now()) {
		await clock.sleep(Math.min(left, SLICE_MS));
	}
}
