import { readFileSync } from 'node:fs';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { filesOf } from '../../scripts/files.mts';
import type { WorkflowFile } from '../support/n8n/rest.mts';
import { n8nWorkflow, packagedNode } from '../support/n8nEngine.mts';

/** What every workflow in examples/ must satisfy; test/real-n8n, test/mcp and test/approval run them. */

const { NodeHelpers } = n8nWorkflow;

const OWN = /^n8n-nodes-d3soar\.(d3Soar|d3SoarTrigger)(Hitl)?(Tool)?$/;
/** What n8n adds to a node that is used as a tool. */
const TOOL_PARAMETERS = ['descriptionType', 'toolDescription'];

const files = filesOf('examples/*.json');
const exampleOf = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as WorkflowFile;

/** Names of the members of a collection. */
function membersOf({ options = [] }: INodeProperties): string[] {
	return options.map(({ name }) => name);
}

describe.each(files)('%s', (file) => {
	const { nodes, connections } = exampleOf(file);

	// n8n drops a parameter that it does not know without a word, and the example then does something else.
	it('sets only parameters that the operation has, to values that it accepts', async () => {
		const own = nodes.filter(({ type }) => OWN.test(type));
		expect(own.length).toBeGreaterThan(0);
		for (const node of own) {
			const { description } = await packagedNode(
				OWN.exec(node.type)![1] as 'd3Soar' | 'd3SoarTrigger',
			);
			const shown = description.properties.filter((property) =>
				NodeHelpers.displayParameter(node.parameters, property, node, description),
			);
			// n8n itself adds it to triggers that poll.
			const known = ['pollTimes', ...TOOL_PARAMETERS, ...shown.map(({ name }) => name)];
			const unknown = Object.keys(node.parameters).filter((name) => !known.includes(name));
			const unknownMembers = shown
				.filter(({ type }) => type === 'collection' || type === 'fixedCollection')
				.flatMap((property) =>
					Object.keys((node.parameters[property.name] ?? {}) as object).filter(
						(name) => !membersOf(property).includes(name),
					),
				);
			const unknownChoices = shown
				.filter(({ type }) => type === 'options')
				.filter(({ name, options = [] }) => {
					const value = node.parameters[name];
					const isExpression = typeof value === 'string' && value.startsWith('=');
					return (
						value !== undefined &&
						!isExpression &&
						!options.some((option) => (option as INodePropertyOptions).value === value)
					);
				})
				.map(({ name }) => name);
			expect({ node: node.name, unknown, unknownMembers, unknownChoices }).toEqual({
				node: node.name,
				unknown: [],
				unknownMembers: [],
				unknownChoices: [],
			});
			expect(NodeHelpers.getNodeParametersIssues(shown, node, description)).toBeNull();
		}
	});

	// A node that names no site works in the credential's, whatever the site of the item.
	it('works in the site of its items', () => {
		const commands = nodes.filter(({ type }) => /\.d3Soar(Hitl)?(Tool)?$/.test(type));
		expect(
			commands
				.filter(({ parameters }) => !/Site|site/.test(String(parameters.site ?? '')))
				.map(({ name }) => name),
		).toEqual([]);
	});

	it('connects only nodes that it has', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const targets = Object.values(connections).flatMap((byType) =>
			Object.values(byType)
				.flat()
				.flatMap((ends) => (ends ?? []).map(({ node }) => node)),
		);
		for (const name of [...Object.keys(connections), ...targets]) expect(names).toContain(name);
	});

	// Credentials belong to the n8n from which they come.
	it('holds no credential, and says in notes what to change', () => {
		expect(nodes.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes.length).toBeGreaterThan(0);
		for (const { parameters } of notes) expect(parameters.content).toMatch(/^## \w/);
	});

	it('is in the list of the README', () => {
		expect(readFileSync('README.md', 'utf8')).toContain(`](${file})`);
	});
});

// n8n keeps data by the id of a node.
it('no two nodes of the examples have the same id', () => {
	const ids = files.flatMap((file) => exampleOf(file).nodes.map(({ id }) => id));
	expect(new Set(ids).size).toBe(ids.length);
});
