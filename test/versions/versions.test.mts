import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installNode, npm } from '../../scripts/command.cjs';
import { N8N_VERSION, packProject } from '../support/n8n/install.mts';
import { startRegistry, type Registry } from '../support/n8n/registry.mts';
import { itemsOf } from '../support/n8n/rest.mts';
import { credentialFor } from '../support/fixtures.mts';
import {
	createTask,
	D3_NODE,
	splitNames,
	HOOK_TIMEOUT_MS,
	startRealN8n,
	TRIGGER,
	manualWorkflow,
	type RealN8n,
} from '../support/realN8n.mts';
import { faults, tooMany } from '../simulator/faults.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';

/** README says from which n8n on this package works: these are its ends, and some in between. */
const VERSIONS: Array<[n8n: string, how: 'screen' | 'hand', node?: string]> = [
	[N8N_VERSION, 'screen'],
	['2.8.4', 'screen'],
	['1.123.81', 'screen'],
	// It takes Node.js 22 at most, and keeps from npm all that leads it to the registry of this test.
	['1.85.4', 'hand', '22.23.3'],
];

describe.each(VERSIONS)('n8n %s, installed by %s', (version, how, node) => {
	let folder: string;
	let registry: Registry;
	let simulator: Simulator;
	let real: RealN8n | undefined;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-registry-'));
		registry = await startRegistry(join(folder, 'registry'));
		await npm(['publish', await packProject(folder)], { env: { ...process.env, ...registry.env } });
		simulator = await startSimulator();
		real = await startRealN8n({
			version,
			env: registry.env,
			withoutPackage: how === 'screen',
			...(node === undefined ? {} : { node: await installNode(node) }),
		});
	}, HOOK_TIMEOUT_MS);

	afterAll(async () => {
		await real?.end();
		await simulator.close();
		await registry.close();
		await rm(folder, { recursive: true, force: true });
	});

	if (how === 'screen') {
		// It is how nearly everybody gets the package, and n8n leaves out what it depends on.
		it('gets the node from its screen of community nodes', async () => {
			const { installedNodes } = await real!.rest.installPackage('n8n-nodes-d3soar');
			const node = { name: 'D3 SOAR', type: D3_NODE };
			expect(installedNodes).toContainEqual(expect.objectContaining(node));
		});
	}

	// n8n's luxon has to be found, and be good enough.
	it('tests a credential, and makes tasks with dates that luxon converts', async () => {
		const fields = credentialFor(simulator, 'CreateTask', { timezone: 'UTC' });
		const credential = await real!.rest.createCredential('d3SoarApi', 'D3', fields);
		const tested = await real!.rest.testCredential('d3SoarApi', fields, credential.id);
		expect(tested).toMatchObject({ status: 'OK' });
		const workflow = manualWorkflow(
			...splitNames('["A", "B", "C"]'),
			createTask(credential, {
				taskName: '={{ $json.name }}',
				dueDate:
					"={{ $now.setZone('UTC').set({ year: 2027, month: 5, day: 15, hour: 14, minute: 32, second: 0 }) }}",
			}),
		);
		const execution = await real!.rest.run(await real!.rest.createWorkflow(workflow), TRIGGER);
		expect(execution.data.resultData.error).toBeUndefined();
		const { tasks } = simulator.ledger;
		expect(tasks.map((task) => [task['Task Name'], task['Due Date']])).toEqual(
			['A', 'B', 'C'].map((name) => [name, '2027-05-15 14:32:00 UTC']),
		);
		expect(itemsOf(execution, 'Node')).toEqual(
			tasks.map((json, item) => expect.objectContaining({ json, pairedItem: { item } })),
		);
	});

	// n8n up to 2.8 does not fail the test by its status, and then takes any key.
	it.each([
		['the key is wrong', faults.invalidKey, /^D3 rejected the key/],
		['D3 limits the rate of requests', tooMany(), /^D3's rate limit was reached/],
		['D3 fails', faults.unexpected, /^D3 returned HTTP 500/],
	])('fails the credential test if %s', async (_why, fault, message) => {
		const fields = credentialFor(simulator);
		const credential = await real!.rest.createCredential('d3SoarApi', 'D3', fields);
		// n8n may ask twice.
		simulator.injectFault(fault, { times: 2 });
		const tested = await real!.rest.testCredential('d3SoarApi', fields, credential.id);
		simulator.clearFaults();
		expect(tested).toMatchObject({ status: 'Error', message: expect.stringMatching(message) });
	});

	// The memory lies where this n8n stores an execution.
	it('continues a failed execution from the executions list', async () => {
		const before = simulator.ledger.tasks.length;
		const credential = await real!.rest.createCredential(
			'd3SoarApi',
			'D3',
			credentialFor(simulator, 'CreateTask', { maxConcurrentRequests: 1 }),
		);
		simulator.injectFault(faults.invalidBody, {
			when: ({ body }) => JSON.stringify(body).includes('"Task Name":"E"'),
		});
		const workflow = manualWorkflow(
			...splitNames('["D", "E"]'),
			createTask(credential, {
				taskName: '={{ $json.name }}',
			}),
		);
		const failed = await real!.rest.run(await real!.rest.createWorkflow(workflow), TRIGGER);
		expect(failed.data.resultData.error?.message).toMatch(/^D3 rejected task "E".* \[item 1\]$/);
		const again = await real!.rest.retry(failed, false);
		expect(again.status).toBe('success');
		const made = simulator.ledger.tasks.slice(before).map((task) => task['Task Name']);
		expect(made).toEqual(['D', 'E']);
	});
});
