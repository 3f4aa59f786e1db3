import { sleep } from 'n8n-workflow';

/** How many items may wait for their turn in an incident while others are looked for. */
const LOOK_AHEAD = 1000;

/** How many items are read without letting anything else happen in n8n. */
const READ_AT_ONCE = 50;

/** One item's work. */
export interface Job {
	/** Jobs of one lane go one after another; those without one whenever they can. */
	readonly lane: string | undefined;
}

/**
 * Hands out the jobs of many items: in the order of the items within a lane, side by side otherwise.
 * Items are read as late as possible, so that only {@link LOOK_AHEAD} of them are ever held.
 */
export class Jobs<J extends Job> {
	/** The lanes that are busy, and who waits in each. */
	private readonly lanes = new Map<string, J[]>();
	/** Those whose lane has just become free for them. */
	private readonly ready: J[] = [];
	private waiting = 0;
	private cursor = 0;
	private idle: Array<() => void> = [];

	/** @param read Makes the job of an item; called once for each, in their order. */
	constructor(
		private readonly count: number,
		private readonly read: (item: number) => J,
		private readonly ended: () => boolean,
	) {}

	/** The next job that may be done now; `undefined` when there are no more, or the run has ended. */
	async next(): Promise<J | undefined> {
		while (!this.ended()) {
			const ready = this.ready.shift();
			if (ready !== undefined) return ready;
			if (this.cursor < this.count && this.waiting < LOOK_AHEAD) {
				const job = this.read(this.cursor++);
				if (this.enters(job)) return job;
				if (this.waiting % READ_AT_ONCE === 0) await sleep(0);
			} else if (this.cursor >= this.count && this.waiting === 0) {
				return undefined;
			} else {
				await new Promise<void>((resolve) => this.idle.push(resolve));
			}
		}
		return undefined;
	}

	/** Frees the lane of a job for the next one in it. */
	done({ lane }: J): void {
		if (lane !== undefined) {
			const next = this.lanes.get(lane)?.shift();
			if (next === undefined) {
				this.lanes.delete(lane);
			} else {
				this.waiting--;
				this.ready.push(next);
			}
		}
		this.wake();
	}

	/** Lets those who wait for a job see that the run has ended. */
	wake(): void {
		const idle = this.idle;
		this.idle = [];
		for (const resolve of idle) resolve();
	}

	/** Whether the job's lane is free; otherwise the job waits in it. */
	private enters(job: J): boolean {
		if (job.lane === undefined) return true;
		const before = this.lanes.get(job.lane);
		if (before === undefined) {
			this.lanes.set(job.lane, []);
			return true;
		}
		before.push(job);
		this.waiting++;
		return false;
	}
}
