import { setTimeout as sleep } from 'node:timers/promises';

import { OrderedQueue } from '../../../../nodes/D3Soar/execute/orderedQueue.ts';

/** Ten thousand items: in their order within an incident, side by side otherwise, and few of them held. */

const MOST = 3;

let read: string[];
let ended: boolean;
let jobs: OrderedQueue<{ name: string; orderingKeys: string[] }>;

function jobsOf(...names: string[]) {
	function* source() {
		for (const name of names) {
			read.push(name);
			yield { name, orderingKeys: [name.slice(0, 1)] };
		}
	}
	read = [];
	ended = false;
	jobs = new OrderedQueue(source(), () => ended);
}

/** Long after everything that can be read is read: counted in turns of the event loop, of which each lets read. */
async function aWhile(): Promise<void> {
	let seen = read.length;
	for (let turns = 0; turns < 20; turns++) {
		await sleep(1);
		if (read.length !== seen) turns = 0;
		seen = read.length;
	}
}

/** A row of so many jobs in one lane: `a0`, `a1` ... */
const row = (lane: string, count: number) =>
	Array.from({ length: count }, (_, index) => `${lane}${index}`);

/** Whether somebody who waits for a job has one by now. */
async function hasCome(next: Promise<unknown>): Promise<boolean> {
	return await Promise.race([next.then(() => true), aWhile().then(() => false)]);
}

describe('the next job', () => {
	it('is the next in order, until there are no more', async () => {
		jobsOf('a1', 'b1');
		expect(await jobs.next()).toMatchObject({ name: 'a1' });
		expect(await jobs.next()).toMatchObject({ name: 'b1' });
		expect(await jobs.next()).toBeUndefined();
	});

	it('is read when it is asked for, and not before', async () => {
		jobsOf('a1', 'b1', 'c1');
		expect(read).toEqual([]);
		await jobs.next();
		expect(read).toEqual(['a1']);
	});

	it('passes by those that have to wait for their lane, which come as soon as it is free', async () => {
		jobsOf('a1', 'a2', 'b1', 'c1');
		const first = await jobs.next();
		expect(await jobs.next()).toMatchObject({ name: 'b1' });
		jobs.done(first!);
		expect(await jobs.next()).toMatchObject({ name: 'a2' });
		expect(await jobs.next()).toMatchObject({ name: 'c1' });
	});

	it('comes to whoever waits for it when the one before it is done', async () => {
		jobsOf('a1', 'a2');
		const first = await jobs.next();
		const waiting = [jobs.next(), jobs.next()];
		expect(await hasCome(Promise.race(waiting))).toBe(false);
		jobs.done(first!);
		const second = await Promise.race(waiting);
		expect(second).toMatchObject({ name: 'a2' });
		jobs.done(second!);
		expect(await Promise.all(waiting)).toContain(undefined);
	});

	it('in several orderingKeys waits for all of them, and others wait for it', async () => {
		const all = [['x'], ['y'], ['x', 'y'], ['y']].map((orderingKeys, index) => ({
			index,
			orderingKeys,
		}));
		const several = new OrderedQueue(all.values(), () => false);
		const [x, y] = [await several.next(), await several.next()];
		const waiting = several.next();
		several.done(y!);
		expect(await hasCome(waiting)).toBe(false);
		several.done(x!);
		const both = await waiting;
		expect(both).toMatchObject({ index: 2 });
		const last = several.next();
		expect(await hasCome(last)).toBe(false);
		several.done(both!);
		expect(await last).toMatchObject({ index: 3 });
	});

	it('is none when the run has ended, also for whoever waits already', async () => {
		jobsOf('a1', 'a2', 'b1');
		await jobs.next();
		await jobs.next();
		const waiting = jobs.next();
		ended = true;
		jobs.wake();
		expect(await waiting).toBeUndefined();
		expect(await jobs.next()).toBeUndefined();
	});
});

// Ten thousand items for one incident must not all be held while the first is at work.
it('looks no further ahead than a thousand jobs that wait', async () => {
	jobsOf(...row('a', 1200), 'b0');
	const first = await jobs.next();
	const waiting = jobs.next();
	expect(await hasCome(waiting)).toBe(false);
	expect(read).toHaveLength(1001);
	jobs.done(first!);
	expect(await waiting).toMatchObject({ name: 'a1' });
	void jobs.next();
	await aWhile();
	expect(read).toHaveLength(1002);
});

// n8n serves its editor and its webhooks in the same process.
it('lets others go on while it reads many', async () => {
	jobsOf(...row('a', 500), 'b0');
	await jobs.next();
	let readByThen = 0;
	setTimeout(() => (readByThen = read.length));
	expect(await jobs.next()).toMatchObject({ name: 'b0' });
	expect(readByThen).toBeLessThan(200);
});

describe('reading ahead', () => {
	it('reads a few while the first is at work, and no more', async () => {
		jobsOf('a1', 'b1', 'c1', 'd1', 'e1', 'f1');
		await jobs.next();
		void jobs.readAhead(MOST);
		await aWhile();
		expect(read).toEqual(['a1', 'b1', 'c1', 'd1']);
	});

	it('reads on when one of them is taken', async () => {
		jobsOf('a1', 'b1', 'c1', 'd1', 'e1', 'f1');
		const first = await jobs.next();
		void jobs.readAhead(MOST);
		await aWhile();
		jobs.done(first!);
		expect(await jobs.next()).toMatchObject({ name: 'b1' });
		await aWhile();
		expect(read).toEqual(['a1', 'b1', 'c1', 'd1', 'e1']);
	});

	// Two changes to one incident must not change places because one of them was read early.
	it('keeps the order in each lane', async () => {
		jobsOf('a1', 'a2', 'b1', 'a3', 'b2');
		const order: string[] = [];
		const work = async () => {
			for (let job = await jobs.next(); job !== undefined; job = await jobs.next()) {
				order.push(job.name);
				await sleep(job.name === 'a1' ? 20 : 5);
				jobs.done(job);
			}
		};
		await Promise.all([work(), work(), jobs.readAhead(MOST)]);
		expect(order.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
		expect(order.filter((name) => name.startsWith('b'))).toEqual(['b1', 'b2']);
	});

	it('ends when all are read', async () => {
		jobsOf('a1', 'b1');
		await jobs.next();
		await jobs.readAhead(MOST);
		expect(read).toEqual(['a1', 'b1']);
		expect(await jobs.next()).toMatchObject({ name: 'b1' });
	});

	// A node that never ends holds up the whole workflow: the failure may come at any moment.
	it.each(['while it waits', 'while it lets others go first'])(
		'ends with the run %s',
		async (when) => {
			jobsOf('a1', 'b1', 'c1', 'd1', 'e1', 'f1');
			await jobs.next();
			const reading = jobs.readAhead(MOST);
			await aWhile();
			if (when === 'while it lets others go first') {
				jobs.wake();
				await new Promise<void>((resolve) => process.nextTick(resolve));
			}
			ended = true;
			jobs.wake();
			await reading;
			expect(read).toHaveLength(1 + MOST);
		},
	);

	it('says that a job cannot be read to whoever waits for the end', async () => {
		function* source(): Generator<{ name: string; orderingKeys: string[] }, void> {
			yield { name: 'a1', orderingKeys: [] };
			throw new Error('unreadable');
		}
		jobs = new OrderedQueue(source(), () => false);
		await jobs.next();
		await expect(jobs.readAhead(MOST)).rejects.toThrow('unreadable');
	});
});
