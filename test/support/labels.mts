import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { D3SoarApi } from '../../credentials/D3SoarApi.credentials.ts';
import { D3Soar } from '../../nodes/D3Soar/D3Soar.node.ts';
import { resources } from '../../nodes/D3Soar/resources/index.ts';
import { D3SoarTrigger } from '../../nodes/D3SoarTrigger/D3SoarTrigger.node.ts';

/** What the forms of the nodes and of the credential show: fields, options, choices, resources and operations. */
export function labelsOfPackage(): Set<string> {
	const [node, trigger] = [new D3Soar().description, new D3SoarTrigger().description];
	const credential = new D3SoarApi();
	return new Set([
		...[node, trigger, credential].map(({ displayName }) => displayName),
		...[...node.properties, ...trigger.properties, ...credential.properties].flatMap(labelsOf),
		...resources.flatMap(({ commands }) => commands.map(({ operation }) => operation.action)),
	]);
}

/** A property, its choices, and what lies in it. */
function labelsOf(
	part: INodeProperties | INodePropertyCollection | INodePropertyOptions,
): string[] {
	const label = 'displayName' in part ? part.displayName : part.name;
	const parts = 'values' in part ? part.values : 'options' in part ? (part.options ?? []) : [];
	const locatorModes =
		'modes' in part ? (part.modes ?? []).map(({ displayName }) => displayName) : [];
	return [label, ...locatorModes, ...parts.flatMap(labelsOf)];
}
