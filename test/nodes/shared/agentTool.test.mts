import { isAgentTool } from '../../../nodes/shared/agentTool.ts';

it.each([
	['n8n-nodes-d3soar.d3SoarTool', true],
	['n8n-nodes-d3soar.d3Soar', false],
	['n8n-nodes-d3soarTool.d3Soar', false],
])("tells whether a node of type %s runs as an AI agent's tool: %p", (type, is) => {
	expect(isAgentTool({ type } as never)).toBe(is);
});
