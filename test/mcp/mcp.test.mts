import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import { exampleOf } from '../support/examples.mts';
import { HOOK_TIMEOUT_MS, startRealN8n, waitUntil, type RealN8n } from '../support/realN8n.mts';
import { faults } from '../simulator/faults.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';

/** The example mcp-server.json in the real n8n, and the official MCP client over HTTP. */

const TOKEN = 'token of the MCP client';
const COMMANDS: { readonly [node: string]: string } = {
	'Find Incidents': 'GetIncidents',
	'Find Users': 'GetUsersBySite',
	'Create Task': 'CreateTask',
};

/** What an agent that makes no mistakes fills in. */
const RIGHT = {
	site: 'Security Operations',
	incident: '20220125-1',
	task: 'Block the sender',
	description: 'On the gateway',
	assignee: 'Jane Doe',
	due: '2026-05-15T14:32:00',
};

let real: RealN8n | undefined;
let simulator: Simulator;
let client: Client;
let url: URL;

/** Connects as an MCP client that has a token. */
async function connect(token = TOKEN): Promise<Client> {
	const connected = new Client({ name: 'test', version: '1.0.0' });
	await connected.connect(
		new StreamableHTTPClientTransport(url, {
			requestInit: { headers: { authorization: `Bearer ${token}` } },
		}),
	);
	return connected;
}

beforeAll(async () => {
	real = await startRealN8n();
	simulator = await startSimulator();
	const example = await exampleOf('mcp-server.json', COMMANDS, { n8n: real.rest, simulator });
	const trigger = example.nodes[0]!;
	trigger.credentials = {
		httpBearerAuth: await real.rest.createCredential('httpBearerAuth', 'Client', { token: TOKEN }),
	};
	await real.rest.activate(await real.rest.createWorkflow(example));
	url = new URL(`/mcp/${String(trigger.parameters.path)}`, real.server.url);
	await waitUntil(async () => (await fetch(url, { method: 'POST' })).status !== 404, 'the server');
	client = await connect();
}, HOOK_TIMEOUT_MS);

afterEach(() => {
	simulator.ledger.tasks.length = 0;
	simulator.ledger.requests.length = 0;
	simulator.clearFaults();
});

afterAll(async () => {
	await client?.close();
	await real?.end();
	await simulator?.close();
});

/** Calls a tool, and returns the text that the agent gets. */
async function call(name: string, args: object): Promise<string> {
	const { content } = await client.callTool({ name, arguments: { ...args } });
	const parts = content as Array<{ type: string; text: string }>;
	expect(parts.map(({ type }) => type)).toEqual(['text']);
	return parts[0]!.text;
}

it('a client without the token gets in contact with no tool', async () => {
	await expect(connect('another token')).rejects.toThrow(/403|authoriz/i);
	expect(simulator.ledger.requests).toEqual([]);
});

// An agent can only be right about what it is told.
it('lists the tools, each with a description and the values that it needs', async () => {
	const { tools } = await client.listTools();
	expect(
		tools.map(({ name, description, inputSchema }) => ({
			name,
			description,
			values: Object.keys(inputSchema.properties ?? {}).sort(),
		})),
	).toEqual(
		expect.arrayContaining([
			{
				name: 'Find_Incidents',
				description: expect.stringContaining('Changes nothing'),
				values: ['site', 'title'],
			},
			{
				name: 'Find_Users',
				description: expect.stringContaining('Changes nothing'),
				values: ['site'],
			},
			{
				name: 'Create_Task',
				description: expect.stringContaining('Each call creates one task'),
				values: Object.keys(RIGHT).sort(),
			},
		]),
	);
	expect(tools).toHaveLength(3);
	expect(client.getInstructions()).toContain('may or may not exist');
});

it('Find Users gives the full names that Create Task takes', async () => {
	expect(await call('Find_Users', { site: RIGHT.site })).toContain(RIGHT.assignee);
});

it("Create Task creates one task in the site that the agent names, and returns D3's response", async () => {
	const told = await call('Create_Task', RIGHT);
	expect(simulator.ledger.tasks).toMatchObject([
		{ 'Task Name': 'Block the sender', Assignee: 'Jane Doe', 'Incident Number': '20220125-1' },
	]);
	expect(JSON.parse(told)).toEqual(simulator.ledger.tasks);
	expect(simulator.ledger.requests).toMatchObject([{ body: { Site: RIGHT.site } }]);
});

// The agent has nothing but these words to do better by.
it('Create Task says that D3 rejected a wrong incident, and creates nothing', async () => {
	const told = await call('Create_Task', { ...RIGHT, incident: '20220125-99' });
	expect(told).toMatch(/D3 rejected task .*20220125-99.*not found/);
	expect(simulator.ledger.tasks).toEqual([]);
});

// An agent that is told of a mere failure calls again, and the analyst has the task twice.
it('Create Task says that the task may exist when the response is lost, and sends it once', async () => {
	simulator.injectFault(faults.doneButReset);
	const told = await call('Create_Task', RIGHT);
	expect(told).toMatch(/may or may not exist/);
	expect(simulator.ledger.requests).toHaveLength(1);
	expect(simulator.ledger.tasks).toHaveLength(1);
});
