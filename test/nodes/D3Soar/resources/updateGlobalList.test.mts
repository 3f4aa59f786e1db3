import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const NEW_HOST = { GroupID: 8, SystemName: 'D3CYBER-PC3', MACAddress: '000C29D332XX' };

const run = async (parameters: INodeParameters, item: IDataObject = {}) =>
	await runOnEngine({
		items: [item],
		parameters: {
			resource: 'globalList',
			operation: 'update',
			globalListName: 'MacToSysNameMappingList',
			object: JSON.stringify(NEW_HOST),
			...parameters,
		},
		credential: credentialFor(simulator, 'UpdateGlobalList'),
	});

const sentValue = () =>
	(simulator.ledger.requests[0]?.body as { CommandParams: IDataObject }).CommandParams.Value;

// D3 compares by type, answers normally where nothing matches, and changes nothing.
it.each<[what: string, parameters: INodeParameters, item: IDataObject, sent: unknown]>([
	['a number that an expression gives', { value: '={{ $json.id }}' }, { id: 7 }, 7],
	['a boolean that an expression gives', { value: '={{ $json.on }}' }, { on: false }, false],
	['digits that are typed in, as text', { value: '7' }, {}, '7'],
	['digits that are typed in, as the number chosen', { value: '7', valueType: 'number' }, {}, 7],
	['0 as a number', { value: '0', valueType: 'number' }, {}, 0],
	['a word as the boolean chosen', { value: 'True', valueType: 'boolean' }, {}, true],
	['a number as the text chosen', { value: '={{ $json.id }}', valueType: 'text' }, { id: 7 }, '7'],
])('sends %s', async (_what, parameters, item, sent) => {
	const { error } = await run({ key: 'GroupID', ...parameters }, item);
	expect(error).toBeUndefined();
	expect(sentValue()).toBe(sent);
});

it('replaces the object that has the number under the key, and nothing where the value is text', async () => {
	const asNumber = await run({ key: 'GroupID', value: '7', valueType: 'number' });
	const [{ json }] = asNumber.outputs[0] as [{ json: { OldList: object[]; NewList: object[] } }];
	expect(json.NewList[2]).toEqual(NEW_HOST);
	const asText = await run({ key: 'GroupID', value: '7' });
	const [unchanged] = asText.outputs[0] as [{ json: { OldList: object[]; NewList: object[] } }];
	expect(unchanged.json.NewList).toEqual(unchanged.json.OldList);
});

it.each<[what: string, parameters: INodeParameters, sentence: string]>([
	['a word', { value: 'seven', valueType: 'number' }, 'Value "seven" is not a number'],
	[
		'digits that JavaScript would round',
		{ value: '12345678901234567890', valueType: 'number' },
		'Value "12345678901234567890" is not a number that can be sent exactly',
	],
	['a number', { value: '1', valueType: 'boolean' }, 'Value "1" is neither true nor false'],
	['a number that is none', { value: '={{ 0 / 0 }}' }, 'Value contains NaN, which is not a number'],
	[
		'a rounded number',
		{ value: '={{ 2 ** 60 }}' },
		'Value contains the number 1152921504606847000',
	],
	['a list', { value: '={{ [1, 2] }}' }, 'Value is a list, not text'],
	['nothing', { value: '={{ $json.missing }}' }, 'Value is empty'],
])(
	'rejects %s as a Value of another type before sending anything',
	async (_what, parameters, sentence) => {
		const { error } = await run({ key: 'GroupID', ...parameters });
		expect(error?.message).toContain(sentence);
		expect(simulator.ledger.requests).toEqual([]);
	},
);
