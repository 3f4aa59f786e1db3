/** A workflow that runs as in production: somebody posts to its webhook, and n8n answers at once. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import type { RestClient, StoredWorkflow, WorkflowFile } from '../support/n8n/rest.mts';
import type { Server } from '../support/n8n/server.mts';
import type { D3SoarCredential } from '../../credentials/credential.ts';
import { credentialFor } from '../support/fixtures.mts';
import {
	createTask,
	splitNames,
	waitUntil,
	workflowWithTrigger,
	type NodeSpec,
} from '../support/realN8n.mts';
import type { Simulator } from '../simulator/simulator.mts';

/** Stores a workflow that makes a task of each name that is posted, and lets it start. */
export async function publish(
	rest: RestClient,
	simulator: Simulator,
	{ batchSize, ...limits }: Partial<D3SoarCredential> & { batchSize?: number } = {},
): Promise<StoredWorkflow> {
	const credential = await rest.createCredential(
		'd3SoarApi',
		'D3',
		credentialFor(simulator, 'CreateTask', limits),
	);
	const node = createTask(credential, { taskName: '={{ $json.name }}' });
	const workflow = batchSize === undefined ? behindWebhook(node) : inBatches(node, batchSize);
	const stored = await rest.createWorkflow(workflow);
	await rest.activate(stored);
	return stored;
}

/** A workflow of these nodes, once for each name that is posted. */
export function behindWebhook(...nodes: NodeSpec[]): WorkflowFile {
	const path = randomUUID();
	const webhook = {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { path, httpMethod: 'POST', responseMode: 'onReceived' },
	};
	return workflowWithTrigger(webhook, ...splitNames('$json.body.names'), ...nodes);
}

/** n8n's Loop Over Items: its second output is the loop, and the node leads back to it. */
function inBatches(node: NodeSpec, batchSize: number): WorkflowFile {
	const type = 'n8n-nodes-base.splitInBatches';
	const workflow = behindWebhook({ type, typeVersion: 3, parameters: { batchSize } }, node);
	const loop = workflow.nodes.at(-2)!.name;
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	return {
		...workflow,
		connections: {
			...workflow.connections,
			[loop]: { main: [[], to('Node')] },
			Node: { main: [to(loop)] },
		},
	};
}

/** Starts an execution. */
export async function postNames(
	{ url }: Server,
	{ nodes }: StoredWorkflow,
	names: string[],
): Promise<void> {
	const { path } = nodes[0]!.parameters as { path: string };
	const send = async () =>
		await fetch(`${url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ names }),
		});
	// In queue mode n8n tells itself of a new webhook.
	await waitUntil(async () => (await send()).ok, 'the webhook');
}

/** The names of tasks. */
export function numberedNames(prefix: string, count: number): string[] {
	return Array.from({ length: count }, (_, index) => `${prefix}.${index}`);
}

/** The ids of the executions that a worker has run, in order. */
export async function executionsRunBy({ logFile }: Server): Promise<string[]> {
	const log = await readFile(logFile, 'utf8');
	return [...log.matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id!);
}
