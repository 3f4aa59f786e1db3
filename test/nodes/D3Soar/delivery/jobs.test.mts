import { setTimeout as sleep } from 'node:timers/promises';

import { Jobs } from '../../../../nodes/D3Soar/delivery/jobs.ts';

/** Jobs are read while others are at work, so that a server that takes its time costs none of n8n's. */

const MOST = 3;

let read: string[];
let ended: boolean;
let jobs: Jobs<{ name: string; lanes: string[] }>;

function jobsOf(...names: string[]) {
	function* source() {
		for (const name of names) {
			read.push(name);
			yield { name, lanes: [name.slice(0, 1)] };
		}
	}
	read = [];
	ended = false;
	jobs = new Jobs(source(), () => ended);
}

/** Long after everything that can be read ahead is read. */
const aWhile = async () => await sleep(50);

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
	function* source(): Generator<{ name: string; lanes: string[] }, void> {
		yield { name: 'a1', lanes: [] };
		throw new Error('unreadable');
	}
	jobs = new Jobs(source(), () => false);
	await jobs.next();
	await expect(jobs.readAhead(MOST)).rejects.toThrow('unreadable');
});
