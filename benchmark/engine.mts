import { createRequire } from 'node:module';
import { join } from 'node:path';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';

import { additionalDataFor, nodeTypes } from '../test/support/n8nEngine.mts';
import {
	bodyOf,
	fieldsOf,
	itemsOf,
	parameter,
	taskOf,
	type Contender,
	type Kind,
	type TaskItem,
	type Work,
} from './job.mts';
import { DeclarativeTask } from './peers/declarativeTask.mts';
import { LoopTask } from './peers/loopTask.mts';
import type { ServerInfo } from './server.mts';

/** n8n and this package as an n8n server finds them: see the folder and NODE_PATH of this process. */
const require = createRequire(join(process.cwd(), 'package.json'));
const { WorkflowExecute } = require('n8n-core') as typeof import('n8n-core');
const { createRunExecutionData, NodeHelpers, Workflow } =
	require('n8n-workflow') as typeof import('n8n-workflow');

/** Gives the input items, and tells when they go to the node that is measured. */
function itemsNode(items: readonly TaskItem[], given: () => void): INodeType {
	return {
		description: {
			displayName: 'Items',
			name: 'items',
			group: ['trigger'],
			version: 1,
			description: 'Items of the benchmark',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		execute: async () => {
			const output = items.map((json, item) => ({
				json: { ...json } as IDataObject,
				pairedItem: { item },
			}));
			given();
			return [output];
		},
	};
}

/** What a run came to, as far as its output tells. */
export interface RunOutput {
	/** Output items that are no failures. */
	readonly outputs: number;
	/** Input items that the output calls failed; nothing where the run as a whole failed. */
	readonly failed: readonly number[] | undefined;
	/** With what words the run failed. */
	readonly error?: string;
}

/** Does the work with one of n8n's nodes, on n8n's own engine. */
export async function runOnEngine(
	contender: Contender,
	work: Work,
	serverInfo: { readonly serverUrl: string; readonly apiKey: string },
	given: () => void,
	itemNumbers: readonly number[] = itemsOf(work, 0),
): Promise<RunOutput> {
	const items = itemNumbers.map((item) => taskOf(item, work));
	const node = nodeFor(contender, work, serverInfo);
	const limits = {
		maxConcurrentRequests: contender.inFlight ?? 10,
		requestsPerSecond: work.pace ?? work.limit ?? 0,
	};
	const workflow = new Workflow({
		id: 'benchmark',
		nodes: [
			{
				id: '1',
				name: 'Items',
				type: 'benchmark.items',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			node,
		],
		connections: { Items: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes: typesWith(itemsNode(items, given)),
		settings: { timezone: 'UTC', executionOrder: 'v1' },
	});
	const credential =
		contender.kind === 'httpRequest'
			? { name: 'd3key', value: serverInfo.apiKey }
			: {
					...serverInfo,
					...limits,
					authentication: 'apiKey',
					username: 'Admin',
					site: 'Security Operations',
				};
	const additionalData = additionalDataFor(credential as never, workflow);
	const engine = new WorkflowExecute(additionalData, 'trigger', createRunExecutionData());
	const { data } = await engine.run({ workflow, startNode: workflow.getNode('Items')! });
	const { error, runData } = data.resultData;
	return {
		...outputOf(runData[node.name]?.[0]?.data?.main?.[0] ?? []),
		...(error === undefined ? {} : { failed: undefined, error: error.message }),
	};
}

const ERROR_KEYS = ['error', 'message', 'details'];

function outputOf(output: readonly INodeExecutionData[]): Pick<RunOutput, 'outputs' | 'failed'> {
	const failed: number[] = [];
	output.forEach(({ json, error, pairedItem }, index) => {
		// As n8n tells an error item; D3's own answers have an `error` too.
		const isError = json?.error && Object.keys(json).every((key) => ERROR_KEYS.includes(key));
		if (error === undefined && !isError) return;
		const item = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
		failed.push(typeof item === 'object' ? item.item : (item ?? index));
	});
	return { outputs: output.length - failed.length, failed };
}

/** Those that stand beside this package's node, each made once. */
const peers: Record<string, () => INodeType | IVersionedNodeType> = {
	'benchmark.declarativeTask': once(() => new DeclarativeTask()),
	'benchmark.loopTask': once(() => new LoopTask()),
	'n8n-nodes-base.httpRequest': once(() => {
		const { HttpRequest } =
			require('n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js') as {
				HttpRequest: new () => IVersionedNodeType;
			};
		return new HttpRequest();
	}),
};

function once<T>(make: () => T): () => T {
	let made: T | undefined;
	return () => (made ??= make());
}

function typesWith(items: INodeType): INodeTypes {
	return {
		...nodeTypes,
		getByNameAndVersion: (name, version) => {
			if (name === 'benchmark.items') return items;
			const peer = peers[name];
			return peer === undefined
				? nodeTypes.getByNameAndVersion(name, version)
				: NodeHelpers.getVersionedNodeType(peer(), version);
		},
	};
}

function nodeFor(
	contender: Contender,
	work: Work,
	serverInfo: Pick<ServerInfo, 'serverUrl'>,
): INode & { parameters: INodeParameters } {
	const { type, version, parameters, credential } = {
		node: nodeOfThisPackage,
		httpRequest,
		declarative,
		loop,
	}[contender.kind as Exclude<Kind, 'bare'>](contender, work, serverInfo);
	return {
		id: '2',
		name: 'Contender',
		type,
		typeVersion: version,
		position: [200, 0],
		parameters,
		credentials: { [credential]: { id: '1', name: 'Benchmark' } },
		...(contender.retryOnFail === true ? { retryOnFail: true } : {}),
		...(work.faults === 'refusals' ? { onError: 'continueRegularOutput' as const } : {}),
	};
}

interface NodeOfContender {
	readonly type: string;
	readonly version: number;
	readonly parameters: INodeParameters;
	readonly credential: string;
}

function nodeOfThisPackage({ keepOrder = true }: Contender, work: Work): NodeOfContender {
	const task = fieldsOf(work);
	return {
		type: 'n8n-nodes-d3soar.d3Soar',
		version: 1,
		credential: 'd3SoarApi',
		parameters: {
			resource: 'task',
			operation: 'create',
			incidentNumber: { __rl: true, mode: 'number', value: parameter(task.incident) },
			taskName: parameter(task.name),
			taskType: parameter(task.type),
			taskDescription: parameter(task.description),
			assignee: { __rl: true, mode: 'name', value: parameter(task.assignee) },
			dueDate: parameter(task.due),
			required: work.expressions === 'all' ? '={{ $json.required === "Yes" }}' : true,
			options: { keepOrder },
		},
	};
}

/** As a builder sets it up: the body as JSON with expressions in it, the key in a header credential. */
function httpRequest(
	{ batching }: Contender,
	work: Work,
	{ serverUrl }: Pick<ServerInfo, 'serverUrl'>,
): NodeOfContender {
	return {
		type: 'n8n-nodes-base.httpRequest',
		version: 4.5,
		credential: 'httpHeaderAuth',
		parameters: {
			method: 'POST',
			url: `${serverUrl}/api/Command/CreateTask`,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			sendBody: true,
			contentType: 'json',
			specifyBody: 'json',
			jsonBody: parameter(JSON.stringify(bodyOf(fieldsOf(work)), null, 2)),
			options:
				batching === undefined
					? {}
					: { batching: { batch: { batchSize: batching.size, batchInterval: batching.interval } } },
		},
	};
}

function declarative(_: Contender, work: Work): NodeOfContender {
	return {
		type: 'benchmark.declarativeTask',
		version: 1,
		credential: 'd3SoarApi',
		parameters: { operation: 'create', ...parametersOf(work) },
	};
}

function loop({ inFlight = 1 }: Contender, work: Work): NodeOfContender {
	return {
		type: 'benchmark.loopTask',
		version: 1,
		credential: 'd3SoarApi',
		parameters: { inFlight, ...parametersOf(work) },
	};
}

function parametersOf(work: Work): INodeParameters {
	const { due, ...fields } = fieldsOf(work);
	return Object.fromEntries(
		Object.entries(fields).map(([field, text]) => [field, parameter(text)]),
	);
}
