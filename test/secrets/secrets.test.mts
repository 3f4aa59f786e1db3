import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { INode, INodeParameters } from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/credential.ts';
import { taskParameters } from '../support/fixtures.mts';
import { installN8n, installProject } from '../support/n8n/install.mts';
import {
	RestClient,
	RestFailure,
	type Execution,
	type WorkflowFile,
} from '../support/n8n/rest.mts';
import { startServer } from '../support/n8n/server.mts';
import { answering, echoing, faults, tooMany, type Fault } from '../simulator/faults.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { storedTextsIn, type StoredText } from './n8nStorage.mts';

/**
 * Whatever a server does with what it was sent, no key, token or secret is found anywhere but encrypted
 * in n8n's table of credentials: not in items, errors, executions, logs or events.
 */

const MINUTE = 60_000;
/** What n8n writes of what it does, at the level of debugging, to a file of its own. */
const DEBUG_LOG = '.n8n/logs/n8n.log';
/** What n8n tells those who watch it. Only to send it elsewhere takes a license: n8n always writes it. */
const EVENT_LOG = '.n8n/n8nEventLog.log';
/** Is not secret, and stands in every item: who does not find it has searched badly. */
const CONTROL = 'CONTROLk1b8z';
/** With characters that JSON, HTML and addresses escape. */
const KEY = 'CANARYkey7f3a+9c/2e=&<b>"\'\\%x';
const LIST_KEY = 'CANARYlist5d1e+44/8a';
const USERS_KEY = 'CANARYusers2c6b+55/3d';
const OTHER_KEY = 'CANARYother8e4d+66/1f';
const EVENT_KEY = 'CANARYevent3b9a+77/5c';
const SECRET = 'CANARYsecret51d0+aa/77 "x" \\ <y>';
const TOKEN = (() => {
	const parts = [{ alg: 'HS256' }, { Username: 'Admin', Site: 'Security Operations' }].map((part) =>
		Buffer.from(JSON.stringify(part)).toString('base64url'),
	);
	const content = parts.join('.');
	return `${content}.${createHmac('sha256', SECRET).update(content).digest('base64url')}`;
})();

const CREDENTIALS: Array<Partial<D3SoarCredential>> = [
	{ authentication: 'apiKey', apiKey: KEY },
	{
		authentication: 'jwtSecret',
		jwtSecret: SECRET,
		jwtHeader: '{"alg":"HS256","typ":"JWT"}',
		jwtPayload: '{"Username":"","Site":""}',
	},
	{ authentication: 'jwtToken', jwtToken: TOKEN },
];

const escapedAsInDotNet = (text: string) =>
	text.replace(
		/[^\u0020-\u007e]|["'&<>+`\\]/g,
		(char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
const escapedAsInHtml = (text: string) =>
	text.replace(/["'&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
const HTML = () => ({ 'content-type': 'text/html' });

/** Operations that send what no other does: a body of their own, to an address of their own. */
const OTHERS: INodeParameters[] = [
	{
		resource: 'event',
		operation: 'send',
		integration: 'Kibana',
		eventJson: '={{ JSON.stringify({ name: $json.name }) }}',
	},
	{
		resource: 'command',
		operation: 'run',
		commandName: 'MyCommand',
		parametersJson: '={{ JSON.stringify({ name: $json.name }) }}',
	},
];

/**
 * How a server may repeat what it was sent. The first is a rejection, since n8n runs a node that
 * continues again if its *first* item failed.
 */
const ECHOES: Array<[name: string, fault: () => Fault]> = [
	['as a failure in a 200', () => echoing(200, (echo) => JSON.stringify({ error: echo }))],
	['as the data of a success', () => echoing(200, (echo) => `{"error":"","rawData":${echo}}`)],
	[
		'as .NET escapes a text',
		() => echoing(200, (echo) => `{"error":"","rawData":{"x":"${escapedAsInDotNet(echo)}"}}`),
	],
	[
		'as a text in a text',
		() => echoing(200, (echo) => JSON.stringify({ returnData: JSON.stringify({ Data: echo }) })),
	],
	[
		'as a part that failed',
		() =>
			echoing(
				200,
				(echo) => `{"returnData":{"Status":"Partially Successful","ErrorData":[${echo}]}}`,
			),
	],
	...[400, 401, 403, 404, 500, 502].map((status): [string, () => Fault] => [
		`with status ${status}`,
		() => echoing(status, (echo) => JSON.stringify({ Error: echo })),
	]),
	['in a page', () => echoing(200, (echo) => `<title>${echo}</title>`, HTML)],
	['escaped in a page', () => echoing(500, (echo) => `<p>${escapedAsInHtml(echo)}</p>`, HTML)],
	['as text', () => echoing(200, (echo) => echo)],
	['as a part of an address', () => echoing(400, encodeURIComponent)],
	[
		'each header in Base64',
		() => echoing(200, (echo) => JSON.stringify({ error: headersInBase64(echo) })),
	],
	[
		'all of it in Base64',
		() => echoing(200, (echo) => JSON.stringify({ error: '', rawData: inBase64(echo) })),
	],
	['all of it in Base64, as an error', () => echoing(500, (echo) => inBase64(echo).all.join(' '))],
	[
		'in a redirect',
		() =>
			echoing(302, String, (echo) => ({
				location: `https://d3.invalid/?${encodeURIComponent(echo)}`,
			})),
	],
	[
		'in headers',
		() =>
			echoing(503, String, (echo) => ({ 'retry-after': echo, 'set-cookie': `session=${echo}` })),
	],
];

/** A server that takes headers apart and writes each in Base64. */
function headersInBase64(echo: string): string {
	const { headers } = JSON.parse(echo) as { headers: Record<string, string> };
	return Object.values(headers)
		.map((header) => Buffer.from(header).toString('base64'))
		.join(' ');
}

/** A gateway that writes the whole request in Base64, in which a key begins at any of three bits. */
function inBase64(echo: string): { all: string[]; inUrls: string[] } {
	const requests = ['', ' ', '  '].map((before) => Buffer.from(before + echo));
	return {
		all: requests.map((request) => request.toString('base64')),
		inUrls: requests.map((request) => request.toString('base64url')),
	};
}

const FAULTS: Array<[name: string, fault: () => Fault]> = [
	...ECHOES,
	...Object.entries(faults).map(([name, fault]): [string, () => Fault] => [name, () => fault]),
	// Last, since the node sends it again by itself: the others arrive in the order of this list.
	['429', () => tooMany('0')],
];

const CONTINUING: Array<Partial<INode>> = [
	{ onError: 'continueRegularOutput' },
	{ onError: 'continueErrorOutput' },
	{ onError: 'continueRegularOutput', retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
	{ onError: 'continueErrorOutput', retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
];

let simulator: Simulator;
let n8n: RestClient;
let everything: StoredText[];
/** The same as {@link DEBUG_LOG}, as an administrator sees it who starts n8n in a terminal. */
let terminal: string;
const executions: Execution[] = [];
/** How often the first item of each workflow with many was sent. */
const timesSent: number[] = [];
/** What n8n gave to the editor. */
const shown: StoredText[] = [];
/** Tokens that were signed on the way, besides the secrets themselves. */
let signed: string[];

beforeAll(async () => {
	const script = await installN8n();
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-secrets-'));
	await installProject(userFolder);
	simulator = await startSimulator({
		commandKeys: { CreateTask: KEY },
		commandSecrets: { CreateTask: SECRET },
	});
	const server = await startServer({
		script,
		userFolder,
		timezone: 'UTC',
		env: {
			N8N_LOG_LEVEL: 'debug',
			N8N_LOG_OUTPUT: 'console,file',
			EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'true',
			N8N_PUSH_BACKEND: 'sse',
		},
	});
	terminal = basename(server.logFile);
	try {
		n8n = new RestClient(server.url);
		await n8n.setUpOwner({ email: 'test@example.com', password: 'D3soar-test' });
		for (const credential of CREDENTIALS) {
			await tryEverything({ ...fields(), ...credential });
		}
	} finally {
		await server.stop();
		await simulator.close();
	}
	signed = simulator.ledger.requests
		.map(({ headers }) => headers.d3jwt)
		.filter((token) => typeof token === 'string');
	everything = [...(await storedTextsIn(userFolder)), ...shown];
	await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
}, 30 * MINUTE);

function fields(): Partial<D3SoarCredential> {
	return {
		serverUrl: simulator.serverUrl,
		username: 'Admin',
		site: 'Security Operations',
		timeout: 1,
		requestsPerSecond: 0,
		keyGetIncidents: LIST_KEY,
		keyGetUsersBySite: USERS_KEY,
		otherKeys: JSON.stringify({
			MyCommand: OTHER_KEY,
			'CreateEvents@Security Operations': EVENT_KEY,
		}),
	};
}

/** Each fault, in each way in which the node may be set up. */
async function tryEverything(credential: Partial<D3SoarCredential>): Promise<void> {
	const { id, name } = await n8n.createCredential('d3SoarApi', 'D3', credential);
	const credentials = { d3SoarApi: { id, name } };

	for (const node of CONTINUING) {
		for (const output of ['rawData', 'full']) {
			injectFaultPerItem();
			const before = simulator.ledger.requests.length;
			await runCreateTask({ ...node, credentials }, FAULTS.length, { output });
			const sent = simulator.ledger.requests.slice(before);
			timesSent.push(sent.filter(({ body }) => isOfItem(0, body)).length);
		}
	}
	for (const [index, [, fault]] of FAULTS.entries()) {
		const retryOnFail = index % 2 === 0;
		simulator.injectFault(fault(), { times: 2 });
		await runCreateTask({ retryOnFail, maxTries: 2, waitBetweenTries: 1, credentials }, 1);
	}
	for (const parameters of OTHERS) {
		injectFaultPerItem();
		await runCreateTask({ ...CONTINUING[0], parameters, credentials }, FAULTS.length);
	}
	await callByHttpRequest(credentials);
	for (const [, fault] of ECHOES) {
		simulator.injectFault(fault(), { times: 2 });
		await recordShown('test', n8n.testCredential('d3SoarApi', credential));
		simulator.injectFault(fault(), { times: 2 });
		const d3Node = { type: 'n8n-nodes-d3soar.d3Soar', typeVersion: 1, credentials };
		const parameters = { resource: 'task', operation: 'create', site: '' };
		await recordShown(
			'list',
			n8n.listSearch(d3Node, 'incidentNumber', 'searchIncidents', parameters),
		);
		simulator.injectFault(fault(), { times: 2 });
		await recordShown(
			'list of users',
			n8n.listSearch(d3Node, 'assignee', 'searchUsers', parameters),
		);
		// The trigger reads, so that a 500 is tried three times.
		simulator.injectFault(fault(), { times: 3 });
		await recordShown(
			'activation',
			n8n.createWorkflow(pollingWorkflow(credentials)).then((w) => n8n.activate(w)),
		);
		simulator.injectFault(fault(), { times: 3 });
		const trigger = await n8n.createWorkflow(pollingWorkflow(credentials));
		await recordShown(
			'poll',
			n8n.run(trigger, 'Watch').then(({ data }) => data),
		);
	}
}

/** Commands that are called by n8n's HTTP Request node: with the main key, with one of its own, with another. */
const ADDRESSES = ['Command/CreateTask', 'Command/GetIncidents', 'Command/MyCommand'].concat(
	'Data/Kibana/Security%20Operations/CreateEvents',
);

/** The HTTP Request node shows its request in the editor, and stores it with an error. */
async function callByHttpRequest(credentials: NonNullable<INode['credentials']>): Promise<void> {
	const { pushed, close } = await n8n.openEditor();
	for (const address of ADDRESSES) {
		for (const status of [200, 400, 401, 500]) {
			simulator.injectFault(answering(status, '{"error":""}'));
			const node = {
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: `${simulator.serverUrl}/api/${address}`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'd3SoarApi',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ JSON.stringify({ CommandParams: { name: $json.name } }) }}',
				},
				credentials,
			};
			await runCreateTask(node, 1);
		}
	}
	close();
	shown.push({ place: 'editor', text: pushed.join('') });
}

/** A trigger that polls when it is activated, and then not before New Year. */
function pollingWorkflow(credentials: NonNullable<INode['credentials']>): WorkflowFile {
	const pollTimes = { item: [{ mode: 'custom', cronExpression: '0 0 0 1 1 *' }] };
	const parameters = { pollTimes, triggerOn: 'incidentCreated' };
	const type = 'n8n-nodes-d3soar.d3SoarTrigger';
	const place = { id: '0', typeVersion: 1, position: [0, 0] as [number, number] };
	return {
		name: 'Watch',
		nodes: [{ ...place, name: 'Watch', type, parameters, credentials }],
		connections: {},
	};
}

/** Each item of a workflow is struck by a fault of its own, at both tries. */
function injectFaultPerItem(): void {
	let arrived = 0;
	for (const [index, [, fault]] of FAULTS.entries()) {
		const made = fault();
		// An early fault knows no body yet, so that it strikes whatever comes after its neighbour.
		simulator.injectFault(made, {
			times: made.stage === 'early' ? 1 : 2,
			when: ({ body }) => (made.stage === 'early' ? arrived++ === index : isOfItem(index, body)),
		});
	}
}

function isOfItem(index: number, body: unknown): boolean {
	return JSON.stringify(body ?? '').includes(`"${CONTROL} ${index}"`);
}

async function runCreateTask(
	node: Partial<INode>,
	count: number,
	options: { output?: string } = {},
): Promise<void> {
	const workflow = await n8n.createWorkflow(workflowFor(node, count, options));
	const execution = await n8n.run(workflow, 'Start');
	simulator.clearFaults();
	executions.push(execution);
	shown.push({ place: 'execution', text: JSON.stringify(execution.data) });
}

async function recordShown(place: string, asking: Promise<unknown>): Promise<void> {
	// Some of what n8n does it answers with nothing.
	const said = (answer: unknown) => JSON.stringify(answer ?? null);
	const text = await asking.then(said, (error: unknown) => {
		// An n8n that does not answer tells nothing, neither a secret nor anything else.
		if (!(error instanceof RestFailure)) throw error;
		return error.message;
	});
	simulator.clearFaults();
	shown.push({ place, text });
}

function workflowFor(
	node: Partial<INode>,
	count: number,
	options: { output?: string },
): WorkflowFile {
	const names = Array.from({ length: count }, (_item, index) => `${CONTROL} ${index}`);
	const nodes: Array<Pick<INode, 'type' | 'typeVersion' | 'parameters' | 'name'>> = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			name: 'Names',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ name: names }) },
		},
		{
			name: 'Each',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'name' },
		},
		{
			name: 'D3',
			type: 'n8n-nodes-d3soar.d3Soar',
			typeVersion: 1,
			parameters: {
				resource: 'task',
				operation: 'create',
				...taskParameters({
					taskName: '={{ $json.name }}',
					options,
				}),
			},
			...node,
		},
	];
	return {
		name: 'Test',
		nodes: nodes.map((one, index) => ({ id: String(index), position: [200 * index, 0], ...one })),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map((next, index) => [
					nodes[index]!.name,
					{ main: [[{ node: next.name, type: 'main' as const, index: 0 }]] },
				]),
		),
	};
}

/** The ways in which a secret may be written somewhere. */
function formsOf(secret: string): string[] {
	const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
	const bytes = Buffer.from(secret);
	// In Base64 of something longer, what stands before decides how it looks.
	const inside = [0, 1, 2].map((before) =>
		Buffer.concat([Buffer.alloc(before), bytes])
			.toString('base64')
			.slice(before === 0 ? 0 : 4, -4),
	);
	return [
		secret,
		inJson(secret),
		inJson(inJson(secret)),
		escapedAsInDotNet(secret),
		escapedAsInHtml(secret),
		encodeURIComponent(secret),
		encodeURIComponent(encodeURIComponent(secret)),
		bytes.toString('hex'),
		...inside,
		...inside.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
	];
}

function textOf(place: string): string {
	return everything
		.filter((written) => written.place === place)
		.map(({ text }) => text)
		.join('');
}

function placesOf(secrets: string[]): string[] {
	const forms = secrets.flatMap(formsOf);
	const places = everything
		.filter(({ text }) => forms.some((form) => text.includes(form)))
		.map(({ place }) => place);
	return [...new Set(places)];
}

it('searches where items, errors, logs and events really are', () => {
	expect(placesOf([CONTROL])).toEqual(
		expect.arrayContaining([
			'execution',
			'execution_data.data',
			'execution_data.data, decoded',
			'.n8n/database.sqlite',
			terminal,
			DEBUG_LOG,
			EVENT_LOG,
		]),
	);
	expect(everything.map(({ place }) => place)).toContain('credentials_entity.data');
	// What the HTTP Request node shows of its request.
	expect(textOf('editor')).toContain('sendConsoleMessage');
	expect(textOf(terminal)).toMatch(/debug/);
	expect(textOf(DEBUG_LOG)).toContain('"level":"debug"');
});

it('searches an event log that tells how each execution went', () => {
	const events = textOf(EVENT_LOG)
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as { eventName?: string; payload?: Record<string, unknown> });
	const told = executions.map(({ id }) =>
		events
			.filter(({ payload }) => payload?.executionId === id)
			.filter(({ payload }) => (payload?.nodeName ?? 'D3') === 'D3')
			.map(({ eventName }) => eventName),
	);
	// It was rotated away, or lost while n8n was stopping, if any of them is missing.
	expect(told).toEqual(
		executions.map(({ status }) =>
			expect.arrayContaining([
				'n8n.node.started',
				'n8n.node.finished',
				status === 'success' ? 'n8n.workflow.success' : 'n8n.workflow.failed',
			]),
		),
	);
	expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['success', 'error']));
});

it('was told every secret by the servers that it asked', () => {
	const sent = simulator.ledger.requests.map(({ headers }) => headers);
	expect(sent.filter(({ d3key }) => d3key === KEY).length).toBeGreaterThan(100);
	expect(sent.filter(({ d3jwt }) => d3jwt === TOKEN).length).toBeGreaterThan(100);
	expect(new Set(signed).size).toBeGreaterThan(1);
	expect(sent.some(({ d3key }) => d3key === LIST_KEY)).toBe(true);
	expect(sent.some(({ d3key }) => d3key === USERS_KEY)).toBe(true);
	// Also by the trigger, and where the address or the body is another.
	const asked = (path: RegExp) => simulator.ledger.requests.filter((one) => path.test(one.path));
	const polled = asked(/GetIncidents$/).filter(({ headers }) => headers.d3key === LIST_KEY);
	expect(polled.length).toBeGreaterThan(2 * ECHOES.length);
	for (const key of [OTHER_KEY, EVENT_KEY]) {
		expect(sent.filter(({ d3key }) => d3key === key).length).toBeGreaterThan(FAULTS.length);
	}
	expect(asked(/CreateEvents$/).length).toBeGreaterThan(FAULTS.length);
});

it('was told them at both tries where n8n tries again', () => {
	const wanted = CONTINUING.flatMap(({ maxTries = 1 }) => [maxTries, maxTries]);
	expect(timesSent).toEqual(CREDENTIALS.flatMap(() => wanted));
});

it.each([
	['the key', [KEY]],
	['the keys of commands of their own', [LIST_KEY, USERS_KEY]],
	['the other keys', [OTHER_KEY, EVENT_KEY]],
	['the secret that signs', [SECRET]],
	['the ready-made token', [TOKEN, TOKEN.split('.')[2]!]],
	[
		'any part of them that nothing escapes',
		['key7f3a', 'list5d1e', 'users2c6b', 'other8e4d', 'event3b9a', 'secret51d0'].map(
			(part) => `CANARY${part}`,
		),
	],
])('finds %s nowhere', (_what, secrets) => {
	expect(placesOf(secrets)).toEqual([]);
});

it('finds no token that was signed on the way', () => {
	const signatures = [...new Set(signed)].map((token) => token.split('.')[2]!);
	expect(placesOf(signatures)).toEqual([]);
});
