import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import { runOnEngine } from '../../../support/n8nEngine.mts';
import type { Fault } from '../../../simulator/faults.mts';
import type { Simulator } from '../../../simulator/simulator.mts';
import {
	manyTasksRun,
	startWithManyIncidents,
	type Settings,
} from '../../../support/manyTasks.mts';

/** n8n does everything in one thread: a node must not keep it from its users, nor from the next request. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startWithManyIncidents();
});
afterEach(async () => await simulator.close());

const run = (count: number, limits: Settings) => manyTasksRun(simulator, count, limits);

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
	simulator.injectFault(answeringTogether(10), { times: 30 });
	const { startedIn } = await countTurns(async () => {
		await runOnEngine(run(30, { requestsPerSecond: 0, maxConcurrentRequests: 10 }));
	});
	expect(simulator.ledger.tasks).toHaveLength(30);
	expect(startedIn).toHaveLength(30);
	expect(new Set(startedIn).size).toBe(30);
});

it('lets n8n serve its users while it looks at many items that cannot be sent', async () => {
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
