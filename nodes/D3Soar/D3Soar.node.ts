import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { deliver } from './delivery/deliver';
import { properties } from './description';
import { searchIncidents } from './pickers/incidents';
import { searchUserNames, searchUsers } from './pickers/users';
import { commandOf } from './resources';

/** The action node: sends one D3 command for each input item. */
export class D3Soar implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'D3 SOAR',
		name: 'd3Soar',
		icon: { light: 'file:../../icons/d3soar.svg', dark: 'file:../../icons/d3soar.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Create tasks in D3 SOAR and work with its incidents, artifacts, playbooks and more',
		defaults: { name: 'D3 SOAR' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'd3SoarApi', required: true }],
		properties,
	};

	methods = { listSearch: { searchIncidents, searchUserNames, searchUsers } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0);
		const operation = this.getNodeParameter('operation', 0);
		const command = commandOf(resource, operation);
		if (command === undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`D3 SOAR has no operation "${operation}" for "${resource}"`,
				{ description: 'Choose the resource and the operation again, or update the package.' },
			);
		}
		return [await deliver(this, command)];
	}
}
