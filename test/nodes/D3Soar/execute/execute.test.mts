import { setTimeout as sleep } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import { optionsFrom } from '../../../../nodes/D3Soar/options.ts';
import {
	credentialFor,
	runNode,
	startNode,
	type WorkflowRun,
} from '../../../support/n8nEngine.mts';
import { answering, faults, later, tooMany } from '../../../simulator/faults.mts';
import type { Simulator, SimulatorOptions } from '../../../simulator/simulator.mts';
import { making, manyItems, namesIn, startWithMany } from '../../../support/manyTasks.mts';

/** Several items: in order where it matters, and no more at once than the builder wants. */

let simulator: Simulator;
const start = async (options?: SimulatorOptions) => {
	simulator = await startWithMany(options);
};
afterEach(async () => await simulator.close());

const run = (count: number, options: INodeParameters, incidents?: number) =>
	making(simulator, count, options, incidents);

const number = { __rl: true, mode: 'number', value: '20220125-1' };
const tags = { name: 'Tags', value: '={{ ["tag " + $itemIndex] }}' };
const running = (rest: INodeParameters): INodeParameters => ({
	resource: 'command',
	operation: 'run',
	...rest,
});

// How starts are spread over time is asked of a fake clock in pace.test.mts.
it('leaves half of the limit to others unless the builder says otherwise', async () => {
	expect(optionsFrom({})).toMatchObject({ requestsPerSecond: 25, maxConcurrentRequests: 10 });
	await start({ latency: 20 });
	await runNode(run(20, {}));
	expect(simulator.ledger.mostInFlight).toBeLessThanOrEqual(10);
});

describe('order', () => {
	it('is that of the items within an incident, side by side with other incidents', async () => {
		await start({ latency: 20 });
		await runNode(run(60, { requestsPerSecond: 0 }, 3));
		for (let incident = 0; incident < 3; incident++) {
			const numbers = simulator.ledger.tasks
				.filter((task) => task['Incident Number'] === `many-${incident}`)
				.map((task) => Number(task['Task Name'].slice(5)));
			expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
		}
		expect(simulator.ledger.mostInFlight).toBe(3);
	});

	// Two changes of one incident may not overtake each other, whichever command makes them.
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
			'Run with numbers in a text',
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
	])('is kept by %s too', async (_, command, parameters) => {
		await start();
		simulator.misbehave(later(30, answering(200, '{"returnData":"Successful"}')), { times: 4 });
		const workflow: WorkflowRun = {
			items: manyItems(4),
			parameters: { ...parameters, commandName: command },
			credential: credentialFor(simulator, command),
		};
		const { error } = await runNode(workflow);
		expect(error).toBeUndefined();
		expect(simulator.ledger.requests).toHaveLength(4);
		expect(simulator.ledger.mostInFlight).toBe(1);
	});

	it('leaves what is about several incidents side by side where they are others', async () => {
		await start();
		simulator.misbehave(later(500, answering(200, '{"returnData":"Successful"}')), { times: 4 });
		const { error } = await runNode({
			items: manyItems(4),
			parameters: {
				...running({ parametersJson: '={{ { "Incident Numbers": [$itemIndex, ""] } }}' }),
				commandName: 'CloseIncidents',
			},
			credential: credentialFor(simulator, 'CloseIncidents'),
		});
		expect(error).toBeUndefined();
		expect(simulator.ledger.mostInFlight).toBeGreaterThan(1);
	});

	it('does not matter to what is only read', async () => {
		await start();
		const answer = '{"error":"","rawData":{"Title":"Phishing"}}';
		simulator.misbehave(later(300, answering(200, answer)), { times: 4 });
		const { error } = await runNode({
			items: manyItems(4),
			parameters: { resource: 'incident', operation: 'get', incidentNumber: number },
			credential: credentialFor(simulator, 'getIncidentStaticField'),
		});
		expect(error).toBeUndefined();
		expect(simulator.ledger.mostInFlight).toBeGreaterThan(1);
	});

	it('holds although one of them has to be tried again', async () => {
		await start();
		simulator.misbehave(tooMany('0'), { times: 3 });
		const { outputs } = await runNode(run(10, { requestsPerSecond: 0 }, 1));
		expect(simulator.ledger.tasks.map((task) => task['Task Name'])).toEqual(namesIn(outputs));
	});

	it('does not matter without Keep Order, and then only Max In Flight bounds them', async () => {
		await start({ latency: 20 });
		const { outputs } = await runNode(
			run(60, { requestsPerSecond: 0, keepOrder: false, maxConcurrentRequests: 7 }, 1),
		);
		expect(simulator.ledger.mostInFlight).toBe(7);
		expect(namesIn(outputs)).toEqual(manyItems(60).map(({ name }) => name));
	});

	it('lets other incidents pass by a long row of items for one', async () => {
		await start({ latency: 50 });
		const many = run(0, { requestsPerSecond: 0 });
		many.items = [...manyItems(30, 1), { name: 'last', incident: 'many-19' }];
		await runNode(many);
		const names = simulator.ledger.tasks.map((task) => task['Task Name']);
		expect(names.indexOf('last')).toBeLessThan(3);
	});
});

// After a failure an analyst wants to look before more is done.
it('sends nothing new after the first failure, waits for what is under way, and counts', async () => {
	await start({ latency: 100 });
	simulator.misbehave(faults.invalidBody, {
		when: ({ body }) => JSON.stringify(body).includes('"task 3"'),
	});
	const { error } = await runNode(run(50, { requestsPerSecond: 0, maxConcurrentRequests: 5 }));
	const requests = simulator.ledger.requests.length;
	expect(requests).toBeLessThan(15);
	expect(error?.message).toMatch(/^Item 3: D3 rejected/);
	expect(error?.description).toContain(
		`D3 had accepted ${simulator.ledger.tasks.length} of 50 items when the node stopped. Those are not sent again by Retry On Fail`,
	);
	await sleep(300);
	expect(simulator.ledger.requests).toHaveLength(requests);
});

// An analyst who reads that D3 limits the rate looks in the wrong place.
it('names the item that made it stop, and not one that waited to be tried again', async () => {
	await start();
	simulator.misbehave(tooMany('2'), {
		when: ({ body }) => JSON.stringify(body).includes('"task 0"'),
	});
	simulator.misbehave(later(100, faults.invalidBody), {
		when: ({ body }) => JSON.stringify(body).includes('"task 1"'),
	});
	const { error } = await runNode(run(2, { requestsPerSecond: 0 }));
	expect(error?.message).toMatch(/^Item 1: D3 rejected/);
	expect(simulator.ledger.requests).toHaveLength(2);
});

it('says above the output how many items are unknown, and not of others that failed', async () => {
	await start();
	simulator.misbehave(faults.unexpected, { times: 2 });
	simulator.misbehave(faults.invalidBody);
	const { hints } = await runNode({
		...run(5, { requestsPerSecond: 0 }),
		node: { onError: 'continueRegularOutput' },
	});
	expect(hints).toEqual([expect.stringMatching(/^2 items ended unconfirmed/)]);
});

describe('a run that somebody cancels', () => {
	it('sends nothing more', async () => {
		await start({ latency: 20 });
		const { cancel, finished } = await startNode(run(1000, { requestsPerSecond: 100 }));
		while (simulator.ledger.requests.length < 20) await sleep(5);
		cancel();
		await finished.catch(() => undefined);
		await sleep(100);
		const { length } = simulator.ledger.requests;
		await sleep(500);
		expect(simulator.ledger.requests).toHaveLength(length);
		expect(length).toBeLessThan(200);
	});

	// There the first call that breaks off does not end the node.
	it('sends nothing more where failures do not stop it', async () => {
		await start({ latency: 100 });
		const { cancel, finished } = await startNode({
			...run(1000, { requestsPerSecond: 0, maxConcurrentRequests: 3 }),
			node: { onError: 'continueRegularOutput' },
		});
		while (simulator.ledger.requests.length < 10) await sleep(5);
		cancel();
		await finished.catch(() => undefined);
		await sleep(500);
		// Those that were on their way, and no more.
		expect(simulator.ledger.requests.length).toBeLessThan(10 + 2 * 3);
	});

	it('does not wake up from a pause to send again', async () => {
		await start();
		simulator.misbehave(tooMany('1'), { times: 10 });
		const { cancel, finished } = await startNode(run(20, {}, 1));
		while (simulator.ledger.requests.length < 1) await sleep(5);
		await sleep(50);
		cancel();
		await finished.catch(() => undefined);
		await sleep(1500);
		expect(simulator.ledger.requests).toHaveLength(1);
	});
});

// An expression that finds nothing must not lift a limit: 0 stands for none.
it.each([
	['Max In Flight', { maxConcurrentRequests: '={{ "many" }}' }],
	['Max In Flight', { maxConcurrentRequests: '={{ 1.5 }}' }],
	['Requests per Second', { requestsPerSecond: '={{ -1 }}' }],
	['Requests per Second', { requestsPerSecond: '={{ null }}' }],
	['Requests per Second', { requestsPerSecond: '={{ [] }}' }],
	['Requests per Second', { requestsPerSecond: '={{ " " }}' }],
	['Requests per Second', { requestsPerSecond: '={{ 0.5 }}' }],
	['Keep Trying For', { retryFor: '={{ NaN }}' }],
	['Keep Trying For', { retryFor: '={{ null }}' }],
	['Timeout', { timeout: '={{ 0 }}' }],
])(
	'refuses a %s that is no number it can use, instead of sending nothing or too much: %j',
	async (name, options) => {
		await start();
		const { error } = await runNode(run(3, options));
		expect(error?.message).toMatch(
			new RegExp(`^Item 0: ${name} ".*" is not a whole number from \\d on$`),
		);
		expect(simulator.ledger.requests).toEqual([]);
	},
);

it('takes numbers and switches that are written as text', () => {
	expect(
		optionsFrom({ requestsPerSecond: '10', timeout: ' 5 ', keepOrder: 'false' }),
	).toMatchObject({ requestsPerSecond: 10, timeout: 5, keepOrder: false });
	expect(optionsFrom({ keepOrder: 'true' }).keepOrder).toBe(true);
});

it.each(['={{ null }}', '={{ "maybe" }}'])('refuses %s for Keep Order', async (keepOrder) => {
	await start();
	const { error } = await runNode(run(3, { keepOrder }));
	expect(error?.message).toMatch(/^Item 0: Keep Order ".*" is neither true nor false$/);
	expect(simulator.ledger.requests).toEqual([]);
});
