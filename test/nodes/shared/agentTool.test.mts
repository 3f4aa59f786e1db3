import { isAgentTool } from '../../../nodes/shared/agentTool.ts';

it.each([
	['n8n-nodes-d3soar.d3SoarTool', true],
	['n8n-nodes-d3soar.d3Soar', false],
	['n8n-nodes-d3soarTool.d3Soar', false],
])('a node of the type %s runs as a tool: %p', (type, is) => {
	expect(isAgentTool({ type } as never)).toBe(is);
});
