/** Workflows that ask a person, and what their nodes are. */
import type { INode, INodeCredentialsDetails, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../support/n8n/rest.mts';
import { D3_NODE, manualWorkflow, type NodeSpec } from '../support/realN8n.mts';

/** The node, asking about a host; its other parameters are a plain example's unless given. */
export function ask(
	{ id, name }: INodeCredentialsDetails,
	parameters: INodeParameters = {},
): NodeSpec {
	return {
		type: D3_NODE,
		typeVersion: 1,
		credentials: { d3SoarApi: { id, name } },
		parameters: {
			resource: 'task',
			operation: 'sendAndWait',
			incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
			taskName: 'Isolate WS-042?',
			message: 'WS-042 talks to a known command server.\nIsolate it from the network?',
			assignee: { __rl: true, mode: 'name', value: 'Jane Doe' },
			...parameters,
		},
	};
}

/** A node that gives one item with these fields. */
export function fields(json: object): NodeSpec {
	return {
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: JSON.stringify(json) },
	};
}

/** A node that gives what the one before it gave, so that a test can look at it. */
export const NEXT: NodeSpec = {
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};

/** An agent whose tools need a person's yes. */
export function reviewedAgent(
	review: NodeSpec,
	tools: Record<string, Pick<INode, 'type' | 'typeVersion' | 'parameters'>>,
	model: Pick<INode, 'type' | 'typeVersion' | 'parameters'>,
): WorkflowFile {
	const workflow = manualWorkflow({
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3.1,
		parameters: { promptType: 'define', text: 'Contain the incident', options: {} },
	});
	const { resource, operation, ...shown } = review.parameters;
	const place = { position: [0, 300] as [number, number] };
	const toNode = (node: string, type: 'ai_tool' | 'ai_languageModel') => ({
		[type]: [[{ node, type, index: 0 }]],
	});
	return {
		...workflow,
		// n8n's editor writes it into every new workflow. Without it an agent hears nothing of its tools.
		settings: { executionOrder: 'v1' },
		nodes: [
			...workflow.nodes,
			{
				...review,
				...place,
				type: `${D3_NODE}HitlTool`,
				id: 'review',
				name: 'Ask an Analyst',
				parameters: { ...shown, resource, operation } as INodeParameters,
			},
			...Object.entries(tools).map(([name, tool]) => ({ ...tool, ...place, id: name, name })),
			{ ...model, ...place, id: 'model', name: 'Model' },
		],
		connections: {
			...workflow.connections,
			'Ask an Analyst': toNode('Node', 'ai_tool'),
			...Object.fromEntries(
				Object.keys(tools).map((name) => [name, toNode('Ask an Analyst', 'ai_tool')]),
			),
			Model: toNode('Node', 'ai_languageModel'),
		},
	};
}
