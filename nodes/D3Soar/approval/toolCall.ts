import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { plannedCalls } from './engine';

/** A call of a tool that an agent wants to make. */
export interface ToolCall {
	readonly name: string;
	/** What the tool will get, as JSON. */
	readonly input: string;
}

/** Whether the node is a step of n8n's human review, between an agent and its tools. */
export function isHumanReview({ type }: INode): boolean {
	return type.endsWith('HitlTool');
}

/**
 * The call of a tool about which a person is asked: that which n8n will run after a yes. It is read from n8n's plan.
 * The input item and `$tool` do not do: the model that asks for the tool can have them name another tool, and other
 * values, with parameters that it adds to its call (seen in 2.41.1).
 *
 * @returns `undefined` if it is not in the plan.
 */
export function toolCallOf(context: IExecuteFunctions): ToolCall | undefined {
	const { name } = context.getNode();
	const run = Number(context.getWorkflowDataProxy(0).$runIndex);
	const id = context.getInputData()[0]?.json.toolCallId;
	const planned = plannedCalls(context).find(
		(call) => call.nodeName === name && call.runIndex === run && call.action.id === id,
	);
	const call = planned?.action.metadata?.hitl;
	if (call === undefined) return undefined;
	return { name: call.toolName, input: JSON.stringify(call.originalInput ?? {}, undefined, 2) };
}

/** How n8n fills the message in a new step: its input becomes `[object Object]`. The second is older (2.8.4). */
const N8N_MESSAGES: readonly unknown[] = [
	'=The agent wants to run this tool: {{ $tool.name }}\n\nInput:\n{{ $tool.parameters }}',
	'=The agent wants to call {{ $tool.name }}',
];

/**
 * What the Message says. n8n's own for a step of human review says of the tool what the model has it say, and nothing
 * of its input.
 */
export function messageFor(message: unknown, { parameters }: INode): unknown {
	return N8N_MESSAGES.includes(parameters.message)
		? 'An AI agent wants to use the tool below, with this input. It runs only if you approve.'
		: message;
}
