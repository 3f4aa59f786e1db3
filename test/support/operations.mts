/**
 * The operations of the node, each with sample parameters; it loads nothing of the node, so that scripts can use it
 * without a bundler.
 */
import { readFileSync } from 'node:fs';
import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import type { Command, Resource } from '../../nodes/shared/command.ts';
import { filesOf } from '../../scripts/files.mts';

/** `Task > Create`, for the names of tests, and what it is made of. */
export type Operation = readonly [name: string, resource: Resource, command: Command];

/** Each operation of these resources. */
export function operationsOf(resources: readonly Resource[]): Operation[] {
	return resources.flatMap((resource) =>
		resource.commands.map(
			(command) => [`${resource.name} > ${command.operation.name}`, resource, command] as const,
		),
	);
}

/** Parameters of an operation that the simulator accepts. */
export function parametersOf(resource: Resource, command: Command): INodeParameters {
	const values = command.fields.map(({ property }) => [property.name, sampleFor(property)]);
	return {
		...(Object.fromEntries(values) as INodeParameters),
		resource: resource.value,
		operation: command.operation.value,
	};
}

/** D3's name of the command that these parameters lead to. */
export function commandSentBy(command: Command): string {
	return runsAnyCommand(command) ? String(SAMPLES.commandName) : command.command;
}

/** Whether the user names the command. */
export function runsAnyCommand({ fields }: Command): boolean {
	return fields.some(({ property }) => property.name === 'commandName');
}

/** What the file of a declared command says of it. */
export interface CommandFile {
	readonly path: string;
	readonly docstring: string;
	/** `value` of its operation. */
	readonly operation: string;
	/** Whether the response that D3 documents was read: whether it is known where its items lie. */
	readonly responseSeen: boolean;
}

/** The file of each declared command. */
export function commandFiles(): CommandFile[] {
	return filesOf('nodes/D3Soar/resources/*/*.ts').flatMap((path) => {
		const [, docstring, operation] =
			/\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport const \w+: Command = [^]*?\n\toperation: \{[^}]*?\n\t\tvalue: '(\w+)'/.exec(
				readFileSync(path, 'utf8'),
			) ?? [];
		if (docstring === undefined || operation === undefined) return [];
		const text = docstring.replace(/\s+\*?\s*/g, ' ');
		const responseSeen = !text.includes('response was not seen');
		return [{ path, docstring, operation, responseSeen }];
	});
}

/** Samples for fields of which any value of their kind will not do. */
const SAMPLES: Readonly<Record<string, unknown>> = {
	commandName: 'GetOnlineUsers',
	// GetOnlineUsers has no parameters.
	parametersJson: '{}',
	siteName: 'Security Operations',
	// Otherwise the limit is hidden.
	returnAll: false,
	startTime: '2022-01-01',
	endTime: '2022-12-31',
	startTimeUtc: '2022-01-01',
	endTimeUtc: '2022-12-31',
	// Not together with `filter`.
	filterJson: '[]',
	// Not together with `integration`.
	requestUrl: '',
};

/** A valid sample value for each kind of field. */
function sampleFor({ name, type, default: preset, options }: INodeProperties): unknown {
	if (name in SAMPLES) return SAMPLES[name];
	switch (type) {
		case 'resourceLocator':
			return name.toLowerCase().includes('incident')
				? { __rl: true, mode: 'number', value: '20220125-1' }
				: { __rl: true, mode: 'name', value: 'Jane Doe' };
		case 'dateTime':
			return '2026-05-15T14:32:00';
		case 'options':
			return options!
				.map((option) => (option as { value: string }).value)
				.find((value) => value !== '');
		case 'boolean':
			return true;
		case 'number':
			return 1;
		case 'json':
			return preset === '[]' ? '[{"a":"1"}]' : '{"a":"1"}';
		case 'fixedCollection':
			return { parameter: [] };
		default:
			// Valid as text, as a list with one text and as a list with one whole number.
			return '1';
	}
}
