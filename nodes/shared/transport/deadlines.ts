import { systemClock } from './clock';

/** How often the deadlines are checked: each is exact to within this many milliseconds. */
const CHECK_INTERVAL_MS = 100;

/** What a task gets in place of a result when its deadline has passed. */
export const LATE = Symbol('late');

/**
 * Tells tasks when they take too long. n8n's own timeout only watches for silence, so a response that drips or never
 * ends needs a deadline of its own. One timer serves all requests in flight: AbortSignal.timeout() would
 * leave a timer behind for each request, which runs until the deadline even if the response is there.
 */
export class Deadlines {
	/** By what tells the task. */
	private readonly running = new Map<() => void, number>();
	private watching = false;

	/**
	 * Runs a task and resolves the promise that it is given after `milliseconds`. The task must race against that.
	 *
	 * @returns what the task returns, in time or not.
	 */
	async within<T>(
		milliseconds: number,
		task: (late: Promise<typeof LATE>) => Promise<T>,
	): Promise<T> {
		let tell!: () => void;
		const late = new Promise<typeof LATE>((resolve) => (tell = () => resolve(LATE)));
		this.running.set(tell, systemClock.now() + milliseconds);
		if (!this.watching) void this.watch();
		try {
			return await task(late);
		} finally {
			this.running.delete(tell);
		}
	}

	private async watch(): Promise<void> {
		this.watching = true;
		while (this.running.size > 0) {
			await systemClock.sleep(CHECK_INTERVAL_MS);
			for (const [tell, due] of this.running) {
				if (systemClock.now() >= due) tell();
			}
		}
		this.watching = false;
	}
}
