/** n8n-core's engine, on which tests run the built node; what n8n gives it from its database is in memory. */
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as flatted from 'flatted';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeProperties,
	INodeType,
	INodeTypes,
	IRun,
	IRunExecutionData,
	ITaskData,
	IWorkflowExecuteAdditionalData,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	INodeCredentialsDetails,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/credential.ts';
import { inForm } from './fixtures.mts';
import { NODE_NAME, standInNodes, type AgentCall } from './standInNodes.mts';

/** n8n writes its settings to this folder as soon as it is loaded. */
process.env.N8N_USER_FOLDER ??= join(tmpdir(), 'n8n-nodes-d3soar-engine');
process.env.N8N_ENCRYPTION_KEY ??= 'nothing is encrypted in these tests';
process.env.N8N_LOG_LEVEL ??= 'silent';

// Node.js cannot load the ES modules of n8n-workflow, which are made for bundlers.
const require = createRequire(join(process.cwd(), 'package.json'));
require('reflect-metadata');
export const n8nCore = require('n8n-core') as typeof import('n8n-core');
export const n8nWorkflow = require('n8n-workflow') as typeof import('n8n-workflow');
const { ExecutionLifecycleHooks, PackageDirectoryLoader, WorkflowExecute } = n8nCore;
const { createRunExecutionData, Expression, ICredentialsHelper, NodeHelpers, Workflow } =
	n8nWorkflow;

const NODE_TYPE = 'n8n-nodes-d3soar.d3Soar';

/** The built package, as n8n's own loader finds it. */
const loader = new PackageDirectoryLoader(process.cwd());
const loading = loader.loadAll();

/** A node of this package, as n8n's loader gives it. */
export async function packagedNode(name: 'd3Soar' | 'd3SoarTrigger'): Promise<INodeType> {
	await loading;
	return loader.getNode(name).type as INodeType;
}

/** The credential of this package, likewise. */
export async function packagedCredential(): Promise<ICredentialType> {
	await loading;
	return loader.getCredential('d3SoarApi').type;
}

/** n8n's credentials helper reads a database; here is the same with the credential in memory. */
class CredentialsInMemory extends ICredentialsHelper {
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

	/** Resolves expressions for the item, as n8n's own does (credentials-helper.ts, read in n8n 2.41.1). */
	override async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_credentials: INodeCredentialsDetails,
		_type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		_raw?: boolean,
		item?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		if (item === undefined) return { ...this.credential };
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = item;
		return workflow.expression.getParameterValue(
			this.credential as INodeParameters,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			{},
			executeData,
		) as ICredentialDataDecryptedObject;
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
		const standIn = standInNodes[type];
		if (standIn !== undefined) return new standIn();
		const name = type.split('.')[1]!.replace(/(Hitl)?Tool$/, '');
		return NodeHelpers.getVersionedNodeType(loader.getNode(name).type, version);
	},
	getKnownTypes: () => ({}),
};

function formProperties(): INodeProperties[] {
	return (loader.getNode('d3Soar').type as INodeType).description.properties;
}

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
	/** Whether two runs of the node are due at once, as behind two branches. */
	twice?: boolean;
	/** What an agent calls in one turn, if the node is a step of human review before its tools. */
	calls?: AgentCall[];
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
export async function runOnEngine(options: WorkflowRun): Promise<NodeRun> {
	return await (
		await startOnEngine(options)
	).finished;
}

/** Starts the same, and leaves it to the test to wait for it or to cancel it. */
export async function startOnEngine(
	options: WorkflowRun,
): Promise<{ finished: Promise<NodeRun>; cancel: () => void }> {
	await loading;
	const workflow = workflowFor(options);
	const additionalData = additionalDataFor(options.credential, workflow);
	// Older lines of n8n have no such function, and begin with the same data if they get none.
	const data = (createRunExecutionData as typeof createRunExecutionData | undefined)?.();
	const engine = new WorkflowExecute(additionalData, 'manual', data as IRunExecutionData);
	const running = runFrom(engine, workflow, workflow.getNode('Items')!);
	return {
		finished: running.then((run) => nodeRunOf(run, options)),
		cancel: () => running.cancel(),
	};
}

/** n8n 1 takes the same one by one. */
function runFrom(
	engine: InstanceType<typeof WorkflowExecute>,
	workflow: InstanceType<typeof Workflow>,
	startNode: INode,
) {
	if (engine.run.length === 1) return engine.run({ workflow, startNode });
	const run = engine.run as unknown as (...args: unknown[]) => ReturnType<typeof engine.run>;
	return run.call(engine, workflow, startNode);
}

/**
 * Goes on with a failed run, as *Retry* in the executions list does: from what n8n stored of it, with the
 * workflow as it was, or with what has been saved since.
 *
 * It mirrors `ExecutionService.retry` of the package `n8n` (`src/executions/execution.service.ts`, read in
 * 2.41.1), which needs n8n's database. If n8n changes that, this does not see it: test/real-n8n presses
 * *Retry* on a real n8n, and test/queue does so after a crash.
 */
export async function retryOnEngine({ run }: NodeRun, options: WorkflowRun): Promise<NodeRun> {
	const data = flatted.parse(flatted.stringify(run.data)) as IRunExecutionData;
	const { resultData } = data;
	delete resultData.error;
	const runs = resultData.runData[resultData.lastNodeExecuted!];
	if (runs?.at(-1)?.error !== undefined) runs.pop();
	const workflow = workflowFor(options);
	for (const entry of data.executionData!.nodeExecutionStack) {
		entry.node = workflow.getNode(entry.node.name)!;
	}
	const additionalData = {
		...additionalDataFor(options.credential, workflow),
		executionId: 'retry',
	};
	const engine = new WorkflowExecute(additionalData, 'retry', data);
	return nodeRunOf(await engine.processRunExecutionData(workflow), options);
}

/** What the node of these runs is called. */
export function nodeNameOf({ name = NODE_NAME }: Partial<INode> = {}): string {
	return name;
}

/** What a run of a node gave: to the next one, or to the agent of which it is a tool. */
export function outputsOf({ data }: ITaskData): INodeExecutionData[][] {
	return (data?.main ?? data?.ai_tool ?? []).map((items) => items ?? []);
}

function nodeRunOf(run: IRun, options: WorkflowRun): NodeRun {
	const runs = run.data.resultData.runData[nodeNameOf(options.node)] ?? [];
	const [task] = runs;
	return {
		run,
		outputs: task === undefined ? [] : outputsOf(task),
		error: (runs.find(({ error }) => error !== undefined)?.error ??
			run.data.resultData.error) as NodeRun['error'],
		hints: (task?.hints ?? []).map(({ message }) => message),
	};
}

/** The workflow in which the node runs: items, the node, and the way back if it loops. */
export function workflowFor({
	items = [{}],
	parameters,
	node,
	timezone = 'UTC',
	loop,
	twice,
	calls,
}: WorkflowRun) {
	const name = nodeNameOf(node);
	const afterItems = calls === undefined ? name : 'Agent';
	return new Workflow({
		id: 'test',
		name: 'Containment',
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
				name,
				type: calls === undefined ? NODE_TYPE : `${NODE_TYPE}HitlTool`,
				typeVersion: 1,
				position: [200, 0],
				parameters: inForm(formProperties(), {
					resource: 'task',
					operation: 'create',
					...parameters,
				}),
				credentials: { d3SoarApi: { id: '1', name: 'D3 SOAR account' } },
				...node,
			},
			{
				id: '3',
				name: 'Loop Back',
				type: 'test.loopBack',
				typeVersion: 1,
				position: [400, 0],
				parameters: { items: items as never },
			},
			{
				id: '4',
				name: 'Agent',
				type: 'test.agent',
				typeVersion: 1,
				position: [200, 200],
				parameters: { items: (calls ?? []) as never },
			},
		],
		connections: {
			Items: {
				main: [
					Array.from({ length: twice === true ? 2 : 1 }, () => ({
						node: afterItems,
						type: 'main' as const,
						index: 0,
					})),
				],
			},
			...(loop === true && {
				[name]: { main: [[{ node: 'Loop Back', type: 'main', index: 0 }]] },
				'Loop Back': { main: [[{ node: name, type: 'main', index: 0 }]] },
			}),
			...(calls !== undefined && {
				[name]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			}),
		},
		active: false,
		nodeTypes,
		settings: { timezone, executionOrder: 'v1' },
	});
}

/** What the engine gives a run besides its workflow: the credential, and nothing of a database. */
export function additionalDataFor(
	credential: WorkflowRun['credential'],
	workflow: InstanceType<typeof Workflow>,
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper: new CredentialsInMemory(credential as ICredentialDataDecryptedObject),
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
