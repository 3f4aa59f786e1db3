import type { INodeParameters } from 'n8n-workflow';

import { credentialFor } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** JSON beside fields of its own adds to them. A note of an alert with a quote in it must not override them. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const row = (name: string, value: string) => ({ parameter: [{ name, value }] });
const note = (name: string) => `={"Note":"{{ $json.note }}","${name}":"Low"}`;
const number = { __rl: true, mode: 'number', value: '20220125-1' };

const run = async (command: string, parameters: INodeParameters, item = {}) =>
	await runOnEngine({
		items: [item],
		parameters,
		credential: credentialFor(simulator, command),
	});

describe.each<[string, string, INodeParameters, string, string]>([
	[
		'Run',
		'GetUsersBySite',
		{
			resource: 'command',
			operation: 'run',
			commandName: 'GetUsersBySite',
			parameters: row('Reputation', 'High'),
		},
		'parametersJson',
		'"Reputation" is set in both Parameters and Parameters JSON',
	],
	[
		'Update',
		'SetIncidentFieldsInBulk',
		{
			resource: 'incident',
			operation: 'update',
			incidentNumber: number,
			severityName: 'High',
			customFields: row('Reputation', 'High'),
		},
		'fieldsJson',
		'"Reputation" is set in both Custom Fields and Fields JSON',
	],
	[
		'Send Event',
		'CreateEvents',
		{
			resource: 'event',
			operation: 'send',
			integration: 'Kibana',
			eventFields: row('Reputation', 'High'),
		},
		'eventJson',
		'"Reputation" is set in both Event Fields and Event JSON',
	],
])('%s', (_operation, command, parameters, json, message) => {
	it.each([
		['as it is', 'Reputation'],
		['with other capitals', 'reputation'],
	])('refuses a name that stands in its JSON too, %s', async (_how, name) => {
		const { error } = await run(command, { ...parameters, [json]: note(name) }, { note: 'x' });
		expect(error?.message).toBe(`${message.replace('Reputation', name)}`);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('refuses a name that a quote in the value of an expression brings in', async () => {
		const item = { note: 'x","Reputation":"Low' };
		const { error } = await run(
			command,
			{ ...parameters, [json]: '={"Note":"{{ $json.note }}"}' },
			item,
		);
		expect(error?.message).toBe(message);
		expect(error?.description).toContain('{{ JSON.stringify($json.note) }}');
		expect(simulator.ledger.requests).toEqual([]);
	});
});

it('Update refuses a field of its own in Custom Fields and in Fields JSON: D3 would get one of the two', async () => {
	const own = { resource: 'incident', operation: 'update', incidentNumber: number, title: 'a' };
	const command = 'SetIncidentFieldsInBulk';
	const custom = await run(command, { ...own, customFields: row('Title', 'b') });
	expect(custom.error?.message).toBe('"Title" is set in both Update Fields and Custom Fields');
	const asJson = await run(command, { ...own, fieldsJson: '{"Title":"b"}' });
	expect(asJson.error?.message).toBe('"Title" is set in both Update Fields and Fields JSON');
});
