import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { properties } from './properties';

/** The trigger: polls D3's listings and emits what is new. The polling code is loaded by the first poll. */
export class D3SoarTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'D3 SOAR Trigger',
		name: 'd3SoarTrigger',
		icon: { light: 'file:../../icons/d3soar.svg', dark: 'file:../../icons/d3soar.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["triggerOn"] }}',
		description: 'Starts the workflow when something happens in D3 SOAR',
		defaults: { name: 'D3 SOAR Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'd3SoarApi', required: true }],
		properties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const { poll } = await import('./poll');
		return await poll(this);
	}
}
