/** One measurement, in a process of its own: it is told what to do, and tells what that took. */
import { taskOf, type Job } from './job.mts';
import { Meter, type Usage } from './meter.mts';
import type { ServerInfo } from './server.mts';
import type { RunOutput } from './engine.mts';
import { createBarely } from './peers/bareClient.mts';

/** What the client is told. */
export interface Task {
	readonly job: Job;
	readonly serverInfo: ServerInfo;
}

export type Result = Usage & RunOutput;

/** Enough to load what n8n loads late, and to have it compiled. */
const WARM_UP_ITEMS = 50;

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

async function measure({ job: { contender, work, inspect }, serverInfo }: Task): Promise<Result> {
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
	// As on an n8n server, expressions are evaluated in an isolate.
	return await inIsolate(async () => {
		const warmUp = { ...work, items: WARM_UP_ITEMS, limit: undefined, faults: 'none' as const };
		await runOnEngine(contender, warmUp, { serverUrl: warmUpUrl, apiKey }, () => undefined);
		const output = await runOnEngine(contender, work, { serverUrl, apiKey }, () => meter.begin());
		return { ...meter.end(), ...output };
	});
}
