import { sleep } from 'n8n-workflow';

/** How many jobs may wait for their turn in an incident while others are looked for. */
const LOOK_AHEAD = 1000;

/** How many jobs are read without letting anything else happen in n8n. */
const READ_AT_ONCE = 50;

/** Work that is done in one go. */
export interface Job {
	/** Jobs that share a lane go one after another; those without one whenever they can. */
	readonly lanes: readonly string[];
}

/**
 * Hands out jobs: in their order within a lane, side by side otherwise. They are read late, so that only
 * {@link LOOK_AHEAD} of them and a few more are ever held.
 */
export class Jobs<J extends Job> {
	/** Who is in each lane, in order: only the first may be at work. */
	private readonly lanes = new Map<string, J[]>();
	/** Those whose lanes have just become free for them. */
	private readonly ready: J[] = [];
	/** Those that were read and are in no lane yet. */
	private readonly upcoming: J[] = [];
	private waiting = 0;
	private read = 0;
	private allRead = false;
	private idle: Array<() => void> = [];

	/** @param source Makes the jobs, in their order, each when it is asked for. */
	constructor(
		private readonly source: Iterator<J, void>,
		private readonly ended: () => boolean,
	) {}

	/** The next job that may be done now; `undefined` when there are no more, or the run has ended. */
	async next(): Promise<J | undefined> {
		while (!this.ended()) {
			const ready = this.ready.shift();
			if (ready !== undefined) return ready;
			if (!this.exhausted && this.waiting < LOOK_AHEAD) {
				if (this.upcoming.length === 0) this.readOne();
				const job = this.upcoming.shift();
				if (job === undefined) continue;
				if (this.enters(job)) return job;
				if (++this.read % READ_AT_ONCE === 0) await sleep(0);
			} else if (this.exhausted && this.waiting === 0) {
				return undefined;
			} else {
				await this.wakened();
			}
		}
		return undefined;
	}

	/**
	 * Reads jobs while others are at work, so that one is there at once for whoever is done. One at a time:
	 * what has come in meanwhile goes first. Ends when all are read, or the run has ended.
	 *
	 * @param most How many are held at most.
	 */
	async readAhead(most: number): Promise<void> {
		for (;;) {
			await sleep(0);
			if (this.allRead || this.ended()) return;
			if (this.upcoming.length < most) this.readOne();
			else await this.wakened();
		}
	}

	/** Frees the lanes of a job for the next one in each. */
	done(job: J): void {
		for (const lane of job.lanes) {
			const row = this.lanes.get(lane)!;
			row.shift();
			const [next] = row;
			if (next === undefined) {
				this.lanes.delete(lane);
			} else if (this.isFirst(next)) {
				this.waiting--;
				this.ready.push(next);
			}
		}
		this.wake();
	}

	/** Lets those who wait see that something has changed. */
	wake(): void {
		const idle = this.idle;
		this.idle = [];
		for (const resolve of idle) resolve();
	}

	private get exhausted(): boolean {
		return this.allRead && this.upcoming.length === 0;
	}

	private readOne(): void {
		const { value: job } = this.source.next();
		if (job === undefined) this.allRead = true;
		else this.upcoming.push(job);
	}

	private async wakened(): Promise<void> {
		await new Promise<void>((resolve) => this.idle.push(resolve));
	}

	/** Whether the job's lanes are all free; otherwise the job waits in them. */
	private enters(job: J): boolean {
		for (const lane of job.lanes) {
			const row = this.lanes.get(lane);
			if (row === undefined) this.lanes.set(lane, [job]);
			else row.push(job);
		}
		const free = this.isFirst(job);
		if (!free) this.waiting++;
		return free;
	}

	private isFirst(job: J): boolean {
		return job.lanes.every((lane) => this.lanes.get(lane)![0] === job);
	}
}
