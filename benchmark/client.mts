/** One measurement, in a process of its own: it is told what to do, and tells what that took. */
import { setTimeout as sleep } from 'node:timers/promises';

import { executionsOf, itemsOf, taskOf, type Job } from './job.mts';
import { Meter, type Usage } from './meter.mts';
import type { ServerInfo } from './server.mts';
import type { RunOutput } from './engine.mts';
import { together } from './together.mts';
import { createBarely } from './peers/bareClient.mts';

/** What the client is told. */
export interface Task {
	readonly job: Job;
	readonly serverInfo: ServerInfo;
	/** Which of several processes it is. */
	readonly process: number;
}

export type Result = Usage &
	RunOutput & {
		/** When each latecomer had its item, in milliseconds since 1970. */
		readonly asked?: readonly number[];
	};

/** Enough to load what n8n loads late, and to have it compiled. */
const WARM_UP_ITEMS = 50;

/** Milliseconds from one latecomer to the next: they come at any moment of the bulk's second. */
const LATECOMERS_COME_AFTER = 1130;

/** Loaded while the server starts, where it is needed. */
const loading = process.argv.includes('--engine') ? loadEngine() : undefined;

process.once('disconnect', () => process.exit());
process.on('message', (task: Task) => {
	void measure(task).then((result) => process.send!(result));
});

async function loadEngine() {
	const { inIsolate } = await import('../test/support/n8nEngine.mts');
	const { runOnEngine } = await import('./engine.mts');
	return { inIsolate, runOnEngine };
}

async function measure({ job, serverInfo, process }: Task): Promise<Result> {
	const { contender, work, inspect } = job;
	const meter = new Meter(inspect);
	const { serverUrl, warmUpUrl, apiKey } = serverInfo;
	const engine = await loading;
	if (engine === undefined) {
		const tasks = Array.from({ length: work.items }, (_, item) => taskOf(item, work));
		const { inFlight = 1 } = contender;
		await createBarely(tasks.slice(0, WARM_UP_ITEMS), { serverUrl: warmUpUrl, apiKey, inFlight });
		meter.begin();
		const answers = await createBarely(tasks, { serverUrl, apiKey, inFlight });
		return { ...meter.end(), outputs: answers.length, failed: [] };
	}

	const { inIsolate, runOnEngine } = engine;
	const run = async (items: readonly number[], given: () => void) =>
		await runOnEngine(contender, work, { serverUrl, apiKey }, given, items);
	// As on an n8n server, expressions are evaluated in an isolate.
	return await inIsolate(async () => {
		const warmUp = {
			...work,
			items: WARM_UP_ITEMS,
			executions: 1,
			limit: undefined,
			pace: 0,
			faults: 'none' as const,
		};
		await runOnEngine(contender, warmUp, { serverUrl: warmUpUrl, apiKey }, () => undefined);
		const begin = once(() => meter.begin());
		const runs = executionsOf(work, process).map(
			async (execution) => await run(itemsOf(work, execution), begin),
		);
		const asked: number[] = [];
		for (let number = 0; number < (work.latecomers ?? 0); number++) {
			await sleep(LATECOMERS_COME_AFTER);
			await run([work.items + number], () => asked.push(Date.now()));
		}
		if (asked.length > 0) return { ...meter.end(), outputs: asked.length, failed: [], asked };
		const outputs = await Promise.all(runs);
		return { ...meter.end(), ...together(outputs) };
	});
}

function once(work: () => void): () => void {
	let done = false;
	return () => {
		if (!done) work();
		done = true;
	};
}
