import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';

import type { D3SoarCredential } from '../../../../credentials/credential.ts';

import { credentialFor } from '../../../support/fixtures.mts';
import { runOnEngine, startOnEngine, type WorkflowRun } from '../../../support/n8nEngine.mts';
import { delayed, faults, later, tooMany } from '../../../simulator/faults.mts';
import type { SeenRequest } from '../../../simulator/ledger.mts';
import type { Simulator } from '../../../simulator/simulator.mts';
import { manyTasksRun, manyItems, startWithManyIncidents } from '../../../support/manyTasks.mts';

/** How several attempts of one call end, and what the other calls do meanwhile. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startWithManyIncidents();
});
afterEach(async () => await simulator.close());

const continues = { onError: 'continueRegularOutput' } as const;
const oneAtATime = { maxConcurrentRequests: 1, requestsPerSecond: 0 };

/** Closing an incident a second time changes nothing more, so it is sent again. */
const closing = (count: number, limits: Partial<D3SoarCredential> = {}): WorkflowRun => ({
	items: manyItems(count),
	parameters: {
		resource: 'incident',
		operation: 'close',
		incidentNumbers: { __rl: true, mode: 'number', value: '={{ $json.incident }}' },
		options: { batchSize: 1 },
	},
	credential: credentialFor(simulator, 'CloseIncidentInBulk', { requestsPerSecond: 0, ...limits }),
});

const isOf = (item: number) => {
	const names = new RegExp(`"(many-${item}|task ${item})"`);
	return ({ body }: SeenRequest) => names.test(JSON.stringify(body));
};
const itemsInOrderOfArrival = () =>
	simulator.ledger.requests.map(({ body }) =>
		Number(/"many-(\d+)"/.exec(JSON.stringify(body))?.[1]),
	);

describe('a call that D3 may have done at the first attempt', () => {
	it('a call stays unconfirmed if D3 rejects its second attempt, since the first may have succeeded', async () => {
		simulator.injectFault(faults.doneButReset);
		simulator.injectFault(faults.invalidBody);
		const { error } = await runOnEngine(closing(1));
		expect(error?.message).toBe(
			'Safe to run again: D3 did not respond; closing of many-0 may or may not be done',
		);
		expect(error?.description).toMatch(/It was sent 2 times\. A second time changes nothing more/);
		expect(error?.context?.details).toMatchObject({ outcome: 'unconfirmed' });
		expect(simulator.ledger.requests).toHaveLength(2);
	});

	it('a call stays unconfirmed if the execution stops before its second attempt', async () => {
		simulator.injectFault(faults.doneButReset, { when: isOf(0) });
		simulator.injectFault(later(200, faults.invalidBody), { when: isOf(1) });
		const { error } = await runOnEngine(closing(2));
		expect(error?.message).toMatch(/^Safe to run again: D3 did not respond/);
		expect(error?.description).not.toContain('It was sent');
		expect(simulator.ledger.requests).toHaveLength(2);
	});
});

// D3 may be given an hour to respond.
it('closes the connections of all requests that are under way when the execution is cancelled', async () => {
	simulator.injectFault(faults.silent, { times: 2 });
	const { cancel, finished } = await startOnEngine(closing(2, { timeout: 3600 }));
	while (simulator.ledger.inFlight < 2) await sleep(5);
	cancel();
	await finished.catch(() => undefined);
	while (simulator.ledger.inFlight > 0) await sleep(5);
	expect(simulator.ledger.requests).toHaveLength(2);
});

it('a read-only call ends as rejected if D3 rejects its second attempt', async () => {
	simulator.injectFault(faults.doneButReset);
	simulator.injectFault(faults.invalidBody);
	const { error } = await runOnEngine({
		parameters: {
			resource: 'user',
			operation: 'getManyBySite',
			siteName: 'Security Operations',
		},
		credential: credentialFor(simulator, 'GetUsersBySite'),
	});
	expect(error?.message).toMatch(/^D3 rejected/);
	expect(error?.context?.details).toMatchObject({ outcome: 'rejected' });
});

describe('the other items', () => {
	it('other items wait while D3 limits the rate', async () => {
		simulator.injectFault(tooMany('1'), { when: isOf(0) });
		simulator.injectFault(delayed(200), { when: isOf(1) });
		const { hints } = await runOnEngine(
			manyTasksRun(simulator, 10, { requestsPerSecond: 0, maxConcurrentRequests: 2 }),
		);
		expect(itemsInOrderOfArrival().lastIndexOf(0)).toBeLessThan(5);
		expect(simulator.ledger.tasks).toHaveLength(10);
		expect(hints[0]).toMatch(/^D3's rate limit was reached/);
	});

	it('other items go on while one item waits for its retry', async () => {
		simulator.injectFault(faults.doneButReset, { when: isOf(0) });
		const { error, hints } = await runOnEngine(closing(10, { maxConcurrentRequests: 2 }));
		expect(error).toBeUndefined();
		expect(itemsInOrderOfArrival().lastIndexOf(0)).toBe(10);
		expect(hints).toEqual([]);
	});
});

// Retry For counts from the start of an outage, and not again for each of ten thousand items.
describe('an outage', () => {
	const limits = { ...oneAtATime, retryFor: 2 };

	it('a lasting rate limit is waited out once: the items after the first are attempted once', async () => {
		simulator.injectFault(tooMany('1'), { times: 100 });
		const { outputs } = await runOnEngine({
			...manyTasksRun(simulator, 4, limits),
			node: continues,
		});
		expect(outputs[0]!.map(({ json }) => json.details)).toMatchObject(
			Array(4).fill({ outcome: 'rejected', httpCode: 429 }),
		);
		const arrived = itemsInOrderOfArrival();
		expect(arrived.filter((item) => item === 0).length).toBeGreaterThan(1);
		expect(arrived.filter((item) => item > 0)).toEqual([1, 2, 3]);
	});

	it('an unreachable server is waited out once for all items', async () => {
		await simulator.close();
		let connections = 0;
		const count = () => void connections++;
		subscribe('net.client.socket', count);
		try {
			const { outputs } = await runOnEngine({
				...manyTasksRun(simulator, 1, limits),
				node: continues,
			});
			const ofOne = connections;
			expect(outputs[0]![0]!.json.details).toMatchObject({ code: 'ECONNREFUSED' });
			connections = 0;
			await runOnEngine({ ...manyTasksRun(simulator, 4, limits), node: continues });
			expect(connections).toBeLessThan(2 * ofOne + 3);
		} finally {
			unsubscribe('net.client.socket', count);
		}
	});

	// D3 is restarted for an update, and is back in a moment.
	it('a server that is away for a moment gets the item when it is back', async () => {
		const { port } = new URL(simulator.serverUrl);
		await simulator.close();
		const tried = new Promise<void>((resolve) => {
			const onFirst = () => {
				unsubscribe('net.client.socket', onFirst);
				resolve();
			};
			subscribe('net.client.socket', onFirst);
		});
		const run = runOnEngine(manyTasksRun(simulator, 1, { ...limits, retryFor: 10 }));
		await tried;
		// Longer than it takes to try again at once, and shorter than the first pause.
		await sleep(200);
		simulator = await startWithManyIncidents({ port: Number(port) });
		expect((await run).error).toBeUndefined();
		expect(simulator.ledger.tasks).toHaveLength(1);
	});

	it.each([
		['has accepted an item', delayed(1200)],
		['has rejected an item', later(1200, faults.invalidBody)],
	])('a new rate limit is waited out again once D3 %s', async (_what, response) => {
		for (const item of [0, 2]) simulator.injectFault(tooMany('1'), { when: isOf(item) });
		for (const item of [0, 1]) simulator.injectFault(response, { when: isOf(item) });
		const { outputs } = await runOnEngine({
			...manyTasksRun(simulator, 3, limits),
			node: continues,
		});
		expect(itemsInOrderOfArrival()).toEqual([0, 0, 1, 2, 2]);
		expect(outputs[0]![2]!.json).toMatchObject({ 'Task Name': 'task 2' });
	});
});
