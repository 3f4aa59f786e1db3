import type { IWebhookDescription } from 'n8n-workflow';

/**
 * Where n8n takes the answers to a waiting execution: at an address of its own that ends in the id of the node. A
 * preview asks for the page by GET; only a POST decides.
 */
export const webhooks: IWebhookDescription[] = (['GET', 'POST'] as const).map((httpMethod) => ({
	name: 'default',
	httpMethod,
	responseMode: 'onReceived',
	// Empty, so that n8n sends the page that the node gives it.
	responseData: '',
	path: '={{ $nodeId }}',
	restartWebhook: true,
	isFullPath: true,
}));
