import type { INode } from 'n8n-workflow';

/** Whether an AI agent runs the node: n8n then calls its type something else. */
export function isAgentTool({ type }: INode): boolean {
	return type.endsWith('Tool');
}
