/** What the tests on a real n8n share: an n8n of their own with this package in it, and workflows to run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
} from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/D3SoarApi.credentials.ts';
import { installN8n, installProject } from '../../scripts/n8n/install.mts';
import { RestClient, type Execution, type WorkflowFile } from '../../scripts/n8n/rest.mts';
import { startServer, type Server, type ServerOptions } from '../../scripts/n8n/server.mts';
import type { Simulator } from '../simulator/simulator.mts';

/** Half an hour off every whole hour, and not the zone of the process: see jest.config.cjs. */
export const INSTANCE_ZONE = 'America/St_Johns';
export const D3_NODE = 'n8n-nodes-d3soar.d3Soar';
export const TRIGGER = 'Start';
export const MINUTE = 60_000;
/** For a hook that installs and starts an n8n. */
export const PATIENCE = 20 * MINUTE;
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

interface RealServerOptions
	extends Partial<Pick<ServerOptions, 'role' | 'node' | 'env' | 'userFolder'>> {
	/** The one that the other commands use if missing. */
	readonly version?: string;
	/** Whether this package is not installed into it. */
	readonly bare?: boolean;
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

/** Starts an n8n that nobody is logged in to. */
export async function startRealServer(options: RealServerOptions = {}): Promise<RealServer> {
	const { version, bare, ...rest } = options;
	const script = await installN8n(undefined, version);
	const folder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-test-')));
	const remove = async () => await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	try {
		if (bare !== true) await installProject(folder);
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

/** A credential for CreateTask of the simulator. */
export function credentialFor(
	simulator: Simulator,
	rest: Partial<D3SoarCredential> = {},
): ICredentialDataDecryptedObject {
	const fields: D3SoarCredential = {
		serverUrl: simulator.serverUrl,
		authentication: 'apiKey',
		apiKey: simulator.keyOf('CreateTask').apiKey,
		username: 'Admin',
		site: 'Security Operations',
		...rest,
	};
	return { ...fields } as ICredentialDataDecryptedObject;
}

export type NodeOfTest = Pick<INode, 'type' | 'typeVersion' | 'credentials' | 'webhookId'> & {
	parameters: INodeParameters;
};

/** The node, creating a task whose parameters are those of a plain example unless given. */
export function createTask(
	{ id, name }: INodeCredentialsDetails,
	{ options = {}, ...parameters }: INodeParameters & { options?: IDataObject },
): NodeOfTest {
	return {
		type: D3_NODE,
		typeVersion: 1,
		credentials: { d3SoarApi: { id, name } },
		parameters: {
			resource: 'task',
			operation: 'create',
			incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
			taskName: 'Block the sender',
			taskType: 'Default',
			taskDescription: 'Do it',
			assignee: { __rl: true, mode: 'name', value: 'Jane Doe' },
			dueDate: '={{ $now.plus({ hours: 1 }) }}',
			...parameters,
			options: options as INodeParameters,
		},
	};
}

/** Two nodes that make an item of each name. */
export function itemsNamed(names: string): NodeOfTest[] {
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

/** A workflow of nodes in a row behind a trigger; the last one is called Node. */
export function workflowOf(...nodes: NodeOfTest[]): WorkflowFile {
	return workflowBehind(
		{ type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		...nodes,
	);
}

export function workflowBehind(trigger: NodeOfTest, ...nodes: NodeOfTest[]): WorkflowFile {
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
export async function runNode(rest: RestClient, node: NodeOfTest): Promise<Execution> {
	return await rest.run(await rest.createWorkflow(workflowOf(node)), TRIGGER);
}

/** The message and description with which an execution failed. */
export function failureOf({ data }: Execution): { message: string; description: unknown } {
	const { message, description } = data.resultData.error ?? { message: 'no failure' };
	return { message, description };
}

/** Waits until a condition holds. */
export async function until(
	condition: () => boolean | Promise<boolean>,
	what: string,
	minutes = 5,
): Promise<void> {
	const end = Date.now() + minutes * MINUTE;
	while (!(await condition())) {
		if (Date.now() > end) throw new Error(`In ${minutes} minutes this did not come: ${what}`);
		await sleep(50);
	}
}
