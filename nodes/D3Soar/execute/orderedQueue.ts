/** Max elements that may wait for an earlier one with the same ordering key while the queue looks for others. */
const LOOK_AHEAD = 1000;

/** An element of the queue. */
export interface Queued {
	/** Elements that share a key run one after another; elements without one run at any time. */
	readonly orderingKeys: readonly string[];
}

/**
 * A queue that keeps the order of elements with the same ordering key and hands out all others concurrently. It
 * reads its source lazily, so that it never holds more than {@link LOOK_AHEAD} elements and a few.
 *
 * Not p-limit with a concurrency of one for each incident: an item may name several incidents, and ten thousand
 * items would all be read before the first is sent.
 */
export class OrderedQueue<Q extends Queued> {
	/** The elements of each ordering key, in order: only the first may be running. */
	private readonly queues = new Map<string, Q[]>();
	/** Elements that waited and are now first for all their keys. */
	private readonly ready: Q[] = [];
	private waiting = 0;
	private allRead = false;
	private idle: Array<() => void> = [];

	/** @param source Yields the elements in order, each when it is read. */
	constructor(
		private readonly source: AsyncIterator<Q, void>,
		private readonly isStopped: () => boolean,
	) {}

	/** The next element that may run now; `undefined` when there are no more, or the run has stopped. */
	async next(): Promise<Q | undefined> {
		while (!this.isStopped()) {
			const ready = this.ready.shift();
			if (ready !== undefined) return ready;
			if (!this.allRead && this.waiting < LOOK_AHEAD) {
				const { value: element } = await this.source.next();
				if (element === undefined) this.allRead = true;
				else if (this.enqueue(element)) return element;
			} else if (this.allRead && this.waiting === 0) {
				return undefined;
			} else {
				await this.nextChange();
			}
		}
		return undefined;
	}

	/** Removes an element that is done, so that the next one of each of its keys may run. */
	done(element: Q): void {
		for (const key of element.orderingKeys) {
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

	/** Makes all waiting calls look again. */
	wake(): void {
		const idle = this.idle;
		this.idle = [];
		for (const resolve of idle) resolve();
	}

	private async nextChange(): Promise<void> {
		await new Promise<void>((resolve) => this.idle.push(resolve));
	}

	/** Adds an element to the queues of its keys. Returns whether it may run now; otherwise it waits. */
	private enqueue(element: Q): boolean {
		for (const key of element.orderingKeys) {
			const queue = this.queues.get(key);
			if (queue === undefined) this.queues.set(key, [element]);
			else queue.push(element);
		}
		const free = this.isFirst(element);
		if (!free) this.waiting++;
		return free;
	}

	private isFirst(element: Q): boolean {
		return element.orderingKeys.every((key) => this.queues.get(key)![0] === element);
	}
}
