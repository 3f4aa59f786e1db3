import { setTimeout as sleep } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { D3SoarCredential } from '../../../../credentials/credential.ts';
import { ActiveWorkflow } from '../../../support/activeWorkflow.mts';
import { credentialFor } from '../../../support/fixtures.mts';
import { callListSearch } from '../../../support/listSearch.mts';
import {
	manyTasksRun,
	startWithManyIncidents,
	type Settings,
} from '../../../support/manyTasks.mts';
import { packagedCredential, runOnEngine, startOnEngine } from '../../../support/n8nEngine.mts';
import { delayed, faults, later, tooMany } from '../../../simulator/faults.mts';
import type { Simulator, SimulatorOptions } from '../../../simulator/simulator.mts';

/** D3 counts the requests of all callers together, so what runs in one n8n keeps to one limit. */

let simulator: Simulator;
const start = async (options: SimulatorOptions) => {
	simulator = await startWithManyIncidents({
		...options,
		commandKeys: { CreateTask: 'key', GetIncidents: 'key', GetUsersBySite: 'key' },
	});
};
afterEach(async () => await simulator.close());

const run = (count: number, limits: Settings) => manyTasksRun(simulator, count, limits);
const countRefused = () => simulator.ledger.requests.filter(({ status }) => status === 429).length;

// With a limit for each of them 525 of 1,325 requests were refused.
it('eight executions at once make all their tasks, and D3 refuses none of their requests', async () => {
	// Twice of what they ask for: where n8n is still loading what it needs, requests leave late. Each by itself would
	// ask for half, eight for four times as much.
	await start({ requestsPerSecond: 50, latency: 20 });
	const runs = Array.from({ length: 8 }, async () => {
		return await runOnEngine(run(15, { requestsPerSecond: 25 }));
	});
	for (const { error, hints } of await Promise.all(runs)) {
		expect(error).toBeUndefined();
		expect(hints.join()).not.toContain('limited the rate');
	}
	expect(simulator.ledger.tasks).toHaveLength(120);
	expect(countRefused()).toBe(0);
	expect(simulator.ledger.maxInFlight).toBeLessThanOrEqual(10);
}, 60_000);

it('the limit holds for the node, a poll, lists and the HTTP Request node together', async () => {
	await start({ requestsPerSecond: 10, latency: 20 });
	// Half of that, for the same reason.
	const requestsPerSecond = 5;
	const credential = credentialFor(simulator, 'CreateTask', { requestsPerSecond });
	const trigger = new ActiveWorkflow({ credential });
	await Promise.all([
		runOnEngine(run(10, { requestsPerSecond })),
		trigger.activate(),
		...[1, 2, 3].map(async () => await callListSearch('searchUsers', { credential })),
		...[1, 2, 3].map(async () => await sendAsHttpRequestNode(credential)),
	]);
	expect(trigger.errors).toEqual([]);
	expect(simulator.ledger.requestsOf('GetUsersBySite')).toHaveLength(6);
	expect(countRefused()).toBe(0);
}, 60_000);

/** n8n has that node prepare a request, then wait for the credential's `authenticate`, and then send what that gives. */
async function sendAsHttpRequestNode(credential: D3SoarCredential): Promise<void> {
	const { authenticate } = await packagedCredential();
	if (typeof authenticate !== 'function') throw new Error('no function');
	const { uri, headers, body } = (await authenticate(
		credential as unknown as ICredentialDataDecryptedObject,
		{
			uri: `${simulator.serverUrl}/api/Command/GetUsersBySite`,
			body: { CommandParams: { 'Site Name': 'Security Operations', Online: 'No' } },
		} as unknown as IHttpRequestOptions,
	)) as unknown as { uri: string; headers: Record<string, string>; body: object };
	const response = await fetch(uri, {
		method: 'POST',
		headers: { ...headers, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(response.status).toBe(200);
}

describe('an execution that ends before its time', () => {
	const limits = { requestsPerSecond: 0, maxConcurrentRequests: 2 };

	it('gives back what it had when it is cancelled, and others go on', async () => {
		await start({ latency: 50 });
		const cancelled = await startOnEngine(run(1000, limits));
		const other = runOnEngine(run(20, limits));
		while (simulator.ledger.requests.length < 10) await sleep(5);
		cancelled.cancel();
		await cancelled.finished.catch(() => undefined);
		expect((await other).outputs[0]).toHaveLength(20);
		expect((await runOnEngine(run(20, limits))).outputs[0]).toHaveLength(20);
		expect(simulator.ledger.maxInFlight).toBe(2);
		expect(simulator.ledger.tasks.length).toBeLessThan(100);
	});

	it('gives back what it had when an item fails, and others go on', async () => {
		await start({ latency: 20 });
		simulator.injectFault(faults.invalidBody);
		expect((await runOnEngine(run(100, limits))).error).toBeDefined();
		expect((await runOnEngine(run(20, limits))).outputs[0]).toHaveLength(20);
		expect(simulator.ledger.tasks.length).toBeLessThan(25);
	});

	// Both happen at once: a place is free, and the item that freed it stops the run.
	it('sends nothing into the place that its failed item frees', async () => {
		await start({ latency: 20 });
		simulator.injectFault(delayed(1000));
		const twoAtOnce = { requestsPerSecond: 0, maxConcurrentRequests: 2 };
		const other = runOnEngine(run(1, twoAtOnce));
		while (simulator.ledger.requests.length === 0) await sleep(5);
		simulator.injectFault(later(200, faults.invalidBody));
		expect((await runOnEngine(run(2, twoAtOnce))).error).toBeDefined();
		expect((await other).outputs[0]).toHaveLength(1);
		expect(simulator.ledger.requests).toHaveLength(2);
		// A place that is not given back would be missing for ever.
		const oneAtOnce = { requestsPerSecond: 0, maxConcurrentRequests: 1 };
		expect((await runOnEngine(run(1, oneAtOnce))).outputs[0]).toHaveLength(1);
	});
});

// Each would find out by itself otherwise, with a refused request.
it('a pause that D3 asks one execution for holds for all of them, from the moment of its answer', async () => {
	await start({ latency: 50 });
	simulator.injectFault(tooMany('2'));
	const limits = { requestsPerSecond: 0, maxConcurrentRequests: 1 };
	const runs = await Promise.all([runOnEngine(run(5, limits)), runOnEngine(run(5, limits))]);
	for (const { error } of runs) expect(error).toBeUndefined();
	expect(simulator.ledger.tasks).toHaveLength(10);
	const [refused, ...others] = simulator.ledger.requests.map(({ at }) => at);
	expect(others[0]! - refused!).toBeGreaterThanOrEqual(2000);
}, 60_000);

describe('whoever gets no turn while D3 asked another execution for a pause', () => {
	const limits = { requestsPerSecond: 0, maxConcurrentRequests: 1 };

	// It took the blame on D3, which had not been asked.
	it('hears in a poll that nothing was sent, and n8n polls again', async () => {
		await start({ latency: 20 });
		const credential = credentialFor(simulator, 'GetIncidents', limits);
		const trigger = new ActiveWorkflow({ credential, budget: 2000 });
		await trigger.activate();
		const polled = simulator.ledger.requestsOf('GetIncidents').length;
		simulator.injectFault(tooMany('30'));
		const bulk = await startOnEngine(run(2, limits));
		while (simulator.ledger.requestsOf('CreateTask').length === 0) await sleep(5);
		await sleep(100);
		const error = await trigger.poll().catch((thrown: Error) => thrown);
		expect(error).toMatchObject({
			message: expect.stringMatching(/was not completed: it waited too long in the queue$/),
			failure: { cause: 'temporarily-unavailable' },
		});
		expect(simulator.ledger.requestsOf('GetIncidents')).toHaveLength(polled);
		bulk.cancel();
		await bulk.finished.catch(() => undefined);
	});

	// "Not completed: no turn" would hide what D3 said, and that it was asked.
	it('hears in a poll what D3 answered before, if the turn that is missing is the second attempt', async () => {
		await start({ latency: 20 });
		const credential = credentialFor(simulator, 'GetIncidents', limits);
		const trigger = new ActiveWorkflow({ credential, budget: 2000 });
		await trigger.activate();
		const polled = simulator.ledger.requestsOf('GetIncidents').length;
		simulator.injectFault(faults.unexpected);
		const poll = trigger.poll().catch((thrown: Error) => thrown);
		while (simulator.ledger.requestsOf('GetIncidents').length === polled) await sleep(5);
		simulator.injectFault(tooMany('30'));
		const bulk = await startOnEngine(run(2, limits));
		expect(await poll).toMatchObject({
			message: expect.stringMatching(/^D3 failed: /),
			failure: { cause: 'temporarily-unavailable' },
		});
		expect(simulator.ledger.requestsOf('GetIncidents')).toHaveLength(polled + 1);
		bulk.cancel();
		await bulk.finished.catch(() => undefined);
	});
});
