/** What the tests on a real n8n share: an n8n of their own with this package in it, and workflows to run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode, INodeCredentialsDetails, INodeParameters } from 'n8n-workflow';

import { taskParameters } from './fixtures.mts';
import { installN8n, installProject } from './n8n/install.mts';
import { RestClient, type Execution, type WorkflowFile } from './n8n/rest.mts';
import { isReady, startServer, type Server, type ServerOptions } from './n8n/server.mts';

/** Half an hour off every whole hour, and not the zone of the process: see jest.config.cjs. */
export const INSTANCE_ZONE = 'America/St_Johns';
export const D3_NODE = 'n8n-nodes-d3soar.d3Soar';
export const TRIGGER = 'Start';
export const MINUTE_MS = 60_000;
/** For a hook that installs and starts an n8n. */
export const HOOK_TIMEOUT_MS = 20 * MINUTE_MS;
/** For what n8n does by itself; a trigger polls once a minute. */
const WAIT_TIMEOUT_MS = 5 * MINUTE_MS;
const WAIT_INTERVAL_MS = 50;
export const LOGIN = { email: 'test@example.com', password: 'D3soar-test' };

/** A real n8n with this package in it. */
export interface RealServer {
	readonly server: Server;
	/** Stops it and deletes what it stored. */
	end(): Promise<void>;
}

/** A real n8n, and somebody who is logged in. */
export interface RealN8n extends RealServer {
	readonly rest: RestClient;
	/** Where n8n keeps what it stores. */
	readonly userFolder: string;
}

/** What a test may use that does not ask how the n8n was started. */
export type AnyRealN8n = Pick<RealN8n, 'rest' | 'end'> & { readonly server: Pick<Server, 'url'> };

interface RealServerOptions
	extends Partial<Pick<ServerOptions, 'role' | 'node' | 'env' | 'userFolder' | 'port'>> {
	/** The one that the other commands use if missing. */
	readonly version?: string;
	/** Whether this package is not installed into it. */
	readonly withoutPackage?: boolean;
}

/** Installs n8n where it is missing, and starts one with a database of its own. */
export async function startRealN8n(options: RealServerOptions = {}): Promise<RealN8n> {
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-test-'));
	const { server, end } = await startRealServer({ ...options, userFolder });
	try {
		const rest = new RestClient(server.url);
		await rest.setUpOwner(LOGIN);
		return { rest, server, userFolder, end };
	} catch (error) {
		await end();
		throw error;
	}
}

/**
 * The n8n of which D3SOAR_N8N_URL is the address, such as a container that has the package mounted; else one of the
 * test's own. Nobody may have used it before.
 */
export async function anyRealN8n(): Promise<AnyRealN8n> {
	const url = process.env.D3SOAR_N8N_URL;
	if (url === undefined) return await startRealN8n();
	await waitUntil(async () => await isReady(url), `an n8n at ${url}`);
	const rest = new RestClient(url);
	await rest.setUpOwner(LOGIN);
	return { rest, server: { url }, end: async () => undefined };
}

/** Starts an n8n that nobody is logged in to. */
export async function startRealServer(options: RealServerOptions = {}): Promise<RealServer> {
	const { version, withoutPackage, ...rest } = options;
	const script = await installN8n(undefined, version);
	const folder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-test-')));
	const remove = async () => await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	try {
		if (withoutPackage !== true) await installProject(folder);
		const server = await startServer({
			...rest,
			script,
			userFolder: folder,
			timezone: INSTANCE_ZONE,
		});
		return { server, end: async () => await server.stop().finally(remove) };
	} catch (error) {
		await remove();
		throw error;
	}
}

/** What a test says of a node; its id, name and position come from its place in the workflow. */
export type NodeSpec = Pick<INode, 'type' | 'typeVersion' | 'credentials' | 'webhookId'> & {
	parameters: INodeParameters;
};

/** The node, creating a task that is due in an hour; its other parameters are a plain example's unless given. */
export function createTask(
	{ id, name }: INodeCredentialsDetails,
	parameters: INodeParameters,
): NodeSpec {
	return {
		type: D3_NODE,
		typeVersion: 1,
		credentials: { d3SoarApi: { id, name } },
		parameters: {
			resource: 'task',
			operation: 'create',
			...taskParameters({ dueDate: '={{ $now.plus({ hours: 1 }) }}', ...parameters }),
		},
	};
}

/** Two nodes that make an item of each name. @param names An expression that gives them, without its braces. */
export function splitNames(names: string): NodeSpec[] {
	return [
		{
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: `={{ { name: ${names} } }}` },
		},
		{
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'name' },
		},
	];
}

/** A workflow of nodes in a row that a person starts; the last one is called Node. */
export function manualWorkflow(...nodes: NodeSpec[]): WorkflowFile {
	return workflowWithTrigger(
		{ type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		...nodes,
	);
}

/** The same behind a trigger of any kind. */
export function workflowWithTrigger(trigger: NodeSpec, ...nodes: NodeSpec[]): WorkflowFile {
	const names = [TRIGGER, ...nodes.slice(1).map((_, index) => `Before ${index}`), 'Node'];
	return {
		name: 'Test',
		nodes: [trigger, ...nodes].map((node, index) => ({
			id: String(index),
			name: names[index]!,
			position: [200 * index, 0],
			...node,
		})),
		connections: Object.fromEntries(
			nodes.map((_, index) => [
				names[index]!,
				{ main: [[{ node: names[index + 1]!, type: 'main', index: 0 }]] },
			]),
		),
	};
}

/** Runs a node alone behind a trigger. */
export async function runOnServer(rest: RestClient, node: NodeSpec): Promise<Execution> {
	return await rest.run(await rest.createWorkflow(manualWorkflow(node)), TRIGGER);
}

/** The message and description with which an execution failed. */
export function failureOf({ data }: Execution): { message: string; description: unknown } {
	const { message, description } = data.resultData.error ?? { message: 'no failure' };
	return { message, description };
}

/** Waits until a condition holds, and says what did not come if it does not. */
export async function waitUntil(
	condition: () => boolean | Promise<boolean>,
	what: string,
): Promise<void> {
	const end = Date.now() + WAIT_TIMEOUT_MS;
	while (!(await condition())) {
		if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
		await sleep(WAIT_INTERVAL_MS);
	}
}
