import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { answer } from './approval/webhook';
import { webhooks } from './approval/webhooks';
import { properties } from './properties';
import { commandOf } from './resources';

/**
 * The action node: sends one D3 command for each input item.
 *
 * n8n loads this file at every start, only to show the node. The code that runs a workflow or fills a list is
 * loaded on first use.
 */
export class D3Soar implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'D3 SOAR',
		name: 'd3Soar',
		icon: { light: 'file:../../icons/d3soar.svg', dark: 'file:../../icons/d3soar.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Create tasks and manage incidents, cases, events, and playbooks in D3 SOAR',
		documentationUrl: 'https://www.npmjs.com/package/n8n-nodes-d3soar#create-your-first-task',
		defaults: { name: 'D3 SOAR' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'D3 issues a separate key for each command, so the credential needs the key of every command that the workflow uses. For commands without an operation here, use resource Command, operation Run.',
		},
		hints: [
			{
				message:
					'<b>Always Send Again</b> may do the same thing twice in D3, e.g. create a second task. Use it only after you have checked D3.',
				type: 'warning',
				location: 'outputPane',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["options"]?.["onUnconfirmed"] === "sendAgain" }}',
			},
		],
		waitingNodeTooltip:
			'={{ $parameter["operation"] === "sendAndWait" ? "The execution goes on when the task\'s link is answered" : "" }}',
		webhooks,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'd3SoarApi', required: true }],
		properties,
	};

	methods = {
		listSearch: {
			async searchIncidents(
				this: ILoadOptionsFunctions,
				filter?: string,
				paginationToken?: string,
			): Promise<INodeListSearchResult> {
				const { searchIncidents } = await import('./listSearch/searchIncidents');
				return await searchIncidents.call(this, filter, paginationToken);
			},

			async searchUserNames(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				const { searchUserNames } = await import('./listSearch/searchUsers');
				return await searchUserNames.call(this, filter);
			},

			async searchUsers(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				const { searchUsers } = await import('./listSearch/searchUsers');
				return await searchUsers.call(this, filter);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0);
		const operation = this.getNodeParameter('operation', 0);
		const command = commandOf(resource, operation);
		if (command === undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`D3 SOAR has no operation "${operation}" for "${resource}"`,
				{ description: 'Select the resource and operation again, or update the package.' },
			);
		}
		if (command.waitsForAnswer === true) {
			const { askAndWait } = await import('./approval/askAndWait');
			return [await askAndWait(this, command)];
		}
		const { execute } = await import('./execute/execute');
		return [await execute(this, command)];
	}

	/** Shows the page behind a task's link, and takes the answer. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return answer(this);
	}
}
