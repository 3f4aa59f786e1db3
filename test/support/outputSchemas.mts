/** What the editor knows of the items of an operation before anything ran, made from what D3 documents. */
import type { IDataObject } from 'n8n-workflow';

import type { Resource } from '../../nodes/shared/command.ts';
import { startSimulator } from '../simulator/simulator.mts';
import { credentialFor } from './fixtures.mts';
import { runOnEngine } from './n8nEngine.mts';
import {
	commandFiles,
	commandSentBy,
	operationsOf,
	parametersOf,
	runsAnyCommand,
	type Operation,
} from './operations.mts';

/** The folder in which n8n looks for the schemas of version 1 of the node, from the folder of the built node. */
export const SCHEMA_FOLDER = '__schema__/v1.0.0';

/** As much of JSON Schema as n8n's editor reads. */
export interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** Operations whose items have no fields but those that a list or an incident's number gives them. */
const WITHOUT_OWN_FIELDS = ['globalList/overwrite', 'incident/removeLinks'];

/** Fields that hold objects with the names of somebody's own fields and columns. */
const HOLDING_OTHER_NAMES = ['condition', 'fieldAndValue', 'OldList', 'NewList'];

/** The operations of whose items D3 documents the fields, by the path of their schema: `task/create`. */
export function documentedOperations(resources: readonly Resource[]): Map<string, Operation> {
	const unseen = commandFiles()
		.filter(({ responseSeen }) => !responseSeen)
		.map(({ path, operation }) => `${path.split('/').at(-2)}/${operation}`);
	const paths = operationsOf(resources).map((operation) => {
		const [, resource, command] = operation;
		return [`${resource.value}/${command.operation.value}`, operation] as const;
	});
	return new Map(
		paths.filter(
			([path, [, , command]]) =>
				!runsAnyCommand(command) && !unseen.includes(path) && !WITHOUT_OWN_FIELDS.includes(path),
		),
	);
}

/** The items that the node makes of the simulator's response, which has the fields that D3 documents. */
export async function documentedItems([name, resource, command]: Operation): Promise<
	IDataObject[]
> {
	const simulator = await startSimulator();
	// As in D3's sample, tags are left when some are removed.
	for (const incident of simulator.world.incidents) incident.Tags = 'test4, test5';
	try {
		const { outputs, error } = await runOnEngine({
			parameters: parametersOf(resource, command),
			credential: credentialFor(simulator, commandSentBy(command)),
		});
		if (error !== undefined) throw new Error(`${name}: ${error.message}`);
		return outputs.flat().map(({ json }) => json);
	} finally {
		await simulator.close();
	}
}

/** The schema of these items: the fields of all of them. */
export function schemaOf(values: readonly unknown[]): Schema {
	const present = values.filter((value) => value !== null);
	const [first] = present;
	if (first === undefined) return { type: 'null' };
	if (Array.isArray(first)) {
		const elements = (present as unknown[][]).flat();
		return { type: 'array', ...(elements.length > 0 && { items: schemaOf(elements) }) };
	}
	if (typeof first !== 'object') return { type: typeof first };
	const objects = present as IDataObject[];
	const names = [...new Set(objects.flatMap(Object.keys))];
	const fields = names.map((name) => {
		const given = objects.map((object) => object[name]).filter((value) => value !== undefined);
		return [name, withoutOtherNames(name, schemaOf(given))];
	});
	return { type: 'object', properties: Object.fromEntries(fields) as Record<string, Schema> };
}

function withoutOtherNames(name: string, { type, ...rest }: Schema): Schema {
	return HOLDING_OTHER_NAMES.includes(name) ? { type } : { type, ...rest };
}
