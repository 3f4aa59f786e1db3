import { randomUUID } from 'node:crypto';

import type { IDataObject, INodeCredentialsDetails } from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/credential.ts';
import {
	itemsOf,
	type RestClient,
	type StoredCredential,
	type StoredWorkflow,
	type WorkflowFile,
} from '../support/n8n/rest.mts';
import { credentialFor } from '../support/fixtures.mts';
import {
	createTask,
	D3_NODE,
	failureOf,
	waitUntil,
	workflowWithTrigger,
	splitNames,
	HOOK_TIMEOUT_MS,
	runOnServer,
	anyRealN8n,
	TRIGGER,
	manualWorkflow,
	type AnyRealN8n,
} from '../support/realN8n.mts';
import { answering, faults, tooMany } from '../simulator/faults.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';

let real: AnyRealN8n | undefined;
let n8n: RestClient;
let simulator: Simulator;

beforeAll(async () => {
	real = await anyRealN8n();
	n8n = real.rest;
}, HOOK_TIMEOUT_MS);

afterAll(async () => await real?.end());

beforeEach(async () => {
	simulator = await startSimulator({ commandSecrets: { CreateTask: 'secret of CreateTask' } });
});

afterEach(async () => await simulator.close());

async function storeCredential(rest: Partial<D3SoarCredential> = {}): Promise<StoredCredential> {
	return await n8n.createCredential(
		'd3SoarApi',
		'D3 SOAR',
		credentialFor(simulator, 'CreateTask', rest),
	);
}

// What passes on another n8n than the one that is meant says nothing of that one.
it('n8n is of the major version that D3SOAR_N8N_MAJOR asks for, if it asks for one', async () => {
	const { D3SOAR_N8N_MAJOR = '\\d+' } = process.env;
	expect(await n8n.version()).toMatch(new RegExp(`^${D3SOAR_N8N_MAJOR}\\.`));
});

// Else the next node shows no fields until this one has run.
it('n8n knows the fields of a created task before anything ran', async () => {
	const node = { type: D3_NODE, typeVersion: 1 };
	expect(await n8n.outputSchema(node, 'task', 'create')).toMatchObject({
		type: 'object',
		properties: { 'Task Name': { type: 'string' }, 'Incident Number': { type: 'string' } },
	});
});

describe('the test button of the credential', () => {
	const press = async (rest: Partial<D3SoarCredential> = {}) =>
		await n8n.testCredential('d3SoarApi', credentialFor(simulator, 'CreateTask', rest));

	afterEach(() => {
		// Builders press it at any time, and n8n presses it by itself.
		expect(simulator.ledger.tasks).toEqual([]);
	});

	// A builder has to be able to trust the green answer.
	it('is content with the right key', async () => {
		expect(await press()).toMatchObject({ status: 'OK' });
	});

	// People paste what D3 shows; nodes take it, so the test has to.
	it('is content with a pasted Request URL', async () => {
		const serverUrl = `${simulator.serverUrl}/api/Command/CreateTask`;
		expect(await press({ serverUrl })).toMatchObject({ status: 'OK' });
	});

	// D3 makes a key per command, so the wrong one is the likeliest mistake of all.
	it('says that D3 rejected a wrong key', async () => {
		expect(await press({ apiKey: simulator.keyOf('GetIncidents').apiKey })).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/^D3 rejected the key, secret or token for the command in Test Command\./,
			),
		});
	});

	const notD3 = /^The server did not respond like the D3 API\. Check the Server URL/;
	it.each([
		// Without its site path the address leads nowhere.
		['an address that is not there', undefined, notD3],
		// A portal in between answers 200 to everything: n8n alone would call that a success.
		['a login page', faults.loginPage, notD3],
		// Followed, it would take the key to wherever it points.
		['a redirect', answering(302, '', { location: '/login' }), notD3],
		// The key may be right: the builder must not go and make a new one.
		['a rate limit', tooMany(), /^D3's rate limit was reached\. Wait a minute/],
		// Neither address nor key are to blame.
		[
			'a server failure',
			faults.unexpected,
			/^D3 returned HTTP 500, so the key could not be checked\./,
		],
	])('tells %s', async (_, fault, message) => {
		if (fault !== undefined) simulator.injectFault(fault);
		const serverUrl =
			fault === undefined ? new URL(simulator.serverUrl).origin : simulator.serverUrl;
		expect(await press({ serverUrl })).toEqual({
			status: 'Error',
			message: expect.stringMatching(message),
		});
		expect(simulator.ledger.requests).toHaveLength(1);
	});
});

describe('the HTTP Request node with the credential', () => {
	// Commands that this package has no operation for are called that way.
	it.each<[string, Partial<D3SoarCredential>]>([
		['an API key', {}],
		// Here D3 also compares the body that arrives with what was signed.
		['a signed token', { authentication: 'jwtSecret', jwtSecret: 'secret of CreateTask' }],
	])('creates a task with %s and leaves Username and Site to the credential', async (_, rest) => {
		const execution = await runOnServer(n8n, {
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url: `${simulator.serverUrl}/api/Command/CreateTask`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'd3SoarApi',
				sendBody: true,
				specifyBody: 'json',
				jsonBody: JSON.stringify({
					CommandParams: {
						'Incident Number': '20220125-1',
						'Task Name': 'Block the sender',
						'Task Type': 'Default',
						'Task Description': 'On the gateway',
						Assignee: 'Jane Doe',
						'Due Date': '2026-05-15 14:32:00',
						Required: 'Yes',
					},
				}),
			},
			credentials: { d3SoarApi: await storeCredential(rest) },
		});

		expect(execution.data.resultData.error).toBeUndefined();
		expect(itemsOf(execution, 'Node').map(({ json }) => json.rawData)).toEqual(
			simulator.ledger.tasks,
		);
		expect(simulator.ledger.tasks).toHaveLength(1);
		expect(simulator.ledger.requests[0]!.body).toMatchObject({
			Username: 'Admin',
			Site: 'Security Operations',
		});
	});
});

describe('the pickers', () => {
	/** What the editor shows when somebody opens the list of a parameter. */
	const listOf = async (
		parameter: string,
		method: string,
		rest: Partial<D3SoarCredential>,
		filter?: string,
	) =>
		await n8n.listSearch(
			{ type: D3_NODE, typeVersion: 1, credentials: { d3SoarApi: await storeCredential(rest) } },
			parameter,
			method,
			{ resource: 'task', operation: 'create', site: '' },
			filter,
		);

	// Nobody knows an incident's number by heart.
	it('list incidents, newest first, and find them by title', async () => {
		const keys = { keyGetIncidents: simulator.keyOf('GetIncidents').apiKey };
		const { results } = await listOf('incidentNumber', 'searchIncidents', keys);
		expect(results.map(({ value }) => value)).toEqual(['20220126-1', '20220125-2', '20220125-1']);

		const found = await listOf('incidentNumber', 'searchIncidents', keys, 'phishing');
		expect(found.results).toEqual([
			{ name: '20220125-1 · Phishing mail reported by Finance', value: '20220125-1' },
		]);
	});

	// D3 wants full names; people know each other by others.
	it('list users by full name, with the user name beside it', async () => {
		const { results } = await listOf('assignee', 'searchUsers', {
			keyGetUsersBySite: simulator.keyOf('GetUsersBySite').apiKey,
		});
		expect(results).toEqual([
			{ name: 'admin user (Admin)', value: 'admin user' },
			{ name: 'Jane Doe (jdoe)', value: 'Jane Doe' },
			{ name: 'Sam Lee (slee)', value: 'Sam Lee' },
		]);
	});

	// n8n shows the message alone: it has to say what to do as well.
	it.each([
		['incidentNumber', 'searchIncidents', 'GetIncidents', 'type the number'],
		['assignee', 'searchUsers', 'GetUsersBySite', 'type the name'],
	])('say for %s what to do where the key does not open the list', async (...words) => {
		const [parameter, method, command, instead] = words;
		await expect(listOf(parameter, method, {})).rejects.toThrow(
			`This credential has no key for ${command}, and D3 rejected its main key (Invalid authentication key). Add the API key for ${command} in Commands With Their Own Key, or ${instead} instead.`,
		);
	});
});

describe('the form of the credential', () => {
	const keySentFor = async (credential: StoredCredential, commandName: string) => {
		await runOnServer(n8n, {
			type: D3_NODE,
			typeVersion: 1,
			parameters: { resource: 'command', operation: 'run', commandName },
			credentials: { d3SoarApi: credential },
		});
		return simulator.ledger.requests.at(-1)!.headers.d3key;
	};

	it('keeps each hidden key by its name when another one is changed, and drops that of a command that is no longer chosen', async () => {
		const credential = await storeCredential({
			commandsWithOwnKey: ['GetIncidents', 'CloseIncidentInBulk', 'GetUsersBySite'],
			keyGetIncidents: 'key-1',
			keyCloseIncidentInBulk: 'key-2',
			keyGetUsersBySite: 'key-3',
			otherKeys: '{"MyCommand":"key-4"}',
		});
		const form = await n8n.openCredential(credential);
		expect(JSON.stringify(form)).not.toMatch(/key-\d/);
		await n8n.saveCredential(credential, 'd3SoarApi', {
			...form,
			commandsWithOwnKey: ['GetIncidents', 'CloseIncidentInBulk'],
			keyCloseIncidentInBulk: 'key-5',
		});
		expect(await keySentFor(credential, 'GetIncidents')).toBe('key-1');
		expect(await keySentFor(credential, 'CloseIncidentInBulk')).toBe('key-5');
		expect(await keySentFor(credential, 'MyCommand')).toBe('key-4');
		const mainKey = simulator.keyOf('CreateTask').apiKey;
		expect(await keySentFor(credential, 'GetUsersBySite')).toBe(mainKey);
	});
});

// Whoever is told of a failure elsewhere has no panel that names the item.
it('the caller of a sub-workflow and an error workflow are told which item failed', async () => {
	simulator.injectFault(faults.invalidBody, {
		when: ({ body }) => JSON.stringify(body).includes('"Task Name":"C"'),
	});
	const publish = async (workflow: WorkflowFile) => {
		const stored = await n8n.createWorkflow(workflow);
		await n8n.activate(stored);
		return stored;
	};
	const errorWorkflow = await publish(
		workflowWithTrigger(
			{ type: 'n8n-nodes-base.errorTrigger', typeVersion: 1, parameters: {} },
			{ type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
		),
	);
	const called = await publish(
		workflowWithTrigger(
			{
				type: 'n8n-nodes-base.executeWorkflowTrigger',
				typeVersion: 1.1,
				parameters: { inputSource: 'passthrough' },
			},
			...splitNames('["A", "B", "C"]'),
			createTask(await storeCredential(), { taskName: '={{ $json.name }}' }),
		),
	);
	const path = randomUUID();
	const caller = await publish({
		...workflowWithTrigger(
			{
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: path,
				parameters: { httpMethod: 'POST', path },
			},
			{
				type: 'n8n-nodes-base.executeWorkflow',
				typeVersion: 1.2,
				parameters: { workflowId: { __rl: true, mode: 'id', value: called.id } },
			},
		),
		settings: { errorWorkflow: errorWorkflow.id },
	});
	const url = new URL(`/webhook/${path}`, real!.server.url);
	await waitUntil(async () => (await fetch(url, { method: 'POST' })).ok, 'the webhook');

	const firstOf = async (workflow: StoredWorkflow) => {
		await waitUntil(async () => (await n8n.executionsOf(workflow)).length > 0, 'an execution');
		return await n8n.finished((await n8n.executionsOf(workflow)).at(-1)!);
	};
	const told = /^D3 rejected task "C" on 20220125-1: .* \[item 2\]$/;
	expect(failureOf(await firstOf(caller)).message).toMatch(told);
	const [{ json }] = itemsOf(await firstOf(errorWorkflow), 'Node') as [{ json: IDataObject }];
	expect(json).toMatchObject({ execution: { error: { message: expect.stringMatching(told) } } });
});

// An analyst presses Retry after a failed run. Here the memory has been through n8n's database.
describe('Retry in the executions list', () => {
	it.each([
		['the original workflow', false],
		['the currently saved workflow', true],
	])('sends only what D3 has not acted on, with %s', async (_, loadWorkflow) => {
		simulator.injectFault(faults.doneButUnexpected, { when: isFor('B') });
		simulator.injectFault(faults.invalidBody, { when: isFor('C') });
		const workflow = await n8n.createWorkflow(
			threeTasks(await storeCredential({ maxConcurrentRequests: 1 })),
		);
		const failed = await n8n.run(workflow, TRIGGER);
		expect(failed.data.resultData.error?.message).toMatch(
			/^Check D3 first: D3 failed: .* task "B".* \[item 1\]$/,
		);
		expect(createdTaskNames()).toEqual(['A', 'B']);

		// With $now in a field, what would be sent is another each time.
		const again = await n8n.retry(failed, loadWorkflow);
		expect(again.data.resultData.error?.message).toMatch(/^D3 rejected task "C".* \[item 2\]$/);
		const unknown = await n8n.retry(again, loadWorkflow);
		expect(unknown.data.resultData.error?.message).toMatch(
			/^Check D3 first: D3 failed: .* task "B".* \[item 1\]$/,
		);
		expect(createdTaskNames()).toEqual(['A', 'B', 'C']);

		const mended = threeTasks(workflow.nodes.at(-1)!.credentials!.d3SoarApi!, {
			onUnconfirmed: 'sendAgain',
		});
		await n8n.saveWorkflow({ ...workflow, nodes: mended.nodes });
		const resent = await n8n.retry(unknown, true);
		expect(resent.status).toBe('success');
		expect(itemsOf(resent, 'Node').map(({ json }) => json['Task Name'])).toEqual(['A', 'B', 'C']);
		// B a second time, because the builder said so.
		expect(createdTaskNames()).toEqual(['A', 'B', 'C', 'B']);
	});

	const isFor = (name: string) => (request: { body: unknown }) =>
		JSON.stringify(request.body).includes(`"Task Name":"${name}"`);
	const createdTaskNames = () => simulator.ledger.taskNames();

	function threeTasks(credential: INodeCredentialsDetails, options = {}): WorkflowFile {
		return manualWorkflow(
			...splitNames('["A", "B", "C"]'),
			createTask(credential, {
				taskName: '={{ $json.name }}',
				options,
			}),
		);
	}
});
