/** Nodes around the D3 SOAR node in the tests on the engine: n8n's own are not on the registry by themselves. */
import type {
	EngineRequest,
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	NodeOutput,
} from 'n8n-workflow';

/** What the node that is tested is called, unless a test says otherwise. */
export const NODE_NAME = 'D3 SOAR';

function itemsOf(context: IExecuteFunctions): IDataObject[] {
	return context.getNode().parameters.items as unknown as IDataObject[];
}

/** Gives the items that the test put in, also texts that look like expressions. */
class ItemsNode implements INodeType {
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

	async execute(this: IExecuteFunctions, _response?: EngineResponse): Promise<NodeOutput> {
		return [itemsOf(this).map((json, item) => ({ json, pairedItem: { item } }))];
	}
}

/** Gives its items back to the node before it, once: a loop of two rounds. */
class LoopBackNode extends ItemsNode {
	override async execute(this: IExecuteFunctions): Promise<NodeOutput> {
		const context = this.getContext('node') as { rounds?: number };
		context.rounds = (context.rounds ?? 0) + 1;
		const items: INodeExecutionData[] = itemsOf(this).map((json, item) => ({
			json,
			pairedItem: { item },
		}));
		return [context.rounds < 2 ? items : []];
	}
}

/** A call that an agent's model makes. */
export interface AgentCall {
	/** The tool, behind a step of human review. */
	tool?: string;
	/** What the model gives the tool. */
	toolParameters?: unknown;
	/** What it gives the step. */
	hitlParameters?: IDataObject;
	/** The node that runs; the D3 SOAR node unless given. */
	node?: string;
	/** The model's name for the call. */
	id?: string;
}

/**
 * Has the engine run the calls that are its items, all in one turn, and ends when it hears what came of them.
 *
 * It asks the engine as n8n's AI Agent does (`createEngineRequests` of `@n8n/n8n-nodes-langchain`, read in 2.41.1),
 * which needs a chat model. If n8n changes that, this does not see it: test/approval has the real one.
 */
class AgentNode extends ItemsNode {
	override async execute(this: IExecuteFunctions, response?: EngineResponse): Promise<NodeOutput> {
		if (response!.actionResponses.length > 0) return [[]];
		const calls: AgentCall[] = itemsOf(this);
		return { actions: calls.map(actionFor), metadata: {} };
	}
}

function actionFor(call: AgentCall): EngineRequest['actions'][number] {
	const { tool, toolParameters, hitlParameters, node = NODE_NAME, id = 'call' } = call;
	const hitl = { gatedToolNodeName: tool, toolName: tool, originalInput: toolParameters };
	return {
		actionType: 'ExecutionNodeAction',
		nodeName: node,
		input: { ...hitlParameters, toolParameters } as IDataObject,
		type: 'ai_tool',
		id,
		metadata: { itemIndex: 0, ...(tool !== undefined && { hitl }) },
	};
}

/** By the name of their type. */
export const standInNodes: Readonly<Record<string, new () => INodeType>> = {
	'test.items': ItemsNode,
	'test.loopBack': LoopBackNode,
	'test.agent': AgentNode,
};
