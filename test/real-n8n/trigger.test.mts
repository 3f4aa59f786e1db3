import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';

import { installN8n, installProject } from '../support/n8n/install.mts';
import { itemsOf, RestClient, type StoredWorkflow } from '../support/n8n/rest.mts';
import { startServer, type Server } from '../support/n8n/server.mts';
import { credentialFor, utcTimestamp } from '../support/fixtures.mts';
import { HOOK_TIMEOUT_MS, LOGIN, MINUTE_MS, waitUntil } from '../support/realN8n.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { incident } from '../simulator/world.mts';

/** A workflow that starts by itself, in the real n8n. */

const TRIGGER = 'D3 SOAR Trigger';

let userFolder: string;
let server: Server | undefined;
let n8n: RestClient;
let simulator: Simulator;

async function start(): Promise<void> {
	const script = await installN8n();
	server = await startServer({ script, userFolder, timezone: 'UTC' });
	n8n = new RestClient(server.url);
}

beforeAll(async () => {
	userFolder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-trigger-'));
	await installN8n();
	await installProject(userFolder);
	await start();
	await n8n.setUpOwner(LOGIN);
	simulator = await startSimulator();
}, HOOK_TIMEOUT_MS);

afterAll(async () => {
	await server?.stop();
	await simulator.close();
	await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
});

async function credentialOf(command: string): Promise<NonNullable<INode['credentials']>> {
	const data = credentialFor(simulator, command);
	const { id, name } = await n8n.createCredential('d3SoarApi', command, data);
	return { d3SoarApi: { id, name } };
}

/** An incident of this moment. */
function addIncident(number: string, severity = 'Medium'): void {
	simulator.world.incidents.push({
		...incident(number, `Title of ${number}`, utcTimestamp()),
		Severity: severity,
	});
}

/** Numbers of the incidents that each execution of a workflow began with. */
async function startsOf(workflow: StoredWorkflow): Promise<unknown[][]> {
	const ids = await n8n.executionsOf(workflow);
	const executions = await Promise.all(ids.reverse().map(async (id) => await n8n.finished(id)));
	return executions.map((one) => itemsOf(one, TRIGGER).map(({ json }) => json['IR Number']));
}

/** How often D3 has answered the trigger. */
const polls = () =>
	simulator.ledger.requestsOf('GetIncidents').filter(({ status }) => status === 200).length;

// n8n may be updated, or fall over, at any time.
it(
	'starts an active workflow once with each incident, across a restart of n8n',
	async () => {
		// n8n polls once a minute at most: here a few seconds from now, and then every minute.
		const second = (new Date().getSeconds() + 12) % 60;
		const workflow = await n8n.createWorkflow({
			name: 'Watch',
			nodes: [
				{
					id: 'trigger',
					name: TRIGGER,
					type: 'n8n-nodes-d3soar.d3SoarTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {
						pollTimes: { item: [{ mode: 'custom', cronExpression: `${second} * * * * *` }] },
						triggerOn: 'incidentCreated',
					},
					credentials: await credentialOf('GetIncidents'),
				},
				{
					id: 'next',
					name: 'Next',
					type: 'n8n-nodes-base.noOp',
					typeVersion: 1,
					position: [200, 0],
					parameters: {},
				},
			],
			connections: { [TRIGGER]: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
		});
		addIncident('before');
		await n8n.activate(workflow);
		await waitUntil(() => polls() > 0, 'the poll at the activation');
		addIncident('first');
		await waitUntil(async () => (await startsOf(workflow)).length > 0, 'the first start');
		expect(await startsOf(workflow)).toEqual([['first']]);

		await server!.stop();
		addIncident('while n8n was away');
		await start();
		await n8n.logIn(LOGIN);
		await waitUntil(async () => (await startsOf(workflow)).length > 1, 'the second start');
		addIncident('last');
		await waitUntil(async () => (await startsOf(workflow)).length > 2, 'the third start');
		const before = polls();
		await waitUntil(() => polls() > before, 'one more poll');
		expect(await startsOf(workflow)).toEqual([['first'], ['while n8n was away'], ['last']]);
	},
	15 * MINUTE_MS,
);
