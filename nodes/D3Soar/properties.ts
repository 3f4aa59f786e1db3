import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { ANY_COMMAND, type Command, type Resource } from '../shared/command';
import { formOf } from './form';
import { optionsOf, siteField } from './options';
import { resources } from './resources';

/** Everything the user can set, in the order in which the editor shows it. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		default: 'task',
		options: resources.map(({ name, value }) => ({ name, value })),
	},
	...resources.map(operationOf),
	...resources.flatMap((resource) =>
		resource.commands.flatMap((command) => fieldsOf(resource, command)),
	),
	siteField.property,
	...resources.flatMap(optionCollections),
];

function operationOf({ value, commands }: Resource): INodeProperties {
	const first = commands[0]!.operation.value;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		default: first,
		options: commands.map(choiceOf),
	};
}

/** An operation with D3's name for it: the one under which D3 makes its key and documents it. */
function choiceOf({ command, operation }: Command): INodePropertyOptions {
	if (command === ANY_COMMAND) return operation;
	const description = operation.description.replace(/\.?$/, ` (D3 command ${command})$&`);
	return { ...operation, description };
}

function fieldsOf(resource: Resource, command: Command): INodeProperties[] {
	return formOf(command).map((property) => ({
		...property,
		displayOptions: {
			show: {
				resource: [resource.value],
				operation: [command.operation.value],
				...property.displayOptions?.show,
			},
		},
	}));
}

/** The collection Options: operations of a resource that have the same options share one. */
function optionCollections({ value, commands }: Resource): INodeProperties[] {
	const groups = new Map<string, Command[]>();
	for (const command of commands) {
		const names = optionsOf(command)
			.map(({ name }) => name)
			.join();
		groups.set(names, [...(groups.get(names) ?? []), command]);
	}
	return [...groups.values()].map((group) => ({
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: {
			show: { resource: [value], operation: group.map(({ operation }) => operation.value) },
		},
		options: optionsOf(group[0]!),
	}));
}
