import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor, sentParams } from '../../../support/fixtures.mts';
import { runOnEngine, type WorkflowRun } from '../../../support/n8nEngine.mts';
import { answering, faults } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';
import { DATES, DUE_DATES, rowValueOf } from '../../../support/dueDates.mts';
import { resources } from '../../../../nodes/D3Soar/resources/index.ts';

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
	await runOnEngine({
		parameters: {
			resource: 'command',
			operation: 'run',
			commandName: 'GetUsersBySite',
			...parameters,
		},
		credential: credentialFor(simulator, 'GetUsersBySite'),
		...rest,
	});

it('Run calls a command by its name and outputs its rows', async () => {
	const { outputs, error } = await run(usersOfSite);
	expect(error).toBeUndefined();
	expect(outputs[0]?.map(({ json }) => json.fullName)).toEqual([
		'admin user',
		'Jane Doe',
		'Sam Lee',
	]);
	expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toMatchObject(Array(3).fill({ item: 0 }));
});

// docs/operations.md sends users here for the commands that have no operation of their own.
it.each<[command: string, name: string, value: string, item: IDataObject]>([
	['GetAllUserOfARole', 'Role Name', 'Analyst', { userName: 'jdoe' }],
	['PauseSLA', 'SLA Name', 'Response', { SLA: 'Response' }],
])('Run reaches %s, which has no operation of its own', async (command, name, value, item) => {
	const { outputs, error } = await run(
		{ commandName: command, parameters: { parameter: [{ name, value }] } },
		{ credential: credentialFor(simulator, command) },
	);
	expect(error).toBeUndefined();
	expect(sentParams(simulator)).toEqual({ [name]: value });
	expect(outputs[0]?.map(({ json }) => json)).toMatchObject([item]);
});

// Ids of 64 bits: rounded, the next node would ask D3 for another event.
it.each([
	['in rawData', '{"rawData":[{"EventID":7615917337495251231,"Risk":1}]}'],
	[
		'inside a text of returnData',
		'{"returnData":"{\\"Data\\":[{\\"EventID\\":7615917337495251231,\\"Risk\\":1}]}"}',
	],
])('Run returns every digit of a long number %s, as text', async (_where, text) => {
	simulator.injectFault(answering(200, text));
	const { outputs } = await run(usersOfSite);
	expect(outputs[0]?.map(({ json }) => json)).toEqual([
		{ EventID: '7615917337495251231', Risk: 1 },
	]);
});

// In JSON no name is special.
it('Run sends parameter names that are special in JavaScript like any other', async () => {
	const parametersJson = '{"__proto__":{"a":1},"constructor":2,"Online":"No"}';
	await run({ parametersJson });
	expect(JSON.stringify(sentParams(simulator))).toBe(parametersJson);
});

it('Run sends names and values as typed, with those of Parameters JSON', async () => {
	await run({
		parameters: { parameter: [{ name: 'Tags & More', value: '={{ ["a", "b"] }}' }] },
		parametersJson: '{"Online": "No", "Deep": {"a": [1]}}',
	});
	expect(sentParams(simulator)).toEqual({
		'Tags & More': ['a', 'b'],
		Online: 'No',
		Deep: { a: [1] },
	});
});

const allFields = resources.flatMap(({ commands }) => commands.flatMap(({ fields }) => fields));
const fieldOf = (name: string) => allFields.find(({ parameter }) => parameter === name)!;

// n8n has made text of a DateTime in JSON, which D3 would read in its own zone, or not at all.
it('every JSON field says how a date is written, but where ISO 8601 is right or none belongs', () => {
	const silent = allFields
		.filter(({ property }) => property.type === 'json')
		.filter(({ property }) => !property.description!.includes('Write dates as {{ $now'))
		.map(({ parameter }) => parameter);
	expect(silent.sort()).toEqual([
		'Automation Info',
		'Connection Info',
		'Dynamic Fields',
		'Event JSON',
		'Search Conditions',
	]);
});

// D3 would read the digits of ISO 8601 in its own zone, or not at all.
describe('a date in rows of names and values', () => {
	it.each(DATES)('that is %s is written as D3 reads it', async (_form, value) => {
		expect(await rowValueOf(simulator, value)).toBe('2026-05-16 02:32:00');
	});

	it('is written so in a list too, and text that looks like a date stays as it is', async () => {
		expect(await rowValueOf(simulator, '={{ [new Date("2026-05-15T18:32:00Z"), "a"] }}')).toEqual([
			'2026-05-16 02:32:00',
			'a',
		]);
		for (const text of ['2026-05-15T18:32:00.000Z', '2026-05-15T14:32:00', '2026-05-15 14:32:00'])
			expect(await rowValueOf(simulator, `={{ "${text}" }}`)).toBe(text);
	});

	// n8n makes text of a DateTime there before the node sees it (cleanup-parameter-data.js of n8n-core, read in 2.41).
	it('is written out inside an object where the field says how', async () => {
		const parameters = fieldOf('Parameters');
		const [, advice] = /(\{ from: .*?\} )\}\}/.exec(JSON.stringify(parameters.property))!;
		const from = advice!.replace('$now', "DateTime.fromISO('2026-05-15T18:32:00Z')");
		expect(await rowValueOf(simulator, `={{ (${from}) }}`)).toEqual({
			from: '2026-05-15 18:32:00',
		});
	});

	it('is refused where it is no date', async () => {
		const value = '={{ DateTime.fromISO("tomorrow") }}';
		const { error } = await run({ parameters: { parameter: [{ name: 'At', value }] } });
		expect(error?.message).toBe('Parameters at "At" is not a valid date: "Invalid DateTime"');
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('is written so in JSON where the field says how', async () => {
		const [advice] = /\{\{.*\}\}/.exec(fieldOf('Parameters JSON').property.description!)!;
		await run({ parametersJson: `={"At": "${advice}"}` });
		expect(sentParams(simulator).At).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
	});

	it('is written so in custom fields of an incident', async () => {
		await runOnEngine({
			parameters: {
				resource: 'incident',
				operation: 'update',
				incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
				customFields: { parameter: [{ name: 'CustomSeen', value: DUE_DATES['a DateTime'] }] },
			},
			timezone: 'America/New_York',
			credential: credentialFor(simulator, 'SetIncidentFieldsInBulk'),
		});
		expect(sentParams(simulator).Input).toMatchObject([
			{ Input: { CustomSeen: '2026-05-15 14:32:00' } },
		]);
	});
});

it('Run sends an empty object if there are no parameters', async () => {
	await run({});
	expect(sentParams(simulator)).toEqual({});
});

// A name that reaches beyond its segment would send the key to another URL.
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
	])('Run rejects %p, which is neither a command name nor a Request URL', async (commandName) => {
		const { error } = await run({ commandName: `={{ ${JSON.stringify(commandName)} }}` });
		expect(error?.message).toBe(
			`Command Name "${commandName}" is neither a command name nor a Request URL`,
		);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

// D3's pages are headed so.
it('Run says how a command name is written that was given with spaces', async () => {
	const { error } = await run({ commandName: 'Get Users By Site' });
	expect(error?.description).toMatch(
		/^Write it without spaces, as in its Request URL: GetUsersBySite\. /,
	);
	expect(simulator.ledger.requests).toEqual([]);
});

describe('a pasted Request URL', () => {
	it('Run calls a pasted Request URL of the same server, also with a JWT', async () => {
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

	it('Run never sends the key to a Request URL of another server', async () => {
		const other = await startSimulator();
		const { error } = await run({ commandName: `${other.serverUrl}/api/Command/GetUsersBySite` });
		expect(error?.message).toMatch(/^Command GetUsersBySite was not sent\. .* is not on http/);
		expect(other.ledger.requests).toEqual([]);
		await other.close();
	});
});

describe('read-only commands', () => {
	const runFor = async (retryFor: number, parameters: INodeParameters = {}) =>
		await run(
			{ ...usersOfSite, ...parameters },
			{ credential: credentialFor(simulator, 'GetUsersBySite', { retryFor }) },
		);

	it('Run sends a read-only command again if its response is lost', async () => {
		simulator.injectFault(faults.doneButReset);
		const { error, outputs } = await runFor(5, { readOnly: true });
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(3);
		expect(simulator.ledger.requests).toHaveLength(2);
	});

	// D3 may respond to a wrong value with a 500, which a retry does not fix.
	it('Run says how often it sent a read-only command that failed every time', async () => {
		simulator.injectFault(faults.unexpected, { times: 9 });
		const { error } = await runFor(60, { readOnly: true });
		expect(error?.description).toMatch(/It was sent 3 times\.$/);
		expect(simulator.ledger.requests).toHaveLength(3);
	});

	it('Run does not send a command again after a lost response unless it is marked as read-only', async () => {
		simulator.injectFault(faults.doneButReset);
		const { error } = await runFor(5);
		expect(error?.message).toBe(
			'Check D3 first: D3 did not respond; command GetUsersBySite may or may not be done',
		);
		expect(error?.description).toMatch(
			/Not sent again, to avoid a duplicate\. Look for it in D3\. If it is there/,
		);
		expect(simulator.ledger.requests).toHaveLength(1);
	});

	// Only writes are remembered: a retry has to read anew.
	it('Run stores no retry state for read-only commands', async () => {
		simulator.injectFault(faults.invalidBody, {
			when: () => simulator.ledger.requests.length === 2,
		});
		const { run: execution, error } = await run(
			{ ...usersOfSite, readOnly: true },
			{
				items: [{ n: 0 }, { n: 1 }],
				credential: credentialFor(simulator, 'GetUsersBySite', { maxConcurrentRequests: 1 }),
			},
		);
		expect(error?.description).toMatch(/D3 had accepted 1 of 2 items when the node stopped\.$/);
		const context = execution.data.executionData!.contextData['node:D3 SOAR'] as IDataObject;
		expect(context.d3Soar).toMatchObject({ 0: { items: {} } });
	});
});

it.each([
	['{"a":', 'Parameters JSON is not valid JSON: it ends too early, at line 1, column 6'],
	['{"a":1,"a":2}', 'Parameters JSON contains "a" twice in one object'],
	['[1]', 'Parameters JSON is not a JSON object'],
	['5', 'Parameters JSON is not a JSON object'],
])(
	'Run rejects %p as Parameters JSON before sending anything',
	async (parametersJson, sentence) => {
		const { error } = await run({ parametersJson });
		expect(error?.message).toBe(sentence);
		expect(simulator.ledger.requests).toEqual([]);
	},
);
