import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as flatted from 'flatted';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodeType,
	INodeTypes,
	IRun,
	IPollFunctions,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	WorkflowActivateMode,
} from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/D3SoarApi.credentials.ts';
import type { Simulator } from '../simulator/simulator.mts';

/** n8n writes its settings to this folder as soon as it is loaded. */
process.env.N8N_USER_FOLDER ??= join(tmpdir(), 'n8n-nodes-d3soar-engine');
process.env.N8N_ENCRYPTION_KEY ??= 'nothing is encrypted in these tests';
process.env.N8N_LOG_LEVEL ??= 'silent';

// Node.js cannot load the ES modules of n8n-workflow, which are made for bundlers.
const require = createRequire(join(process.cwd(), 'package.json'));
require('reflect-metadata');
const {
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PackageDirectoryLoader,
	PollContext,
	WorkflowExecute,
} = require('n8n-core') as typeof import('n8n-core');
const { createRunExecutionData, Expression, ICredentialsHelper, NodeHelpers, Workflow } =
	require('n8n-workflow') as typeof import('n8n-workflow');

const NODE = 'n8n-nodes-d3soar.d3Soar';

/** The built package, as n8n's own loader finds it. */
const loader = new PackageDirectoryLoader(process.cwd());
const loaded = loader.loadAll();

/**
 * Gives the items that the test put in, also texts that look like expressions: n8n's own nodes are not on
 * the registry by themselves.
 */
class Items implements INodeType {
	description = {
		displayName: 'Items',
		name: 'items',
		group: ['trigger' as const],
		version: 1,
		description: 'Items of the test',
		defaults: {},
		inputs: ['main' as const],
		outputs: ['main' as const],
		properties: [
			{
				displayName: 'Items',
				name: 'items',
				type: 'json' as const,
				default: [],
				noDataExpression: true,
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getNode().parameters.items as unknown as IDataObject[];
		return [items.map((json, item) => ({ json, pairedItem: { item } }))];
	}
}

/** Gives its items back to the node before it, once: a loop of two rounds. */
class Again extends Items {
	override async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const context = this.getContext('node') as { rounds?: number };
		context.rounds = (context.rounds ?? 0) + 1;
		const items = this.getNode().parameters.items as unknown as IDataObject[];
		return [context.rounds < 2 ? items.map((json, item) => ({ json, pairedItem: { item } })) : []];
	}
}

/** n8n's credentials helper reads a database; here is the same with the credential in memory. */
class CredentialInMemory extends ICredentialsHelper {
	private readonly credential: ICredentialDataDecryptedObject;

	constructor(credential: ICredentialDataDecryptedObject) {
		super();
		this.credential = credential;
	}

	override getParentTypes() {
		return [];
	}

	override isCredentialUsableByNode() {
		return true;
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions,
	) {
		const { type } = loader.getCredential(typeName);
		if (typeof type.authenticate !== 'function') throw new Error('no function');
		return await type.authenticate(credentials, request);
	}

	override async preAuthentication() {
		return undefined;
	}

	override async runPreAuthentication() {
		return undefined;
	}

	override async getCredentials(): Promise<never> {
		throw new Error('not stored');
	}

	override async getDecrypted() {
		return { ...this.credential };
	}

	override async updateCredentials() {}

	override async updateCredentialsOauthTokenData() {}

	override getCredentialsProperties() {
		return [];
	}
}

export const nodeTypes: INodeTypes = {
	getByName: (type) => nodeTypes.getByNameAndVersion(type),
	getByNameAndVersion: (type, version) => {
		if (type === 'test.items') return new Items();
		if (type === 'test.again') return new Again();
		const name = type.split('.')[1]!.replace(/Tool$/, '');
		return NodeHelpers.getVersionedNodeType(loader.getNode(name).type, version);
	},
	getKnownTypes: () => ({}),
};

export interface WorkflowRun {
	/** Input items of the node. */
	items?: IDataObject[];
	/** The node's parameters; resource and operation are Task and Create unless they say otherwise. */
	parameters: INodeParameters;
	credential: Partial<D3SoarCredential>;
	/** Settings of the node, such as `onError`, `retryOnFail`. */
	node?: Partial<INode>;
	/** IANA zone of the workflow. */
	timezone?: string;
	/** Whether the node gets the same items once more, in a second run. */
	loop?: boolean;
}

/** What a run of the node came to. */
export interface NodeRun {
	run: IRun;
	/** Items of each of the node's outputs. */
	outputs: INodeExecutionData[][];
	error: (Error & { description?: string; context?: IDataObject }) | undefined;
	hints: string[];
}

/** Evaluates expressions in an isolate while `work` runs, as the n8n server does. */
export async function inIsolate<T>(work: () => Promise<T>): Promise<T> {
	await Expression.initExpressionEngine({
		engine: 'vm',
		bridgeTimeout: 5000,
		bridgeMemoryLimit: 128,
		poolSize: 1,
		maxCodeCacheSize: 1024,
	});
	try {
		return await work();
	} finally {
		await Expression.disposeExpressionEngine();
	}
}

/** Runs one D3 SOAR node on n8n-core's engine, over real sockets. */
export async function runNode(options: WorkflowRun): Promise<NodeRun> {
	return await (
		await startNode(options)
	).finished;
}

/** Starts the same, and leaves it to the test to wait for it or to cancel it. */
export async function startNode(
	options: WorkflowRun,
): Promise<{ finished: Promise<NodeRun>; cancel: () => void }> {
	await loaded;
	const workflow = workflowFor(options);
	const additionalData = additionalDataFor(options.credential, workflow);
	// n8n 1 has no such function: there it is what is taken if nothing is given.
	const data = (createRunExecutionData as typeof createRunExecutionData | undefined)?.();
	const engine = new WorkflowExecute(additionalData, 'manual', data as IRunExecutionData);
	const running = runFrom(engine, workflow, workflow.getNode('Items')!);
	return { finished: running.then(nodeRun), cancel: () => running.cancel() };
}

/** n8n 1 takes what follows one by one. */
function runFrom(
	engine: InstanceType<typeof WorkflowExecute>,
	workflow: InstanceType<typeof Workflow>,
	startNode: INode,
) {
	if (engine.run.length === 1) return engine.run({ workflow, startNode });
	const run = engine.run as unknown as (...given: unknown[]) => ReturnType<typeof engine.run>;
	return run.call(engine, workflow, startNode);
}

/**
 * Goes on with a failed run, as *Retry* in the executions list does: from what n8n stored of it, with the
 * workflow as it was, or with what has been saved since.
 */
export async function retry({ run }: NodeRun, options: WorkflowRun): Promise<NodeRun> {
	const data = flatted.parse(flatted.stringify(run.data)) as IRunExecutionData;
	const { resultData } = data;
	delete resultData.error;
	resultData.runData[resultData.lastNodeExecuted!]?.pop();
	const workflow = workflowFor(options);
	for (const entry of data.executionData!.nodeExecutionStack) {
		entry.node = workflow.getNode(entry.node.name)!;
	}
	const additionalData = {
		...additionalDataFor(options.credential, workflow),
		executionId: 'retry',
	};
	const engine = new WorkflowExecute(additionalData, 'retry', data);
	return nodeRun(await engine.processRunExecutionData(workflow));
}

function nodeRun(run: IRun): NodeRun {
	const runs = run.data.resultData.runData['D3 SOAR'] ?? [];
	const [task] = runs;
	return {
		run,
		outputs: (task?.data?.main ?? []).map((items) => items ?? []),
		error: (runs.find(({ error }) => error !== undefined)?.error ??
			run.data.resultData.error) as NodeRun['error'],
		hints: (task?.hints ?? []).map(({ message }) => message),
	};
}

function workflowFor({ items = [{}], parameters, node, timezone = 'UTC', loop }: WorkflowRun) {
	return new Workflow({
		id: 'test',
		nodes: [
			{
				id: '1',
				name: 'Items',
				type: 'test.items',
				typeVersion: 1,
				position: [0, 0],
				parameters: { items: items as never },
			},
			{
				id: '2',
				name: 'D3 SOAR',
				type: NODE,
				typeVersion: 1,
				position: [200, 0],
				parameters: { resource: 'task', operation: 'create', ...parameters },
				credentials: { d3SoarApi: { id: '1', name: 'D3 SOAR account' } },
				...node,
			},
			{
				id: '3',
				name: 'Again',
				type: 'test.again',
				typeVersion: 1,
				position: [400, 0],
				parameters: { items: items as never },
			},
		],
		connections: {
			Items: { main: [[{ node: 'D3 SOAR', type: 'main', index: 0 }]] },
			...(loop === true && {
				'D3 SOAR': { main: [[{ node: 'Again', type: 'main', index: 0 }]] },
				Again: { main: [[{ node: 'D3 SOAR', type: 'main', index: 0 }]] },
			}),
		},
		active: false,
		nodeTypes,
		settings: { timezone, executionOrder: 'v1' },
	});
}

/** A trigger that polls, and what its polls need. */
export interface Watched {
	parameters?: INodeParameters;
	credential: Partial<D3SoarCredential>;
	timezone?: string;
}

/**
 * An activated workflow of n8n with a D3 SOAR Trigger, as far as polls go: what the node stores stays in
 * memory from one poll to the next, and reaches the database only when n8n saves it, which it does at
 * activation and when a poll gives items.
 */
export class ActiveWorkflow {
	/** What the polls reported beside their items. */
	readonly errors: Error[] = [];
	/** How many executions of the workflow they started: n8n starts one for whatever is not null. */
	executions = 0;
	/** What n8n's database holds of the node. */
	database: IDataObject = {};
	private workflow!: InstanceType<typeof Workflow>;
	private context!: InstanceType<typeof PollContext>;
	private readonly watched: Watched;

	constructor(watched: Watched) {
		this.watched = watched;
	}

	/** Activates it, which polls. n8n saves what the node stores, unless the poll fails. */
	async activate(
		activation: WorkflowActivateMode = 'activate',
		parameters?: INodeParameters,
	): Promise<IDataObject[]> {
		Object.assign(this.watched, parameters && { parameters });
		await loaded;
		this.load(activation, 'trigger');
		const items = await this.poll();
		this.save();
		return items;
	}

	/** What n8n does by the clock. */
	async poll(): Promise<IDataObject[]> {
		const items = await this.ask();
		if (items.length > 0) this.save();
		return items;
	}

	/** n8n ends without a word and is started again. */
	async restart(): Promise<IDataObject[]> {
		return await this.activate('init');
	}

	/** A test in the editor. */
	async test(): Promise<IDataObject[]> {
		await loaded;
		this.load('manual', 'manual');
		return await this.ask();
	}

	private async ask(): Promise<IDataObject[]> {
		const { type } = loader.getNode('d3SoarTrigger');
		const output = await (type as INodeType).poll!.call(this.context as IPollFunctions);
		if (output === null) return [];
		this.executions++;
		return output.flat().map(({ json }) => json);
	}

	private load(activation: WorkflowActivateMode, mode: 'trigger' | 'manual'): void {
		const { parameters = {}, credential, timezone = 'UTC' } = this.watched;
		this.workflow = new Workflow({
			id: 'test',
			nodes: [
				{
					id: '1',
					name: 'D3 SOAR Trigger',
					type: 'n8n-nodes-d3soar.d3SoarTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters,
					credentials: { d3SoarApi: { id: '1', name: 'D3 SOAR account' } },
				},
			],
			connections: {},
			active: true,
			nodeTypes,
			settings: { timezone },
			staticData: JSON.parse(JSON.stringify(this.database)) as IDataObject,
		});
		this.context = new PollContext(
			this.workflow,
			this.workflow.getNode('D3 SOAR Trigger')!,
			additionalDataFor(credential, this.workflow),
			mode,
			activation,
			undefined,
			(error) => void this.errors.push(error),
		);
	}

	private save(): void {
		this.database = JSON.parse(JSON.stringify(this.workflow.staticData)) as IDataObject;
	}
}

/** A picker's list as the editor asks for it. */
export async function searchList(
	method: 'searchIncidents' | 'searchUserNames' | 'searchUsers',
	{ credential, parameters = {} }: Pick<WorkflowRun, 'credential'> & Partial<WorkflowRun>,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	await loaded;
	const workflow = workflowFor({ credential, parameters });
	const context = new LoadOptionsContext(
		workflow,
		workflow.getNode('D3 SOAR')!,
		{ ...additionalDataFor(credential, workflow), currentNodeParameters: parameters },
		'',
	) as unknown as ILoadOptionsFunctions;
	const { type } = loader.getNode('d3Soar');
	const search = (type as INodeType).methods!.listSearch![method]!;
	return await search.call(context, filter, paginationToken);
}

/** What the engine gives a run besides its workflow: the credential, and nothing of a database. */
export function additionalDataFor(
	credential: WorkflowRun['credential'],
	workflow: InstanceType<typeof Workflow>,
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper: new CredentialInMemory(credential as ICredentialDataDecryptedObject),
		hooks: new ExecutionLifecycleHooks('manual', '1', {
			id: 'test',
			name: 'test',
			active: false,
			isArchived: false,
			activeVersionId: null,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes: Object.values(workflow.nodes),
			connections: workflow.connectionsBySourceNode,
		}),
		currentNodeExecutionIndex: 0,
		executionId: 'first',
		variables: {},
		// Addresses that n8n offers to expressions; nothing is called there.
		webhookWaitingBaseUrl: 'http://127.0.0.1/waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form',
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** A credential for the simulator. */
export function credentialFor(
	simulator: Simulator,
	command = 'CreateTask',
	rest: Partial<D3SoarCredential> = {},
): D3SoarCredential {
	return {
		serverUrl: simulator.serverUrl,
		authentication: 'apiKey',
		apiKey: simulator.keyOf(command).apiKey,
		username: 'Admin',
		site: 'Security Operations',
		...rest,
	};
}

/** Parameters of a task that the simulator accepts. */
export function taskParameters(rest: INodeParameters = {}): INodeParameters {
	return {
		incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
		taskName: 'Block the sender',
		taskType: 'Default',
		taskDescription: 'Block it on the gateway',
		assignee: { __rl: true, mode: 'name', value: 'Jane Doe' },
		dueDate: '2026-05-15T14:32:00',
		required: true,
		...rest,
	};
}
