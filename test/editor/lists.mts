import type {
	INode,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import { D3Soar } from '../../nodes/D3Soar/D3Soar.node.ts';
import { resources } from '../../nodes/D3Soar/resources/index.ts';
import { D3SoarTrigger } from '../../nodes/D3SoarTrigger/D3SoarTrigger.node.ts';
import type { WorkflowFile } from '../support/n8n/rest.mts';

/** A list of choices, and a node that shows it. */
export interface ChoiceList {
	readonly node: string;
	readonly parameter: string;
	/** What it offers. */
	readonly names: string[];
	/**
	 * Those of which the name does not tell what is stored, unless they change the form. The first comes last: with it
	 * chosen, as in a new node, the other lists are there.
	 */
	readonly coded: string[];
}

/** They say which form it is. */
const FORM_LISTS = ['triggerOn', 'operation', 'resource'];

/** Pixels between nodes, so that none covers another. */
const DISTANCE = 200;
const PER_ROW = 6;

/** Each list of choices of both nodes once, and a workflow whose nodes show them. */
export function choiceLists(): { lists: ChoiceList[]; workflow: WorkflowFile } {
	const lists = new Map<string, ChoiceList>();
	const nodes: INode[] = [];
	for (const { name, type, parameters, properties } of forms()) {
		const known = lists.size;
		for (const property of listsIn(properties)) {
			const options = property.options as INodePropertyOptions[];
			const key = JSON.stringify(options.map((option) => [option.name, option.value]));
			if (lists.has(key)) continue;
			lists.set(key, {
				node: name,
				parameter: property.name,
				names: options.map((option) => option.name),
				coded: FORM_LISTS.includes(property.name)
					? []
					: options
							.filter((option) => option.value !== '' && option.value !== option.name)
							.map((option) => option.name)
							.reverse(),
			});
		}
		if (lists.size === known) continue;
		const position: INode['position'] = [
			(nodes.length % PER_ROW) * DISTANCE,
			Math.floor(nodes.length / PER_ROW) * DISTANCE,
		];
		nodes.push({
			id: `node-${nodes.length}`,
			name,
			type: `n8n-nodes-d3soar.${type}`,
			typeVersion: 1,
			position,
			parameters: { ...needsOf(properties), ...parameters, ...collectionsIn(properties) },
		});
	}
	return { lists: [...lists.values()], workflow: { name: 'Lists', nodes, connections: {} } };
}

interface Form {
	readonly name: string;
	readonly type: string;
	readonly parameters: INodeParameters;
	readonly properties: INodeProperties[];
}

/** The form of each operation, and that of the trigger. */
function forms(): Form[] {
	const { properties } = new D3Soar().description;
	const operations = resources.flatMap(({ value: resource, commands }) =>
		commands.map(({ operation: { value: operation } }) => ({ resource, operation })),
	);
	return [
		...operations.map(({ resource, operation }) => ({
			name: `${resource} ${operation}`,
			type: 'd3Soar',
			parameters: { resource, operation },
			properties: properties.filter(({ displayOptions }) => {
				const { show } = displayOptions ?? {};
				return (
					(show?.resource?.includes(resource) ?? true) &&
					(show?.operation?.includes(operation) ?? true)
				);
			}),
		})),
		{
			name: 'Trigger',
			type: 'd3SoarTrigger',
			parameters: { triggerOn: 'incidentCreated' },
			properties: new D3SoarTrigger().description.properties,
		},
	];
}

/** The lists of a form, also in its collections. */
function listsIn(properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => {
		if (isList(property)) return [property];
		if (property.type === 'collection') return listsIn(property.options as INodeProperties[]);
		if (property.type !== 'fixedCollection') return [];
		return (property.options as INodePropertyCollection[]).flatMap(({ values }) => listsIn(values));
	});
}

/** What has to be chosen at the top of a form for its lists to be there. */
function needsOf(properties: readonly INodeProperties[]): INodeParameters {
	const needs = listsIn(properties).flatMap(({ displayOptions }) =>
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [
			name.replace(/^\//, ''),
			values![0],
		]),
	);
	return Object.fromEntries(needs) as INodeParameters;
}

/** Values with which the editor shows every list that is in a collection. */
function collectionsIn(properties: readonly INodeProperties[]): INodeParameters {
	const values: INodeParameters = {};
	for (const { name, type, options } of properties) {
		if (type === 'collection') {
			const members = options as INodeProperties[];
			values[name] = { ...defaultsOf(members.filter(isList)), ...collectionsIn(members) };
		} else if (type === 'fixedCollection') {
			const [row] = options as INodePropertyCollection[];
			if (row!.values.some(isList)) values[name] = { [row!.name]: [defaultsOf(row!.values)] };
		}
	}
	return values;
}

function isList({ type }: INodeProperties): boolean {
	return type === 'options' || type === 'multiOptions';
}

function defaultsOf(properties: readonly INodeProperties[]): INodeParameters {
	return Object.fromEntries(
		properties.map(({ name, default: preset }) => [name, preset]),
	) as INodeParameters;
}
