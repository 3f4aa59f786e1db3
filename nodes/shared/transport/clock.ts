import { sleep } from 'n8n-workflow';

/** A clock in milliseconds. Tests use one of their own. */
export interface Clock {
	/** Since some fixed instant. It is monotonic: setting the machine's date and time does not change it. */
	now(): number;
	/** Resolves after so many milliseconds. */
	sleep(milliseconds: number): Promise<void>;
}

/** The clock of the process, and n8n's `sleep`. */
export const systemClock: Clock = { now: () => performance.now(), sleep };

/** How long a pause may continue after n8n cancelled the execution. */
const SLICE_MS = 200;

/** Waits, or until `isStopped()`, in slices: n8n's `sleep` takes a signal in some versions only. */
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
