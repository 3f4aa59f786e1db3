import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import { runOnEngine } from '../../../support/n8nEngine.mts';
import type { Fault } from '../../../simulator/faults.mts';
import type { Simulator, SimulatorOptions } from '../../../simulator/simulator.mts';
import {
	manyTasksRun,
	manyItems,
	startWithManyIncidents,
	type Settings,
} from '../../../support/manyTasks.mts';
import { taskNamesIn } from '../../../support/fixtures.mts';

/** Many items: each is sent once, and no faster than D3 allows. */

let simulator: Simulator;
const start = async (options?: SimulatorOptions) => {
	simulator = await startWithManyIncidents(options);
};
afterEach(async () => await simulator.close());

const run = (count: number, limits: Settings) => manyTasksRun(simulator, count, limits);

// n8n's HTTP Request node loses 896 of these to 429.
it.each(['rolling', 'fixed'] as const)(
	'creates each of 1,000 tasks once under a limit of 50 per %s second',
	async (counting) => {
		await start({ requestsPerSecond: 50, counting, latency: 20 });
		const { outputs, error } = await runOnEngine(
			run(1000, { requestsPerSecond: 50, maxConcurrentRequests: 50 }),
		);
		expect(error).toBeUndefined();
		expect(taskNamesIn(outputs)).toEqual(manyItems(1000).map(({ name }) => name));
		expect(simulator.ledger.timesCreated().size).toBe(1000);
		expect(simulator.ledger.tasks).toHaveLength(1000);
	},
);

it("creates all tasks despite D3's rate limit, and says that D3 limited the rate", async () => {
	await start({ requestsPerSecond: 20 });
	const { outputs, error, hints } = await runOnEngine(
		run(100, { requestsPerSecond: 0, maxConcurrentRequests: 10 }),
	);
	expect(error).toBeUndefined();
	expect(taskNamesIn(outputs)).toEqual(manyItems(100).map(({ name }) => name));
	expect(simulator.ledger.tasks).toHaveLength(100);
	expect(hints[0]).toContain("D3's rate limit was reached");
});

it('creates each of 10,000 tasks once and outputs them in input order', async () => {
	await start();
	const { outputs, error } = await runOnEngine(
		run(10_000, { requestsPerSecond: 0, maxConcurrentRequests: 10 }),
	);
	expect(error).toBeUndefined();
	expect(taskNamesIn(outputs)).toEqual(manyItems(10_000).map(({ name }) => name));
	expect(simulator.ledger.timesCreated().size).toBe(10_000);
	expect(simulator.ledger.maxInFlight).toBeLessThanOrEqual(10);
});

/** Answers when so many requests have come, and then all of them. */
function answeringTogether(count: number): Fault {
	const held: Array<() => void> = [];
	return {
		stage: 'late',
		executesCommand: true,
		respond: (reply, { status, text }) => {
			const headers = { 'content-type': 'application/json' };
			held.push(() => void reply.writeHead(status, headers).end(text));
			if (held.length === count) for (const answer of held.splice(0)) answer();
		},
	};
}

/** How often the event loop had its turn during the work, and in which turns n8n started a request. */
async function countTurns(work: () => Promise<unknown>) {
	let turns = 0;
	let isDone = false;
	const count = () => {
		turns++;
		if (!isDone) setImmediate(count);
	};
	const startedIn: number[] = [];
	const onStart = () => startedIn.push(turns);
	subscribe('http.client.request.start', onStart);
	count();
	await work();
	isDone = true;
	unsubscribe('http.client.request.start', onStart);
	return { turns, startedIn };
}

// Requests that start together are answered together, and so on: n8n would idle, then compute, then idle.
it('starts one request after the other although ten responses come at the same time', async () => {
	await start();
	simulator.injectFault(answeringTogether(10), { times: 30 });
	const { startedIn } = await countTurns(async () => {
		await runOnEngine(run(30, { requestsPerSecond: 0, maxConcurrentRequests: 10 }));
	});
	expect(simulator.ledger.tasks).toHaveLength(30);
	expect(startedIn).toHaveLength(30);
	expect(new Set(startedIn).size).toBe(30);
});

it('lets n8n serve its users while it looks at many items that cannot be sent', async () => {
	await start();
	const { parameters, ...rest } = run(2000, { requestsPerSecond: 0 });
	const { turns } = await countTurns(async () => {
		await runOnEngine({
			...rest,
			parameters: {
				...parameters,
				incidentNumber: { __rl: true, mode: 'number', value: '={{ $json.none }}' },
			},
			node: { onError: 'continueRegularOutput' },
		});
	});
	expect(simulator.ledger.requests).toHaveLength(0);
	expect(turns).toBeGreaterThan(30);
});
