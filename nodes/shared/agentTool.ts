import type { INode } from 'n8n-workflow';

/** Whether an AI agent runs the node: n8n then adds `Tool` to the name of its type. */
export function isAgentTool({ type }: INode): boolean {
	return type.endsWith('Tool');
}
