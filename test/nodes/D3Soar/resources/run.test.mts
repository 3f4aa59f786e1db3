import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor, runNode, type WorkflowRun } from '../../../support/n8nEngine.mts';
import { faults } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ commandSecrets: { GetUsersBySite: 'shared secret' } });
});
afterEach(async () => await simulator.close());

const usersOfSite = {
	parameters: {
		parameter: [
			{ name: 'Site Name', value: 'Security Operations' },
			{ name: 'Online', value: 'No' },
		],
	},
};

const run = async (parameters: INodeParameters, rest: Partial<WorkflowRun> = {}) =>
	await runNode({
		parameters: {
			resource: 'command',
			operation: 'run',
			commandName: 'GetUsersBySite',
			...parameters,
		},
		credential: credentialFor(simulator, 'GetUsersBySite'),
		...rest,
	});

const sentParams = () =>
	(simulator.ledger.requests[0]?.body as { CommandParams: IDataObject }).CommandParams;

it('runs a command by its name and hands its rows on', async () => {
	const { outputs, error } = await run(usersOfSite);
	expect(error).toBeUndefined();
	expect(outputs[0]?.map(({ json }) => json.fullName)).toEqual([
		'admin user',
		'Jane Doe',
		'Sam Lee',
	]);
	expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toMatchObject(Array(3).fill({ item: 0 }));
});

// JSON knows no names that mean more than others.
it('sends a name that means something to JavaScript like any other', async () => {
	const parametersJson = '{"__proto__":{"a":1},"constructor":2,"Online":"No"}';
	await run({ parametersJson });
	expect(JSON.stringify(sentParams())).toBe(parametersJson);
});

it('sends names and values as they are typed, and JSON over them', async () => {
	await run({
		parameters: {
			parameter: [
				{ name: 'Tags & More', value: '={{ ["a", "b"] }}' },
				{ name: 'Online', value: 'Yes' },
			],
		},
		parametersJson: '{"Online": "No", "Deep": {"a": [1]}}',
	});
	expect(sentParams()).toEqual({ 'Tags & More': ['a', 'b'], Online: 'No', Deep: { a: [1] } });
});

it('sends an empty object where there are no parameters', async () => {
	await run({});
	expect(sentParams()).toEqual({});
});

// A name that reaches beyond its segment would call something else with the key.
describe('a command name is a path segment and nothing else', () => {
	it.each([
		['../Data/x'],
		['GetIncidents?x=1'],
		['GetIncidents#x'],
		['Get Incidents'],
		['GetIncidents/'],
		['a/b'],
		['..'],
		['.'],
		['%2e%2e'],
		['a\\b'],
		['Ünknown'],
		['javascript:alert(1)'],
		['http://127.0.0.1/a?b=c'],
		['http://127.0.0.1/a#b'],
		['http://127.0.0.1/a/../b'],
		['http://127.0.0.1/a/%2e%2e/b'],
		['http://127.0.0.1/a%2fb'],
		['http://user@127.0.0.1/a'],
		['http://127.0.0.1/a b'],
		['http://127.0.0.1\\a'],
	])('%p is refused', async (commandName) => {
		const { error } = await run({ commandName: `={{ ${JSON.stringify(commandName)} }}` });
		expect(error?.message).toBe(
			`Item 0: Command Name "${commandName}" is neither the name of a command nor a Request URL`,
		);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('a pasted Request URL', () => {
	it('is called where it points, on the same server, also with a signed token', async () => {
		const { error, outputs } = await run(
			{ commandName: `${simulator.serverUrl}/api/command/GetUsersBySite`, ...usersOfSite },
			{
				credential: {
					...credentialFor(simulator),
					authentication: 'jwtSecret',
					jwtSecret: 'shared secret',
					jwtHeader: '{"alg":"HS256"}',
					jwtPayload: '{}',
				},
			},
		);
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(3);
		expect(simulator.ledger.requests[0]?.path).toBe('/MainApp/VSOC/api/command/GetUsersBySite');
	});

	it('of another server never gets the key', async () => {
		const other = await startSimulator();
		const { error } = await run({ commandName: `${other.serverUrl}/api/Command/GetUsersBySite` });
		expect(error?.message).toMatch(
			/^Item 0: command GetUsersBySite was not sent\. .* is not on http/,
		);
		expect(other.ledger.requests).toEqual([]);
		await other.close();
	});
});

describe('Reads Only', () => {
	const lost = { ...usersOfSite, options: { retryFor: 5 } };

	it('lets a command be sent again when its answer is lost', async () => {
		simulator.misbehave(faults.doneButReset);
		const { error, outputs } = await run({ ...lost, readsOnly: true });
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(3);
		expect(simulator.ledger.requests).toHaveLength(2);
	});

	// D3 may answer a wrong value with a 500, which does not mend itself.
	it('says how often it was sent when that did not help', async () => {
		simulator.misbehave(faults.unexpected, { times: 9 });
		const { error } = await run({ ...lost, readsOnly: true, options: { retryFor: 60 } });
		expect(error?.description).toMatch(/It was sent 3 times\.$/);
		expect(simulator.ledger.requests).toHaveLength(3);
	});

	it('is off at first: a command that may have done something is not sent again', async () => {
		simulator.misbehave(faults.doneButReset);
		const { error } = await run(lost);
		expect(error?.message).toBe(
			'Item 0: D3 did not answer; command GetUsersBySite may or may not be done',
		);
		expect(error?.description).toMatch(
			/Not sent again, to avoid a duplicate\. Look for it in D3: there/,
		);
		expect(simulator.ledger.requests).toHaveLength(1);
	});

	// Only writes are remembered: a retry has to read anew.
	it('leaves nothing in the memory of a retry', async () => {
		simulator.misbehave(faults.invalidBody, { when: () => simulator.ledger.requests.length === 2 });
		const { run: execution, error } = await run(
			{ ...lost, readsOnly: true, options: { maxConcurrentRequests: 1 } },
			{ items: [{ n: 0 }, { n: 1 }] },
		);
		expect(error?.description).toMatch(/D3 had accepted 1 of 2 items when the node stopped\.$/);
		const context = execution.data.executionData!.contextData['node:D3 SOAR'] as IDataObject;
		expect(context.d3Soar).toMatchObject({ 0: { items: {} } });
	});
});

it.each([
	['{"a":', 'Parameters JSON is not a JSON object'],
	['[1]', 'Parameters JSON is not a JSON object'],
	['5', 'Parameters JSON is not a JSON object'],
])('refuses %p before anything is sent', async (parametersJson, sentence) => {
	const { error } = await run({ parametersJson });
	expect(error?.message).toBe(`Item 0: ${sentence}`);
	expect(simulator.ledger.requests).toEqual([]);
});
