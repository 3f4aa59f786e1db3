import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { properties, triggerOnInWords } from './properties';

/** The trigger: polls D3's listings and emits what is new. The polling code is loaded by the first poll. */
export class D3SoarTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'D3 SOAR Trigger',
		name: 'd3SoarTrigger',
		icon: { light: 'file:../../icons/d3soar.svg', dark: 'file:../../icons/d3soar.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerOnInWords,
		// n8n lists the node and this trigger as one, with this text.
		description:
			'Create tasks, manage incidents, and start workflows from new incidents and events in D3 SOAR',
		documentationUrl: 'https://www.npmjs.com/package/n8n-nodes-d3soar#start-workflows-from-d3',
		activationMessage:
			'From now on, n8n polls D3 at the Poll Times. Whatever is new there starts this workflow.',
		defaults: { name: 'D3 SOAR Trigger' },
		polling: true,
		hints: [
			{
				message:
					'D3 does not document that its filter can compare Date Modified or Date Closed with a date. Before you rely on this trigger, change or close an incident in D3 and check that the workflow starts.',
				type: 'warning',
				location: 'outputPane',
				whenToDisplay: 'always',
				displayCondition:
					'={{ ["incidentUpdated", "incidentClosed"].includes($parameter["triggerOn"]) }}',
			},
		],
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
