import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { resources } from '../../../../nodes/D3Soar/resources/index.ts';
import { credentialFor, taskParameters } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/**
 * An expression that finds nothing must not act elsewhere, or on more, than was meant: the task of a client must not go
 * into the credential's site because a field of the item is misspelt.
 */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (parameters: INodeParameters, command = 'CreateTask') =>
	await runOnEngine({ parameters, credential: credentialFor(simulator, command) });

it.each<[string, INodeParameters, string]>([
	['Site', { site: '={{ $json.of }}' }, 'Site is empty'],
	['Site', { site: '={{ null }}' }, 'Site is empty'],
	['Username', { options: { username: '={{ $json.of }}' } }, 'Username is empty'],
	['Time Zone', { options: { timezone: '={{ $json.of }}' } }, 'Time Zone is empty'],
	['Output', { options: { output: '={{ $json.of }}' } }, 'Output is empty'],
	['Required', { required: '={{ $json.of }}' }, 'Required to Close Incident must be true or false'],
])(
	'rejects a task whose %s is an expression that finds nothing, and sends nothing: %j',
	async (_name, parameters, message) => {
		const { error } = await run(taskParameters(parameters));
		expect(error?.message).toBe(message);
		expect(error?.description).toContain('xpression');
		expect(simulator.ledger.requests).toEqual([]);
	},
);

it.each<[string, INodeParameters]>([
	['an empty Site', { site: '' }],
	['an empty Username and Time Zone', { options: { username: '', timezone: '' } }],
	['an expression that gives an empty text, as AI agents do', { site: '={{ "" }}' }],
])('creates the task with the values of the credential for %s', async (_what, parameters) => {
	const { error } = await run(taskParameters(parameters));
	expect(error).toBeUndefined();
	expect(simulator.ledger.requests[0]?.body).toMatchObject({ Site: 'Security Operations' });
});

// The zone of the workflow would be taken, and every date sent hours off.
it.each(['={{ $json.of }}', '={{ null }}'])(
	'rejects the Time Zone of a credential whose expression finds nothing: %s',
	async (timezone) => {
		const credential = credentialFor(simulator, 'CreateTask', { timezone });
		const { error } = await runOnEngine({ parameters: taskParameters(), credential });
		expect(error?.message).toBe('Time Zone of the credential is empty');
		expect(simulator.ledger.requests).toEqual([]);
	},
);

const narrowed = resources.flatMap(({ value: resource, commands }) =>
	commands.flatMap((command) =>
		(command.narrowedBy ?? []).map((parameter) => ({
			name: `${command.command}: ${parameter}`,
			resource,
			command,
			parameter,
		})),
	),
);

/** A value that a required field of this type takes. */
const valueFor = ({ type, name }: INodeProperties) => {
	if (name === 'commandName') return 'MyCommand';
	if (type === 'number') return 1;
	return type === 'json' ? '{"a": "b"}' : '2022-01-01 00:00:00';
};

/** Rows take an expression in each field, not as a whole. */
const takesExpression = ({ command, parameter }: (typeof narrowed)[number]) =>
	command.fields.find((field) => field.parameter === parameter)?.property.type !==
	'fixedCollection';

it.each(narrowed.filter(takesExpression))(
	'$name is rejected where its expression finds nothing',
	async (each) => {
		const { resource, command, parameter } = each;
		const field = command.fields.find((candidate) => candidate.parameter === parameter)!;
		const required = command.fields.filter(({ property }) => property.required === true);
		const { error } = await run(
			{
				resource,
				operation: command.operation.value,
				...Object.fromEntries(required.map(({ property }) => [property.name, valueFor(property)])),
				[field.property.name]: '={{ $json.of }}',
			},
			command.command,
		);
		expect(simulator.ledger.requests).toEqual([]);
		expect(error?.message).toMatch(new RegExp(`^${field.property.displayName} is empty`));
	},
);

it('only optional parameters are left out where they narrow nothing', () => {
	const required = narrowed.filter(({ command, parameter }) =>
		command.fields.some(
			(field) => field.parameter === parameter && field.property.required === true,
		),
	);
	expect(required.map(({ name }) => name)).toEqual([]);
});

// D3 makes System the owner of an incident that has none, takes UTC for a zone that is not named, and so on.
it('no optional name of a user, site, playbook or zone is left out where its expression finds nothing', () => {
	const names =
		/^(?!New )(.*(Owner|Site ?Name|Owner Site|Tenant Site|Playbook|Playbook Name|Time ?Zone|User ?Name|Region|TenantName|Invesitagtor))$/i;
	const optional = resources.flatMap(({ commands }) =>
		commands.flatMap(({ command, fields, narrowedBy = [] }) =>
			fields
				.filter(({ property, parameter }) => property.required !== true && names.test(parameter))
				.filter(({ parameter }) => !narrowedBy.includes(parameter))
				.map(({ parameter }) => `${command}: ${parameter}`),
		),
	);
	expect(optional).toEqual([]);
});
