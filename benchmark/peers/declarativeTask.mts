import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';

/** A field whose value n8n puts into the body by itself. */
function sent(name: string, parameter: string): INodeProperties {
	return {
		displayName: parameter,
		name,
		type: 'string',
		default: '',
		routing: { send: { type: 'body', property: `CommandParams.${parameter}` } },
	};
}

/** The command as n8n recommends it for a plain API: nothing but a description. */
export class DeclarativeTask implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Declarative Task',
		name: 'declarativeTask',
		group: ['transform'],
		version: 1,
		description: 'Creates tasks',
		defaults: { name: 'Declarative Task' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'd3SoarApi', required: true }],
		requestDefaults: {
			baseURL: '={{ $credentials.serverUrl }}',
			headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		},
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				default: 'create',
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create task',
						routing: {
							request: { method: 'POST', url: '/api/Command/CreateTask' },
							output: {
								postReceive: [{ type: 'rootProperty', properties: { property: 'rawData' } }],
							},
						},
					},
				],
			},
			sent('incident', 'Incident Number'),
			sent('name', 'Task Name'),
			sent('type', 'Task Type'),
			sent('description', 'Task Description'),
			sent('assignee', 'Assignee'),
			sent('d3Due', 'Due Date'),
			sent('required', 'Required'),
		],
	};
}
