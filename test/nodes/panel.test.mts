import { globSync, readFileSync } from 'node:fs';
import type {
	INode,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypes,
	IWorkflowDataProxyAdditionalKeys,
} from 'n8n-workflow';

import { n8nWorkflow, nodeTypes, packagedNode } from '../support/n8nEngine.mts';

/** What n8n shows of the nodes besides their fields: in the node panel, on the canvas, beside the output. */

const nodes = ['d3Soar', 'd3SoarTrigger'] as const;

// People search for what they want to do, not for a product's name.
it.each(['D3Soar/D3Soar', 'D3SoarTrigger/D3SoarTrigger'])(
	'%s is found in the node panel by what people search for',
	(path) => {
		const { alias } = JSON.parse(readFileSync(`dist/nodes/${path}.node.json`, 'utf8')) as {
			alias: string[];
		};
		expect(alias.map((word) => word.toLowerCase())).toEqual(
			expect.arrayContaining([
				'create task',
				'ticket',
				'alert',
				'event',
				'siem',
				'phishing',
				'incident response',
				'case',
				'playbook',
				'ioc',
			]),
		);
	},
);

/** The value of an expression in a node's description, as the editor evaluates it. */
async function evaluated(
	name: (typeof nodes)[number],
	expression: string,
	given: INodeParameters,
	additionalKeys: IWorkflowDataProxyAdditionalKeys = {},
): Promise<unknown> {
	const { description } = await packagedNode(name);
	const type = `n8n-nodes-d3soar.${name}`;
	const parameters = n8nWorkflow.NodeHelpers.getNodeParameters(
		description.properties,
		given,
		true,
		false,
		{ typeVersion: 1 },
		description,
	)!;
	const node: INode = { id: '1', name: 'D3', type, typeVersion: 1, position: [0, 0], parameters };
	const workflow = new n8nWorkflow.Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypes as INodeTypes,
	});
	return workflow.expression.getSimpleParameterValue(node, expression, 'internal', additionalKeys);
}

it.each([
	['incidentCreated', 'Incident Created'],
	['incidentUpdated', 'Incident Updated'],
	['incidentClosed', 'Incident Closed'],
	['eventReceived', 'Event Received'],
])('the trigger on %s is called %s on the canvas', async (triggerOn, words) => {
	const { description } = await packagedNode('d3SoarTrigger');
	expect(await evaluated('d3SoarTrigger', description.subtitle!, { triggerOn })).toBe(words);
});

it.each([
	// Two tasks for one mail send two people to work.
	['d3Soar', 'Always Send Again', { options: { onUnconfirmed: 'sendAgain' } }, true],
	['d3Soar', 'Fail', { options: { onUnconfirmed: 'fail' } }, false],
	['d3Soar', 'no options', {}, false],
	// D3 may not know the filter, and then nothing ever starts.
	['d3SoarTrigger', 'Incident Updated', { triggerOn: 'incidentUpdated' }, true],
	['d3SoarTrigger', 'Incident Closed', { triggerOn: 'incidentClosed' }, true],
	['d3SoarTrigger', 'Incident Created', { triggerOn: 'incidentCreated' }, false],
	['d3SoarTrigger', 'Event Received', { triggerOn: 'eventReceived' }, false],
] as const)('%s with %s: whether the editor warns', async (name, _, parameters, warns) => {
	const [hint] = (await packagedNode(name)).description.hints!;
	// n8n passes over a condition that is neither true nor false.
	expect(await evaluated(name, hint!.displayCondition!, parameters)).toBe(warns);
});

// Whoever looks for the condition that lets too much through does not want to open each.
it.each([
	[{ field: 'Status', operator: 'notEqual', value: 'Closed' }, 'Status does not equal Closed'],
	[{ field: 'Owner', operator: 'isEmpty', value: 'left over' }, 'Owner is empty'],
	[
		{ field: 'Date Modified', operator: 'greaterOrEqual', value: '={{ $now }}' },
		'Date Modified is at least {{ $now }}',
	],
	[
		{ field: 'other', fieldName: 'CustomAge', operator: 'less', value: '30', startOrGroup: true },
		'or CustomAge is less than 30',
	],
	// n8n then numbers it.
	[{ field: '', operator: 'equals', value: '' }, ''],
])('the folded condition %j of a filter reads %p', async (value, title) => {
	const { description } = await packagedNode('d3Soar');
	const filter = description.properties.find(({ name }) => name === 'filter')!;
	const { itemTitle } = filter.typeOptions!.fixedCollection!;
	const $collection = { item: { value } } as never;
	expect(await evaluated('d3Soar', itemTitle!, {}, { $collection })).toBe(title);
});

/** Every choice in a description, however deep, by the name of what offers it. */
function choicesIn(value: unknown, place = ''): Array<{ place: string; value: unknown }> {
	if (typeof value !== 'object' || value === null) return [];
	const { name, displayName, type, options } = value as Record<string, unknown>;
	const here = typeof displayName === 'string' ? `${place} > ${displayName}` : place;
	const own = type === 'options' || type === 'multiOptions' ? (options as object[]) : [];
	return [
		...own.map((option) => ({
			place: `${here} > ${String((option as { name?: unknown }).name ?? name)}`,
			value: (option as { value?: unknown }).value,
		})),
		...Object.values(value).flatMap((member) => choicesIn(member, here)),
	];
}

// The editor would show an empty expression with a red triangle.
it.each(nodes)('no choice of %s has a value that n8n takes for an expression', async (name) => {
	const choices = choicesIn((await packagedNode(name)).description.properties);
	expect(choices.length).toBeGreaterThan(20);
	expect(choices.filter(({ value }) => String(value).startsWith('='))).toEqual([]);
});

/** What is chosen in the lists of a form, by where it stands; as it is stored, not as an expression gives it. */
function chosenIn(
	properties: readonly INodeProperties[],
	values: INodeParameters,
	root = values,
): Array<{ place: string; value: unknown; offered: unknown[] }> {
	return properties.flatMap(({ name, type, options = [], displayOptions }) => {
		const { show = {} } = displayOptions ?? {};
		const isShown = ['resource', 'operation'].every(
			(selector) => show[selector]?.includes(root[selector] as string) ?? true,
		);
		const value = values[name];
		if (!isShown || value === undefined) return [];
		if (type === 'options' || type === 'multiOptions') {
			const offered = options.map((option) => (option as INodePropertyOptions).value);
			return [value].flat().map((each) => ({ place: name, value: each, offered }));
		}
		if (type === 'collection') {
			return chosenIn(options as INodeProperties[], value as INodeParameters, root);
		}
		if (type !== 'fixedCollection') return [];
		return (options as INodePropertyCollection[]).flatMap((group) => {
			const rows = ((value as INodeParameters)[group.name] ?? []) as INodeParameters[];
			return rows.flatMap((row) => chosenIn(group.values, row, root));
		});
	});
}

// The editor would show a red triangle on the first thing that somebody tries.
it.each(globSync('examples/*.json'))('%s holds only choices that the lists offer', async (path) => {
	const workflow = JSON.parse(readFileSync(path, 'utf8')) as { nodes: INode[] };
	const wrong: string[] = [];
	for (const { name, type, parameters } of workflow.nodes) {
		const node = nodes.find((each) => type.replace(/Tool$/, '').endsWith(`.${each}`));
		if (node === undefined) continue;
		const { properties } = (await packagedNode(node)).description;
		for (const { place, value, offered } of chosenIn(properties, parameters)) {
			const isExpression = typeof value === 'string' && /^=.*\{\{.*\}\}/s.test(value);
			if (!isExpression && !offered.includes(value))
				wrong.push(`${name} > ${place}: ${String(value)}`);
		}
	}
	expect(wrong).toEqual([]);
});
