import { systemClock } from './clock';

/** How often the clock is looked at; a deadline is kept to within this many milliseconds. */
const CHECK_INTERVAL_MS = 100;

/**
 * Ends what takes too long. n8n's own timeout only watches for silence, so an answer that drips or
 * never ends needs a deadline of its own. One timer serves all requests in flight.
 */
export class Deadlines {
	private readonly running = new Map<AbortController, number>();
	private watching = false;

	/**
	 * Runs a task whose signal is aborted when `milliseconds` have passed. The task has to listen.
	 *
	 * @returns what the task returns, whether or not it was in time.
	 */
	async within<T>(milliseconds: number, task: (late: AbortSignal) => Promise<T>): Promise<T> {
		const controller = new AbortController();
		this.running.set(controller, systemClock.now() + milliseconds);
		if (!this.watching) void this.watch();
		try {
			return await task(controller.signal);
		} finally {
			this.running.delete(controller);
		}
	}

	private async watch(): Promise<void> {
		this.watching = true;
		while (this.running.size > 0) {
			await systemClock.sleep(CHECK_INTERVAL_MS);
			for (const [controller, due] of this.running) {
				if (systemClock.now() >= due) controller.abort();
			}
		}
		this.watching = false;
	}
}
