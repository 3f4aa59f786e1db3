import { setTimeout as sleep } from 'node:timers/promises';

import { OrderedQueue } from '../../../../nodes/D3Soar/execute/orderedQueue.ts';

/** Ten thousand items: in order within an incident, concurrently otherwise, and few of them in memory. */

let read: string[];
let stopped: boolean;
let queue: OrderedQueue<{ name: string; orderingKeys: string[] }>;

function startQueue(...names: string[]) {
	async function* source() {
		for (const name of names) {
			read.push(name);
			yield { name, orderingKeys: [name.slice(0, 1)] };
		}
	}
	read = [];
	stopped = false;
	queue = new OrderedQueue(source(), () => stopped);
}

async function* each<T>(values: Iterable<T>): AsyncGenerator<T, void> {
	yield* values;
}

/** Waits until nothing more is read: for 20 turns of the event loop without a read. */
async function untilIdle(): Promise<void> {
	let seen = read.length;
	for (let turns = 0; turns < 20; turns++) {
		await sleep(1);
		if (read.length !== seen) turns = 0;
		seen = read.length;
	}
}

/** The names of so many jobs with the same ordering key: `a0`, `a1` ... */
const sameKey = (key: string, count: number) =>
	Array.from({ length: count }, (_, index) => `${key}${index}`);

/** Whether a caller that waits for a job has received one by now. */
async function hasResolved(next: Promise<unknown>): Promise<boolean> {
	return await Promise.race([next.then(() => true), untilIdle().then(() => false)]);
}

describe('next', () => {
	it('next() returns the jobs in order, then undefined', async () => {
		startQueue('a1', 'b1');
		expect(await queue.next()).toMatchObject({ name: 'a1' });
		expect(await queue.next()).toMatchObject({ name: 'b1' });
		expect(await queue.next()).toBeUndefined();
	});

	it('reads a job only when next() is called, to keep few in memory', async () => {
		startQueue('a1', 'b1', 'c1');
		expect(read).toEqual([]);
		await queue.next();
		expect(read).toEqual(['a1']);
	});

	it('skips jobs whose ordering key is busy and returns them as soon as it is free', async () => {
		startQueue('a1', 'a2', 'b1', 'c1');
		const first = await queue.next();
		expect(await queue.next()).toMatchObject({ name: 'b1' });
		queue.done(first!);
		expect(await queue.next()).toMatchObject({ name: 'a2' });
		expect(await queue.next()).toMatchObject({ name: 'c1' });
	});

	it('gives a waiting caller the next job with the same ordering key once the previous one is done', async () => {
		startQueue('a1', 'a2');
		const first = await queue.next();
		const waiting = [queue.next(), queue.next()];
		expect(await hasResolved(Promise.race(waiting))).toBe(false);
		queue.done(first!);
		const second = await Promise.race(waiting);
		expect(second).toMatchObject({ name: 'a2' });
		queue.done(second!);
		expect(await Promise.all(waiting)).toContain(undefined);
	});

	it('a job with several ordering keys waits for all of them, and later jobs wait for it', async () => {
		const all = [['x'], ['y'], ['x', 'y'], ['y']].map((orderingKeys, index) => ({
			index,
			orderingKeys,
		}));
		const several = new OrderedQueue(each(all), () => false);
		const [x, y] = [await several.next(), await several.next()];
		const waiting = several.next();
		several.done(y!);
		expect(await hasResolved(waiting)).toBe(false);
		several.done(x!);
		const both = await waiting;
		expect(both).toMatchObject({ index: 2 });
		const last = several.next();
		expect(await hasResolved(last)).toBe(false);
		several.done(both!);
		expect(await last).toMatchObject({ index: 3 });
	});

	it('next() returns undefined after the run has stopped, also to callers that were waiting', async () => {
		startQueue('a1', 'a2', 'b1');
		await queue.next();
		await queue.next();
		const waiting = queue.next();
		stopped = true;
		queue.wake();
		expect(await waiting).toBeUndefined();
		expect(await queue.next()).toBeUndefined();
	});
});

// Ten thousand items for one incident must not all be in memory while the first is in progress.
it('reads no further ahead than 1,000 waiting jobs', async () => {
	startQueue(...sameKey('a', 1200), 'b0');
	const first = await queue.next();
	const waiting = queue.next();
	expect(await hasResolved(waiting)).toBe(false);
	expect(read).toHaveLength(1001);
	queue.done(first!);
	expect(await waiting).toMatchObject({ name: 'a1' });
	void queue.next();
	await untilIdle();
	expect(read).toHaveLength(1002);
});

// Two changes to one incident must not swap places.
it('several workers at once keep the order of jobs with the same ordering key', async () => {
	startQueue('a1', 'a2', 'b1', 'a3', 'b2');
	const order: string[] = [];
	const work = async () => {
		for (let job = await queue.next(); job !== undefined; job = await queue.next()) {
			order.push(job.name);
			await sleep(job.name === 'a1' ? 20 : 5);
			queue.done(job);
		}
	};
	await Promise.all([work(), work(), work()]);
	expect(order.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
	expect(order.filter((name) => name.startsWith('b'))).toEqual(['b1', 'b2']);
});

it('next() rejects if a job cannot be read', async () => {
	async function* source(): AsyncGenerator<{ name: string; orderingKeys: string[] }, void> {
		yield { name: 'a1', orderingKeys: [] };
		throw new Error('unreadable');
	}
	queue = new OrderedQueue(source(), () => false);
	await queue.next();
	await expect(queue.next()).rejects.toThrow('unreadable');
});
