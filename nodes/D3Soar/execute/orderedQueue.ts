import { sleep } from 'n8n-workflow';

/** How many jobs may wait for their turn in an incident while others are looked for. */
const LOOK_AHEAD = 1000;

/** How many jobs are read without letting anything else happen in n8n. */
const READS_PER_TICK = 50;

/** Work that is done in one go. */
export interface Queued {
	/** Jobs that share a lane go one after another; those without one whenever they can. */
	readonly orderingKeys: readonly string[];
}

/**
 * Hands out jobs: in their order within a lane, side by side otherwise. They are read late, so that only
 * {@link LOOK_AHEAD} of them and a few more are ever held.
 */
export class OrderedQueue<J extends Queued> {
	/** Who is in each lane, in order: only the first may be at work. */
	private readonly queues = new Map<string, J[]>();
	/** Those whose lanes have just become free for them. */
	private readonly ready: J[] = [];
	/** Those that were read and are in no lane yet. */
	private readonly upcoming: J[] = [];
	private waiting = 0;
	private readCount = 0;
	private allRead = false;
	private idle: Array<() => void> = [];

	/** @param source Makes the jobs, in their order, each when it is asked for. */
	constructor(
		private readonly source: Iterator<J, void>,
		private readonly isStopped: () => boolean,
	) {}

	/** The next job that may be done now; `undefined` when there are no more, or the run has ended. */
	async next(): Promise<J | undefined> {
		while (!this.isStopped()) {
			const ready = this.ready.shift();
			if (ready !== undefined) return ready;
			if (!this.exhausted && this.waiting < LOOK_AHEAD) {
				if (this.upcoming.length === 0) this.readOne();
				const job = this.upcoming.shift();
				if (job === undefined) continue;
				if (this.enqueue(job)) return job;
				if (++this.readCount % READS_PER_TICK === 0) await sleep(0);
			} else if (this.exhausted && this.waiting === 0) {
				return undefined;
			} else {
				await this.nextChange();
			}
		}
		return undefined;
	}

	/**
	 * Reads jobs while others are at work, so that one is there at once for whoever is done. One at a time:
	 * what has come in meanwhile goes first. Ends when all are read, or the run has ended.
	 *
	 * @param max How many are held at most.
	 */
	async readAhead(max: number): Promise<void> {
		for (;;) {
			await sleep(0);
			if (this.allRead || this.isStopped()) return;
			if (this.upcoming.length < max) this.readOne();
			else await this.nextChange();
		}
	}

	/** Frees the lanes of a job for the next one in each. */
	done(job: J): void {
		for (const key of job.orderingKeys) {
			const queue = this.queues.get(key)!;
			queue.shift();
			const [next] = queue;
			if (next === undefined) {
				this.queues.delete(key);
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

	private async nextChange(): Promise<void> {
		await new Promise<void>((resolve) => this.idle.push(resolve));
	}

	/** Whether the job's lanes are all free; otherwise the job waits in them. */
	private enqueue(job: J): boolean {
		for (const key of job.orderingKeys) {
			const queue = this.queues.get(key);
			if (queue === undefined) this.queues.set(key, [job]);
			else queue.push(job);
		}
		const free = this.isFirst(job);
		if (!free) this.waiting++;
		return free;
	}

	private isFirst(job: J): boolean {
		return job.orderingKeys.every((lane) => this.queues.get(lane)![0] === job);
	}
}
