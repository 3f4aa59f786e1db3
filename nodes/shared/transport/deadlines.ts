import { systemClock } from './clock';

/** How often the deadlines are checked: each is exact to within this many milliseconds. */
const CHECK_INTERVAL_MS = 100;

/**
 * Aborts what takes too long. n8n's own timeout only watches for silence, so a response that drips or never
 * ends needs a deadline of its own. One timer serves all requests in flight: AbortSignal.timeout() would
 * leave a timer behind for each request, which runs until the deadline even if the response is there.
 */
export class Deadlines {
	private readonly running = new Map<AbortController, number>();
	private watching = false;

	/**
	 * Runs a task and aborts its signal after `milliseconds`. The task must listen to the signal.
	 *
	 * @returns what the task returns, in time or not.
	 */
	async within<T>(milliseconds: number, task: (deadline: AbortSignal) => Promise<T>): Promise<T> {
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
