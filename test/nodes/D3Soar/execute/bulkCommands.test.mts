import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { allSentParams, credentialFor } from '../../../support/fixtures.mts';
import { retryOnEngine, runOnEngine, type WorkflowRun } from '../../../support/n8nEngine.mts';
import { answering, faults } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';
import { incident } from '../../../simulator/world.mts';

/** Many items in few requests, and each item still gets its own outcome. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
	simulator.world.incidents = Array.from({ length: 120 }, (_, index) =>
		incident(`n-${index}`, `Incident ${index}`, '2026-05-15 08:00:00'),
	);
});
afterEach(async () => await simulator.close());

const itemsFor = (count: number, more: (index: number) => IDataObject = () => ({})) =>
	Array.from(
		{ length: count },
		(_, index): IDataObject => ({
			number: `n-${index}`,
			...more(index),
		}),
	);

const run = async (command: string, parameters: INodeParameters, rest: Partial<WorkflowRun> = {}) =>
	await runOnEngine(workflow(command, parameters, rest));

const workflow = (
	command: string,
	parameters: INodeParameters,
	rest: Partial<WorkflowRun> = {},
): WorkflowRun => ({
	parameters: { resource: 'incident', ...parameters },
	credential: credentialFor(simulator, command),
	...rest,
});

const number = { __rl: true, mode: 'number', value: '={{ $json.number }}' };
const owner = (value: string) => ({ __rl: true, mode: 'name', value });
const closing = (more: INodeParameters = {}) =>
	['CloseIncidentInBulk', { operation: 'close', incidentNumbers: number, ...more }] as const;
const owning = (more: INodeParameters = {}) =>
	[
		'UpdateIncidentOwnerInBulk',
		{ operation: 'changeOwner', incidentNumbers: number, owner: owner('Jane Doe'), ...more },
	] as const;

const numbersSent = () =>
	allSentParams(simulator).map((params) => params['Incident Numbers'] as string[]);
const pairsOf = (outputs: Array<Array<{ pairedItem?: unknown; json: IDataObject }>>) =>
	outputs
		.flat()
		.map(({ json, pairedItem }) => [
			(pairedItem as { item: number }).item,
			json['Incident Number'],
		]);
const paired = (count: number) => itemsFor(count).map((item, index) => [index, item.number]);
const continues: Partial<INode> = { onError: 'continueErrorOutput' };

describe('batches', () => {
	it('sends 50 items per request by default and pairs each row of the response with its item', async () => {
		const { outputs, error } = await run(...closing(), { items: itemsFor(120) });
		expect(error).toBeUndefined();
		expect(numbersSent().map(({ length }) => length)).toEqual([50, 50, 20]);
		expect(pairsOf(outputs)).toEqual(paired(120));
		expect(simulator.world.incidents.every(({ Status }) => Status === 'Closed')).toBe(true);
	});

	it('sends at most batchSize items per request', async () => {
		await run(...closing({ options: { batchSize: 1 } }), { items: itemsFor(3) });
		expect(numbersSent()).toEqual([['n-0'], ['n-1'], ['n-2']]);
	});

	it('sends one request per owner, even if the owners alternate', async () => {
		const items = itemsFor(40, (index) => ({ owner: index % 2 === 0 ? 'Jane Doe' : 'Sam Lee' }));
		const { outputs } = await run(...owning({ owner: owner('={{ $json.owner }}') }), { items });
		expect(allSentParams(simulator).map(({ Owner }) => Owner)).toEqual(['Jane Doe', 'Sam Lee']);
		expect(pairsOf(outputs)).toEqual(paired(40));
		expect(simulator.world.incidents[39]!.Owner).toBe('Sam Lee');
	});

	it('batches different changes if the command takes a row per incident', async () => {
		const items = itemsFor(60, (index) => ({ title: `New ${index}` }));
		const { outputs } = await run(
			'SetIncidentFieldsInBulk',
			{ operation: 'update', incidentNumber: number, title: '={{ $json.title }}' },
			{ items },
		);
		expect(allSentParams(simulator).map(({ Input }) => (Input as unknown[]).length)).toEqual([
			50, 10,
		]);
		expect(simulator.world.incidents[59]!.Title).toBe('New 59');
		expect(pairsOf(outputs)).toEqual(paired(60));
	});

	it('never batches items with different values, such as their conclusions', async () => {
		const items = itemsFor(4, (index) => ({ conclusion: `Because of ${index}` }));
		await run(...closing({ conclusion: '={{ $json.conclusion }}' }), { items });
		expect(allSentParams(simulator).map(({ Conclusion }) => Conclusion)).toEqual(
			items.map(({ conclusion }) => conclusion),
		);
		expect(simulator.world.incidents[2]!.Conclusion).toBe('Because of 2');
	});
});

describe('a row that D3 rejects', () => {
	it('fails only the item whose incident D3 rejects', async () => {
		simulator.world.incidents.splice(7, 1);
		const { outputs } = await run(...owning(), { items: itemsFor(20), node: continues });
		const [fine, failed] = outputs;
		expect(pairsOf([fine!])).toEqual(paired(20).filter(([index]) => index !== 7));
		expect(failed).toHaveLength(1);
		expect(failed![0]!.json.error).toBe(
			'D3 rejected Change Owner on n-7: The incident was not found [item 7]',
		);
		expect(failed![0]!.json.details).toMatchObject({ outcome: 'rejected', incidentNumber: 'n-7' });
		expect(simulator.ledger.requests).toHaveLength(1);
	});

	it('stops the node at a rejected row, and a retry does not send the accepted items again', async () => {
		const missing = simulator.world.incidents.splice(1, 1);
		const failed = await run(...closing(), { items: itemsFor(3) });
		expect(failed.error?.message).toMatch(/^D3 rejected closing of n-1: .* \[item 1\]$/);
		expect(failed.error?.description).toContain('D3 had accepted 2 of 3 items');
		simulator.world.incidents.push(...missing);
		simulator.ledger.requests.length = 0;
		const retried = await retryOnEngine(failed, workflow(...closing(), { items: itemsFor(3) }));
		expect(numbersSent()).toEqual([['n-1']]);
		expect(pairsOf(retried.outputs)).toEqual(paired(3));
	});

	it('fails an item whose row says Failed in its Result', async () => {
		const row = (number: string, Result: string) => ({ 'Incident Number': number, Result });
		simulator.injectFault(
			answering(
				200,
				JSON.stringify({
					error: '',
					returnData: 'Successful',
					contextData: [row('n-0', 'Successful'), row('n-1', 'Failed: locked')],
				}),
			),
		);
		const { outputs } = await run(...owning(), { items: itemsFor(2), node: continues });
		expect(pairsOf([outputs[0]!])).toEqual([[0, 'n-0']]);
		expect(outputs[1]![0]!.json.error).toMatch(/^D3 rejected .* Failed: locked \[item 1\]$/);
	});

	it('fails only the rejected item if D3 also reports an error for the whole request, and sends nothing again', async () => {
		const row = (number: string, Result: string) => ({ 'Incident Number': number, Result });
		const contextData = [row('n-0', 'Successful'), row('n-1', 'Failed: locked')];
		simulator.injectFault(answering(200, JSON.stringify({ error: 'Not all done', contextData })));
		const { outputs } = await run(...owning(), { items: itemsFor(2), node: continues });
		expect(pairsOf([outputs[0]!])).toEqual([[0, 'n-0']]);
		expect(outputs[1]![0]!.json.error).toMatch(
			/^D3 rejected Change Owner on n-1: Failed: locked \[item 1\]$/,
		);
		expect(simulator.ledger.requests).toHaveLength(1);
	});

	it('reports an item as unconfirmed if the response names only other incidents', async () => {
		simulator.injectFault(
			answering(
				200,
				'{"error":"","returnData":"Successful","contextData":[{"Incident Number":"n-0","Result":"Successful"}]}',
			),
		);
		const { outputs } = await run(...owning(), { items: itemsFor(2), node: continues });
		expect(pairsOf([outputs[0]!])).toEqual([[0, 'n-0']]);
		expect(outputs[1]![0]!.json).toMatchObject({
			error: expect.stringContaining('its response does not name n-1'),
			details: { outcome: 'unconfirmed' },
		});
	});

	it('reports an item as unconfirmed if D3 rejects only some of its incidents', async () => {
		const incidentNumbers = { __rl: true, mode: 'number', value: 'n-0, nobody' };
		const { outputs } = await run(...owning({ incidentNumbers }), { node: continues });
		expect(outputs[1]![0]!.json).toMatchObject({
			error: expect.stringMatching(
				/^Safe to run again: D3 did only part of it: nobody: The incident was not/,
			),
			details: { outcome: 'unconfirmed' },
		});
	});
});

// Nobody knows which item D3 objected to.
it('sends each item on its own after D3 rejects the whole batch', async () => {
	simulator.injectFault(faults.invalidBody, {
		times: 9,
		when: ({ body }) => JSON.stringify(body).includes('"n-2"'),
	});
	const { outputs } = await run(...closing({ conclusion: 'Done' }), {
		items: itemsFor(4),
		node: continues,
	});
	expect(pairsOf([outputs[0]!]).map(([index]) => index)).toEqual([0, 1, 3]);
	expect(outputs[1]![0]!.json.error).toMatch(/^D3 rejected closing of n-2.* \[item 2\]$/);
	// D3 appends a conclusion each time.
	expect(simulator.world.incidents.slice(0, 4).map(({ Conclusion }) => Conclusion ?? '')).toEqual([
		'Done',
		'Done',
		'',
		'Done',
	]);
});

describe('an unconfirmed batch', () => {
	it('reports every item of a lost batch as unconfirmed and never adds a conclusion twice', async () => {
		simulator.injectFault(faults.doneButReset);
		const { outputs } = await run(...closing({ conclusion: 'Done' }), {
			items: itemsFor(3),
			node: continues,
		});
		expect(outputs[1]!.map(({ json }) => (json.details as IDataObject).outcome)).toEqual(
			Array(3).fill('unconfirmed'),
		);
		expect(simulator.world.incidents[0]!.Conclusion).toBe('Done');
	});

	it('sends a lost batch of closings without conclusions again, since that changes nothing more', async () => {
		simulator.injectFault(faults.doneButReset);
		const { outputs, error } = await run(...closing(), { items: itemsFor(3) });
		expect(error).toBeUndefined();
		expect(pairsOf(outputs)).toEqual(paired(3));
		expect(simulator.ledger.requests).toHaveLength(2);
	});
});

describe('order', () => {
	it('keeps the order of changes to one incident across batches', async () => {
		const items = [
			{ number: 'n-0', owner: 'Jane Doe' },
			{ number: 'n-1', owner: 'Sam Lee' },
			{ number: 'n-0', owner: 'Sam Lee' },
			{ number: 'n-0', owner: 'admin user' },
		];
		const { outputs } = await run(...owning({ owner: owner('={{ $json.owner }}') }), { items });
		expect(simulator.world.incidents[0]!.Owner).toBe('admin user');
		expect(outputs.flat().map(({ json }) => json['Incident Owner'])).toEqual(
			items.map((item) => item.owner),
		);
	});

	it('keeps the order of items that have only some of their incidents in common', async () => {
		const items = [
			{ numbers: 'n-0, n-1', owner: 'Jane Doe' },
			{ numbers: 'n-1, n-2', owner: 'Sam Lee' },
			{ numbers: 'n-2', owner: 'admin user' },
		];
		const slow = await startSimulator({ latency: 20 });
		slow.world.incidents = simulator.world.incidents;
		await runOnEngine({
			items,
			parameters: {
				resource: 'incident',
				operation: 'changeOwner',
				incidentNumbers: { __rl: true, mode: 'number', value: '={{ $json.numbers }}' },
				owner: owner('={{ $json.owner }}'),
			},
			credential: credentialFor(slow, 'UpdateIncidentOwnerInBulk', { requestsPerSecond: 0 }),
		});
		await sleep(50);
		await slow.close();
		expect(slow.ledger.maxInFlight).toBe(1);
		expect(simulator.world.incidents.slice(0, 3).map(({ Owner }) => Owner)).toEqual([
			'Jane Doe',
			'Sam Lee',
			'admin user',
		]);
	});
});

it("Move to Site sends the new site as a parameter and runs in the credential's site", async () => {
	await run('UpdateIncidentSiteInBulk', {
		operation: 'moveToSite',
		incidentNumbers: { __rl: true, mode: 'number', value: 'n-5' },
		newSite: 'EMEA',
	});
	expect(simulator.ledger.requests[0]!.body).toEqual({
		Username: 'Admin',
		Site: 'Security Operations',
		CommandParams: { 'Incident Numbers': ['n-5'], Site: 'EMEA', Username: 'Admin' },
	});
});

describe('Update', () => {
	const update = async (parameters: INodeParameters) =>
		await run('SetIncidentFieldsInBulk', {
			operation: 'update',
			incidentNumber: { __rl: true, mode: 'number', value: 'n-0' },
			...parameters,
		});

	// A blank value that is sent erases the field.
	it('Update omits blank fields and sends a blank value only if it is written in JSON', async () => {
		await update({
			title: 'Mended',
			description: '={{ "" }}',
			dueDate: '2026-05-16',
			customFields: { parameter: [{ name: 'CustomAge', value: '30' }] },
			fieldsJson: '{"CustomTeam": "Blue", "Disposition": ""}',
		});
		expect(allSentParams(simulator)[0]).toEqual({
			Input: [
				{
					IncidentNumber: 'n-0',
					Input: {
						Title: 'Mended',
						DueDate: '2026-05-16 23:59:59',
						CustomAge: '30',
						CustomTeam: 'Blue',
						Disposition: '',
					},
				},
			],
		});
	});

	it('Update rejects an item without changes before sending anything', async () => {
		const { error } = await update({ title: '={{ "" }}' });
		expect(error?.message).toMatch(/^Nothing to update/);
		expect(simulator.ledger.requests).toEqual([]);
	});
});
