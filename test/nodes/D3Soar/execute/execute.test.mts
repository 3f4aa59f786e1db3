import { setTimeout as sleep } from 'node:timers/promises';

import type { INodeParameters, NodeOperationError } from 'n8n-workflow';

import { limitsOf } from '../../../../credentials/limits.ts';
import { optionsFrom } from '../../../../nodes/D3Soar/options.ts';
import {
	credentialFor,
	isForTask,
	taskNamesIn,
	taskParameters,
} from '../../../support/fixtures.mts';
import {
	runOnEngine,
	startOnEngine,
	type NodeRun,
	type WorkflowRun,
} from '../../../support/n8nEngine.mts';
import { answering, faults, later, tooMany, type Fault } from '../../../simulator/faults.mts';
import type { Simulator, SimulatorOptions } from '../../../simulator/simulator.mts';
import {
	manyTasksRun,
	manyItems,
	startWithManyIncidents,
	type Settings,
} from '../../../support/manyTasks.mts';

/** Several items: in order where it matters, and never more at once than the user allows. */

let simulator: Simulator;
const start = async (options?: SimulatorOptions) => {
	simulator = await startWithManyIncidents(options);
};
afterEach(async () => await simulator.close());

const run = (count: number, settings: Settings, incidents?: number) =>
	manyTasksRun(simulator, count, settings, incidents);

const number = { __rl: true, mode: 'number', value: '20220125-1' };
const tags = { name: 'Tags', value: '={{ ["tag " + $itemIndex] }}' };
const running = (rest: INodeParameters): INodeParameters => ({
	resource: 'command',
	operation: 'run',
	...rest,
});

// rateLimiter.test.mts checks with a fake clock how starts are spread over time.
it("uses half of D3's rate limit and at most 10 concurrent requests by default", async () => {
	expect(limitsOf({})).toMatchObject({ requestsPerSecond: 25, maxConcurrentRequests: 10 });
	await start({ latency: 20 });
	await runOnEngine(run(20, {}));
	expect(simulator.ledger.maxInFlight).toBeLessThanOrEqual(10);
});

describe('order', () => {
	it('sends items of one incident in order and those of different incidents concurrently', async () => {
		await start({ latency: 20 });
		await runOnEngine(run(60, { requestsPerSecond: 0 }, 3));
		for (let incident = 0; incident < 3; incident++) {
			const numbers = simulator.ledger.tasks
				.filter((task) => task['Incident Number'] === `many-${incident}`)
				.map((task) => Number(task['Task Name'].slice(5)));
			expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
		}
		expect(simulator.ledger.maxInFlight).toBe(3);
	});

	// Two changes to one incident must not overtake each other, whichever command makes them.
	it.each<[string, string, INodeParameters]>([
		[
			'Remove Links',
			'RemoveLinkedIncidents',
			{
				resource: 'incident',
				operation: 'removeLinks',
				sourceIncidentNumber: number,
				linkedIncidentNumbersToBeRemoved: '20220125-9',
			},
		],
		[
			'Link to Cases',
			'LinkIncidentToExistingCases',
			{
				resource: 'incident',
				operation: 'linkToCases',
				caseNumbers: '={{ "2021-" + $itemIndex }}',
				incidentIdList: '20220125-1',
			},
		],
		[
			'Run with names and values',
			'AddIncidentTags',
			running({
				parameters: { parameter: [{ name: 'Incident Number', value: ' 20220125-1' }, tags] },
			}),
		],
		[
			'Run with incident numbers in text',
			'CloseIncidents',
			running({
				parameters: {
					parameter: [
						{ name: 'Incident Numbers', value: '={{ "20220125-1," + (100 + $itemIndex) }}' },
					],
				},
			}),
		],
		[
			'Run with JSON',
			'CloseIncidents',
			running({
				parametersJson: '={{ { "Incident Numbers": [100 + $itemIndex, "20220125-1"] } }}',
			}),
		],
	])('%s keeps the order of changes to one incident', async (_, command, parameters) => {
		await start();
		simulator.injectFault(later(30, answering(200, '{"returnData":"Successful"}')), { times: 4 });
		const workflow: WorkflowRun = {
			items: manyItems(4),
			parameters: { ...parameters, commandName: command },
			credential: credentialFor(simulator, command),
		};
		const { error } = await runOnEngine(workflow);
		expect(error).toBeUndefined();
		expect(simulator.ledger.requests).toHaveLength(4);
		expect(simulator.ledger.maxInFlight).toBe(1);
	});

	it('sends items concurrently if their lists name different incidents', async () => {
		await start();
		simulator.injectFault(later(500, answering(200, '{"returnData":"Successful"}')), { times: 4 });
		const { error } = await runOnEngine({
			items: manyItems(4),
			parameters: {
				...running({ parametersJson: '={{ { "Incident Numbers": [$itemIndex, ""] } }}' }),
				commandName: 'CloseIncidents',
			},
			credential: credentialFor(simulator, 'CloseIncidents'),
		});
		expect(error).toBeUndefined();
		expect(simulator.ledger.maxInFlight).toBeGreaterThan(1);
	});

	it('sends read-only requests about one incident concurrently', async () => {
		await start();
		const answer = '{"error":"","rawData":{"Title":"Phishing"}}';
		simulator.injectFault(later(300, answering(200, answer)), { times: 4 });
		const { error } = await runOnEngine({
			items: manyItems(4),
			parameters: { resource: 'incident', operation: 'get', incidentNumber: number },
			credential: credentialFor(simulator, 'getIncidentStaticField'),
		});
		expect(error).toBeUndefined();
		expect(simulator.ledger.maxInFlight).toBeGreaterThan(1);
	});

	it('keeps the order within an incident when a request is retried', async () => {
		await start();
		simulator.injectFault(tooMany('0'), { times: 3 });
		const { outputs } = await runOnEngine(run(10, { requestsPerSecond: 0 }, 1));
		expect(simulator.ledger.taskNames()).toEqual(taskNamesIn(outputs));
	});

	it('sends items of one incident concurrently if Keep Order is off, and still outputs them in input order', async () => {
		await start({ latency: 20 });
		const { outputs } = await runOnEngine(
			run(60, { requestsPerSecond: 0, maxConcurrentRequests: 7, options: { keepOrder: false } }, 1),
		);
		expect(simulator.ledger.maxInFlight).toBe(7);
		expect(taskNamesIn(outputs)).toEqual(manyItems(60).map(({ name }) => name));
	});

	it('does not hold back other incidents behind a long queue for one', async () => {
		await start();
		const isMade = (name: string) => simulator.ledger.taskNames().includes(name);
		// D3 confirms the first of the queue only when the other incident has its task.
		const afterLast: Fault = {
			stage: 'late',
			executesCommand: true,
			respond: async (reply, { status, text }) => {
				while (!isMade('last') && !reply.destroyed) await sleep(5);
				reply.writeHead(status, { 'content-type': 'application/json' }).end(text);
			},
		};
		simulator.injectFault(afterLast, { times: 1, when: isForTask('task 0') });
		const many = run(0, { requestsPerSecond: 0, timeout: 10 });
		many.items = [...manyItems(30, 1), { name: 'last', incident: 'many-19' }];
		const { error } = await runOnEngine(many);
		expect(error).toBeUndefined();
		expect(simulator.ledger.taskNames().slice(0, 3)).toEqual(['task 0', 'last', 'task 1']);
	});
});

// After a failure an analyst wants to look before anything else is sent.
it('sends no further items after the first failure and says how many D3 had accepted', async () => {
	await start({ latency: 100 });
	simulator.injectFault(faults.invalidBody, {
		when: ({ body }) => JSON.stringify(body).includes('"task 3"'),
	});
	const { error } = await runOnEngine(run(50, { requestsPerSecond: 0, maxConcurrentRequests: 5 }));
	const requests = simulator.ledger.requests.length;
	expect(requests).toBeLessThan(15);
	expect(error?.message).toMatch(/^D3 rejected.* \[item 3\]$/);
	expect(error?.description).toContain(
		`D3 had accepted ${simulator.ledger.tasks.length} of 50 items when the node stopped. They will not be sent again by Retry On Fail`,
	);
	await sleep(300);
	expect(simulator.ledger.requests).toHaveLength(requests);
});

// A message about the rate limit would send the analyst looking in the wrong place.
it('names the item that stopped the node, not one that was waiting for a retry', async () => {
	await start();
	simulator.injectFault(tooMany('2'), {
		when: ({ body }) => JSON.stringify(body).includes('"task 0"'),
	});
	simulator.injectFault(later(100, faults.invalidBody), {
		when: ({ body }) => JSON.stringify(body).includes('"task 1"'),
	});
	const { error } = await runOnEngine(run(2, { requestsPerSecond: 0 }));
	expect(error?.message).toMatch(/^D3 rejected.* \[item 1\]$/);
	expect(simulator.ledger.requests).toHaveLength(2);
});

it('shows a hint if D3 limited the rate', async () => {
	await start();
	simulator.injectFault(tooMany('0'));
	const { hints } = await runOnEngine(run(3, { requestsPerSecond: 0 }));
	expect(hints[0]).toMatch(/^D3's rate limit was reached/);
});

it('says of one item among several that it was not sent, and not that nothing was', async () => {
	await start();
	const { outputs } = await runOnEngine({
		...run(2, {}),
		parameters: taskParameters({ taskName: '={{ $itemIndex === 0 ? "A" : "" }}' }),
		node: { onError: 'continueRegularOutput' },
	});
	expect(outputs[0]?.[1]?.json.details).toMatchObject({
		description: expect.stringMatching(/ This item was not sent\.$/) as string,
	});
	expect(simulator.ledger.requests).toHaveLength(1);
});

it('shows a hint with the number of unconfirmed items, without counting rejected ones', async () => {
	await start();
	simulator.injectFault(faults.unexpected, { times: 2 });
	simulator.injectFault(faults.invalidBody);
	const { hints } = await runOnEngine({
		...run(5, { requestsPerSecond: 0 }),
		node: { onError: 'continueRegularOutput' },
	});
	expect(hints[0]).toMatch(/^2 items ended unconfirmed/);
});

describe('cancellation', () => {
	/** n8n stores it when the node has ended, which is after the execution has. */
	const errorOf = async ({ run: cancelled }: NodeRun) => {
		const { runData } = cancelled.data.resultData;
		while (Object.keys(runData).length < 2) await sleep(5);
		return Object.values(runData).at(-1)?.[0]?.error as NodeOperationError | undefined;
	};

	it('sends nothing more after the execution is cancelled', async () => {
		await start({ latency: 20 });
		const { cancel, finished } = await startOnEngine(run(1000, { requestsPerSecond: 100 }));
		while (simulator.ledger.requests.length < 20) await sleep(5);
		cancel();
		await finished.catch(() => undefined);
		await sleep(100);
		const { length } = simulator.ledger.requests;
		await sleep(500);
		expect(simulator.ledger.requests).toHaveLength(length);
		expect(length).toBeLessThan(200);
	});

	// Here the first aborted request does not end the node.
	it('sends nothing more after cancellation even if the node continues on errors', async () => {
		await start({ latency: 100 });
		const { cancel, finished } = await startOnEngine({
			...run(1000, { requestsPerSecond: 0, maxConcurrentRequests: 3 }),
			node: { onError: 'continueRegularOutput' },
		});
		while (simulator.ledger.requests.length < 10) await sleep(5);
		cancel();
		await finished.catch(() => undefined);
		await sleep(500);
		// Only those that were already in flight.
		expect(simulator.ledger.requests.length).toBeLessThan(10 + 2 * 3);
	});

	// It goes into n8n's list of executions, which has no Retry of a cancelled one.
	it('the error of a cancelled execution does not speak of a Retry', async () => {
		await start({ latency: 300 });
		const limits = { requestsPerSecond: 0, maxConcurrentRequests: 2 };
		const { cancel, finished } = await startOnEngine(run(9, limits));
		while (simulator.ledger.requests.length < 3) await sleep(5);
		cancel();
		const error = await errorOf(await finished);
		expect(error?.message).toMatch(
			/^Check D3 first: n8n cancelled the execution before D3 responded; task /,
		);
		expect(error?.description).toMatch(
			/ If not, run this item again\. D3 had accepted [12] of 9 items when the node stopped\. A new execution sends them again\./,
		);
	});

	it('an execution that is cancelled while an item waits says how many items D3 had accepted', async () => {
		await start();
		simulator.injectFault(tooMany('5'), { times: 10, when: isForTask('task 2') });
		const { cancel, finished } = await startOnEngine(run(4, { maxConcurrentRequests: 1 }));
		while (simulator.ledger.requests.length < 3) await sleep(5);
		await sleep(50);
		cancel();
		expect((await errorOf(await finished))?.message).toBe(
			'Execution cancelled after D3 had accepted 2 of 4 items',
		);
		expect(simulator.ledger.requests).toHaveLength(3);
	});

	it('does not retry if the execution is cancelled during the backoff', async () => {
		await start();
		simulator.injectFault(tooMany('1'), { times: 10 });
		const { cancel, finished } = await startOnEngine(run(20, {}, 1));
		while (simulator.ledger.requests.length < 1) await sleep(5);
		await sleep(50);
		cancel();
		await finished.catch(() => undefined);
		await sleep(1500);
		expect(simulator.ledger.requests).toHaveLength(1);
	});
});

// An expression that finds nothing must not lift a limit: 0 means no limit.
it.each([
	['Max Concurrent Requests', { maxConcurrentRequests: '={{ "many" }}' }],
	['Max Concurrent Requests', { maxConcurrentRequests: '={{ 1.5 }}' }],
	['Requests per Second', { requestsPerSecond: '={{ -1 }}' }],
	['Requests per Second', { requestsPerSecond: '={{ null }}' }],
	['Requests per Second', { requestsPerSecond: '={{ [] }}' }],
	['Requests per Second', { requestsPerSecond: '={{ " " }}' }],
	['Requests per Second', { requestsPerSecond: '={{ 0.5 }}' }],
	['Retry For (Seconds)', { retryFor: '={{ NaN }}' }],
	['Retry For (Seconds)', { retryFor: '={{ null }}' }],
	['Timeout (Seconds)', { timeout: '={{ 0 }}' }],
])('rejects an unusable number for %s before sending anything: %j', async (name, limits) => {
	await start();
	const { error } = await runOnEngine(run(3, limits));
	expect(error?.message).toContain(`${name} of the D3 SOAR credential `);
	expect(error?.message).toMatch(
		/credential (is empty|is a list, not text|contains NaN, which is not a number|".*" is (not a whole number|out of range)) \[item 0\]$/,
	);
	expect(simulator.ledger.requests).toEqual([]);
});

it('accepts numbers and booleans that are written as text', () => {
	expect(limitsOf({ requestsPerSecond: '10', timeout: ' 5 ' })).toMatchObject({
		requestsPerSecond: 10,
		timeout: 5,
	});
	expect(optionsFrom({ keepOrder: 'false' }).keepOrder).toBe(false);
	expect(optionsFrom({ keepOrder: 'true' }).keepOrder).toBe(true);
});

it.each(['={{ null }}', '={{ "maybe" }}'])(
	'rejects %s for Keep Order before sending anything',
	async (keepOrder) => {
		await start();
		const { error } = await runOnEngine(run(3, { options: { keepOrder } }));
		expect(error?.message).toMatch(
			/^Keep Order per Incident (is empty|must be true or false) \[item 0\]$/,
		);
		expect(simulator.ledger.requests).toEqual([]);
	},
);
