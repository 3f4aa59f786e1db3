/** The workflows in examples/, as a user imports them into a real n8n. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';

import type { Simulator } from '../simulator/simulator.mts';
import { credentialFor } from './fixtures.mts';
import type { RestClient, WorkflowFile } from './n8n/rest.mts';

/** The n8n and the D3 that an example is to run with. */
export interface ExampleSetup {
	readonly n8n: RestClient;
	readonly simulator: Simulator;
}

/**
 * Reads an example and gives its D3 nodes a credential each, which is stored in n8n.
 *
 * @param commands The command whose key each of the D3 nodes needs, by the node's name.
 */
export async function exampleOf(
	file: string,
	commands: { readonly [node: string]: string },
	{ n8n, simulator }: ExampleSetup,
): Promise<WorkflowFile> {
	const example = JSON.parse(await readFile(join('examples', file), 'utf8')) as WorkflowFile;
	for (const [name, command] of Object.entries(commands)) {
		const d3SoarApi = await n8n.createCredential(
			'd3SoarApi',
			command,
			credentialFor(simulator, command),
		);
		nodeOf(example, name).credentials = { d3SoarApi };
	}
	return example;
}

/** A node of a workflow, by its name. */
export function nodeOf({ nodes }: WorkflowFile, name: string): INode {
	return nodes.find((node) => node.name === name)!;
}
