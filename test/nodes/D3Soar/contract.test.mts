import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import type { Command, Resource } from '../../../nodes/shared/command.ts';
import { properties } from '../../../nodes/D3Soar/properties.ts';
import { camelCase, titleOf } from '../../../nodes/shared/fields/field.ts';
import { resources } from '../../../nodes/D3Soar/resources/index.ts';
import { credentialFor, runNode } from '../../support/n8nEngine.mts';
import { commands as simulated } from '../../simulator/commands/index.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';

/** What holds for every operation that a builder can choose, so that a new one cannot forget it. */

const operations = resources.flatMap((resource) =>
	resource.commands.map(
		(command) => [`${resource.name} > ${command.operation.name}`, resource, command] as const,
	),
);

/** A value of the right form for each kind of field. */
function sampleFor({ name, type, default: preset, options }: INodeProperties): unknown {
	if (name in SPECIAL) return SPECIAL[name];
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
				.find((word) => word !== '');
		case 'boolean':
			return true;
		case 'number':
			return 1;
		case 'json':
			return preset === '[]' ? '[{"a":"1"}]' : '{"a":"1"}';
		case 'fixedCollection':
			return { parameter: [] };
		default:
			// A number is a text, a list of one text, and a list of one whole number.
			return '1';
	}
}

const COMMON = /^(resource|operation|site|options)$/;

const SPECIAL: Record<string, unknown> = {
	commandName: 'GetOnlineUsers',
	// Of that command, which has no parameters.
	parametersJson: '{}',
	siteName: 'Security Operations',
	// Nobody is online.
	online: false,
	// Otherwise the limit is not there.
	returnAll: false,
	startTime: '2022-01-01',
	endTime: '2022-12-31',
	// Instead of the filter of conditions.
	filterJson: '[]',
	// Instead of the integration.
	requestUrl: '',
};

function parametersOf(resource: Resource, command: Command): INodeParameters {
	const values = command.fields.map(({ property }) => [property.name, sampleFor(property)]);
	return {
		...(Object.fromEntries(values) as INodeParameters),
		resource: resource.value,
		operation: command.operation.value,
		options: { requestsPerSecond: 0 },
	};
}

it('knows each choice once', () => {
	const choices = operations.map(
		([, resource, { operation }]) => `${resource.value}.${operation.value}`,
	);
	expect(new Set(choices).size).toBe(choices.length);
	const actions = operations.map(([, , { operation }]) => operation.action);
	expect(new Set(actions).size).toBe(actions.length);
});

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

describe.each(operations)('%s', (_name, resource, command) => {
	it('is there in the editor, with words that say what it does', () => {
		const { name, action, description } = command.operation;
		// Sentence case: capitals only at the beginning and in abbreviations and D3's own words.
		expect(action).toMatch(/^[A-Z]/);
		for (const word of action.split(' ').slice(1))
			expect(word).toMatch(/^([^A-Z]|[A-Z\d]{2,}|IOCs|IPs)/);
		expect(action).not.toMatch(/\b(a|an|the)\b/);
		expect(description.length).toBeGreaterThan(name.length);
		const list = properties.find(
			({ name: field, displayOptions }) =>
				field === 'operation' && displayOptions?.show?.resource?.includes(resource.value),
		);
		expect(list?.options).toContainEqual(
			expect.objectContaining({ value: command.operation.value }),
		);
	});

	it("has fields that are called as D3's parameters, each with a description", () => {
		const names = command.fields.map(({ property }) => property.name);
		expect(new Set(names).size).toBe(names.length);
		// These stand beside every operation's own fields.
		expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(COMMON)]));
		for (const { parameter, property } of command.fields) {
			expect(property.name).toBe(camelCase(parameter));
			expect(property.displayName).toBe(titleOf(parameter));
			expect(property.description).toMatch(/\w{3}/);
			if (property.type === 'boolean') expect(property.description).toMatch(/^Whether /);
			if (property.placeholder !== undefined && property.type === 'string') {
				expect(property.placeholder).toMatch(/^e\.g\. /);
			}
		}
	});

	it('makes a request that the simulator accepts, and items that are paired', async () => {
		const [name] = [
			command.command === 'any command' ? String(SPECIAL.commandName) : command.command,
		];
		// Events go to an address of their own, without D3's envelope.
		const isEvent = name === 'CreateEvents';
		if (!isEvent) expect(Object.keys(simulated)).toContain(name);
		const { outputs, error } = await runNode({
			items: [{ n: 0 }, { n: 1 }],
			parameters: parametersOf(resource, command),
			credential: credentialFor(simulator, name),
		});
		expect(error).toBeUndefined();
		const pairs = outputs.flat().map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect(new Set(pairs)).toEqual(new Set([0, 1]));
		const bodies = simulator.ledger.requests.map(({ body }) => body as IDataObject);
		expect(bodies).toHaveLength(2);
		for (const body of bodies) {
			if (isEvent) continue;
			expect(body).toMatchObject({ Username: 'Admin', Site: 'Security Operations' });
			const params = body.CommandParams as IDataObject;
			if (command.sendsUsernameParameter === true) expect(params.Username).toBe('Admin');
		}
	});

	it('refuses each required field that is blank, before any request', async () => {
		for (const { property } of command.fields.filter(({ property: p }) => p.required)) {
			const blank =
				property.type === 'resourceLocator'
					? { __rl: true, mode: 'number', value: '={{ "" }}' }
					: '={{ "" }}';
			const { error } = await runNode({
				parameters: { ...parametersOf(resource, command), [property.name]: blank },
				credential: credentialFor(simulator, command.command),
			});
			expect(error?.message).toBe(`Item 0: ${property.displayName} is empty`);
		}
		expect(simulator.ledger.requests).toEqual([]);
	});
});
