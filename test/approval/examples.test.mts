import fastify from 'fastify';
import type { IDataObject } from 'n8n-workflow';

import { ChatModel } from '../agent/chatModel.mts';
import { exampleOf, nodeOf } from '../support/examples.mts';
import type { Execution, RestClient, StoredWorkflow } from '../support/n8n/rest.mts';
import { HOOK_TIMEOUT_MS, startRealN8n, waitUntil, type RealN8n } from '../support/realN8n.mts';
import { answering } from '../simulator/faults.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { linkOf } from './analyst.mts';

/** The workflows in examples/ that ask a person, imported into the real n8n and answered there. */

let real: RealN8n;
let n8n: RestClient;
let simulator: Simulator;

beforeAll(async () => {
	real = await startRealN8n();
	n8n = real.rest;
}, HOOK_TIMEOUT_MS);

afterAll(async () => await real?.end());

beforeEach(async () => {
	simulator = await startSimulator();
});

afterEach(async () => await simulator.close());

const importExample = async (file: string, commands: Record<string, string>) =>
	await exampleOf(file, commands, { n8n, simulator });

async function start(workflow: StoredWorkflow): Promise<string> {
	return await n8n.start(workflow, workflow.nodes[0]!.name);
}

/** Waits until so many tasks are there and the execution waits, and answers the last one. */
async function answer(
	id: string,
	tasks: number,
	decision: 'approve' | 'decline',
	{ comment = '', as }: { comment?: string; as?: string } = {},
): Promise<void> {
	await waitUntil(
		async () => simulator.ledger.tasks.length >= tasks && (await n8n.statusOf(id)) === 'waiting',
		`question ${tasks}`,
	);
	const response = await fetch(linkOf(simulator), {
		method: 'POST',
		headers: as === undefined ? {} : { 'X-Forwarded-User': as },
		body: new URLSearchParams({ decision, comment }),
	});
	expect(response.status).toBe(200);
}

const hasRun = ({ data }: Execution, name: string) => name in data.resultData.runData;

describe('contain-after-approval.json', () => {
	const commands = {
		'Ask Analyst': 'CreateTask',
		'Ask Next Analyst': 'CreateTask',
		'Read Incident Again': 'getIncidentStaticField',
		'Write Timeline': 'AddIncidentTimelineEntry',
	};

	it.each([
		['approve', 'Isolate Host', 'Leave Host Alone'],
		['decline', 'Leave Host Alone', 'Isolate Host'],
	] as const)(
		'after %s goes to %s, and D3 knows the decision before',
		async (decision, to, not) => {
			const id = await start(
				await n8n.createWorkflow(await importExample('contain-after-approval.json', commands)),
			);
			await answer(id, 1, decision, { comment: 'Seen' });
			const done = await n8n.finished(id);
			expect(done.data.resultData.error).toBeUndefined();
			expect([hasRun(done, to), hasRun(done, not)]).toEqual([true, false]);
			const [entry] = simulator.ledger.requestsOf('AddIncidentTimelineEntry');
			const { CommandParams } = entry!.body as { CommandParams: IDataObject };
			expect(CommandParams).toMatchObject({
				'Incident Number': '20220125-1',
				Summary: `Isolation of WS-042: ${decision}d`,
				Description: expect.stringContaining(
					'Asked: Jane Doe. Approver: not known. Comment: Seen.',
				),
			});
		},
	);

	// Hours may have passed.
	it('leaves the host alone where the incident was closed in the meantime', async () => {
		const id = await start(
			await n8n.createWorkflow(await importExample('contain-after-approval.json', commands)),
		);
		const closed = { error: '', returnData: { Status: 'Successful', Data: { Status: 'Closed' } } };
		simulator.injectFault(answering(200, JSON.stringify(closed)), {
			when: ({ command }) => command === 'getIncidentStaticField',
		});
		await answer(id, 1, 'approve');
		expect(hasRun(await n8n.finished(id), 'Isolate Host')).toBe(false);
	});

	it('asks the next analyst where nobody answers', async () => {
		const example = await importExample('contain-after-approval.json', commands);
		Object.assign(nodeOf(example, 'Ask Analyst').parameters, {
			limitType: 'atSpecifiedTime',
			maxDateAndTime: '={{ $now.plus({ seconds: 3 }).toISO() }}',
		});
		const id = await start(await n8n.createWorkflow(example));
		await answer(id, 2, 'approve');
		expect(hasRun(await n8n.finished(id), 'Isolate Host')).toBe(true);
		expect(simulator.ledger.tasks.map(({ Assignee }) => Assignee)).toEqual(['Jane Doe', 'Sam Lee']);
	});
});

describe('four-eyes-approval.json', () => {
	const commands = { 'Ask First': 'CreateTask', 'Ask Second': 'CreateTask' };

	it.each([
		['two people', 'sam@corp', true],
		['one person twice, in other letters', ' JANE@corp', false],
	])('%s: whether the account is disabled', async (_, second, disabled) => {
		const id = await start(
			await n8n.createWorkflow(await importExample('four-eyes-approval.json', commands)),
		);
		await answer(id, 1, 'approve', { as: 'jane@corp' });
		await answer(id, 2, 'approve', { as: second });
		const done = await n8n.finished(id);
		expect(done.data.resultData.error).toBeUndefined();
		expect(hasRun(done, 'Disable Account')).toBe(disabled);
		expect(hasRun(done, 'Leave Account Alone')).toBe(!disabled);
	});

	it('asks nobody else after a no', async () => {
		const id = await start(
			await n8n.createWorkflow(await importExample('four-eyes-approval.json', commands)),
		);
		await answer(id, 1, 'decline', { as: 'jane@corp' });
		expect(hasRun(await n8n.finished(id), 'Leave Account Alone')).toBe(true);
		expect(simulator.ledger.tasks).toHaveLength(1);
	});
});

describe('agent-with-approval.json', () => {
	const commands = { 'Ask an Analyst': 'CreateTask', 'Close Incident': 'CloseIncidentInBulk' };

	it('blocks and closes after a yes to each, and not after a no', async () => {
		const blocked: unknown[] = [];
		const firewall = fastify({ forceCloseConnections: true });
		firewall.post('/api/block', async ({ body }) => {
			blocked.push(body);
			return { ok: true };
		});
		const origin = await firewall.listen({ host: '127.0.0.1', port: 0 });
		const call = (tool: string, toolParameters: object) => ({
			calls: [{ tool, input: { toolParameters, hitlParameters: {} } }],
		});
		const model = await new ChatModel([
			call('Block_on_Firewall', { ip: '203.0.113.7' }),
			call('Block_on_Firewall', { ip: '203.0.113.8' }),
			call('Close_Incident', { conclusion: 'Sender blocked.' }),
			{ say: () => 'Done' },
		]).listen();
		try {
			const example = await importExample('agent-with-approval.json', commands);
			nodeOf(example, 'Block on Firewall').parameters.url = `${origin}/api/block`;
			const key = { apiKey: 'none', url: model.url };
			const { id: keyId } = await n8n.createCredential('openAiApi', 'Model', key);
			nodeOf(example, 'OpenAI Chat Model').credentials = {
				openAiApi: { id: keyId, name: 'Model' },
			};
			const id = await start(await n8n.createWorkflow(example));
			await answer(id, 1, 'approve');
			await answer(id, 2, 'decline', { comment: 'That one is ours' });
			await answer(id, 3, 'approve');
			const done = await n8n.finished(id);
			expect(done.data.resultData.error).toBeUndefined();
			expect(blocked).toEqual([{ ip: '203.0.113.7' }]);
			expect(simulator.world.incidents[0]).toMatchObject({
				Status: 'Closed',
				Conclusion: 'Sender blocked.',
			});
			expect(model.observations()[1]).toContain('That one is ours');
			const texts = simulator.ledger.tasks.map((task) => task['Task Description']);
			expect(texts[0]).toContain('203.0.113.7');
			expect(texts[2]).toMatch(/<b>Tool:<\/b> Close_Incident<br>.*Sender blocked/);
		} finally {
			await model.close();
			await firewall.close();
		}
	});
});
