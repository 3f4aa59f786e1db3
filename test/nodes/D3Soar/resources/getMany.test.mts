import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor, runNode, type WorkflowRun } from '../../../support/n8nEngine.mts';
import { answering, faults } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';
import { incident } from '../../../simulator/world.mts';

/** Get Many: everything once, whatever the pages. A connector that forgot to turn the page read it a thousand times. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
	simulator.world.incidents = Array.from({ length: 23 }, (_, index) =>
		incident(`20260515-${index}`, `Incident ${index}`, `2026-05-15 08:00:${10 + index}`),
	);
});
afterEach(async () => await simulator.close());

const run = async (parameters: INodeParameters, rest: Partial<WorkflowRun> = {}) =>
	await runNode({
		parameters: {
			resource: 'incident',
			operation: 'getAll',
			startTime: '2026-05-15',
			endTime: '2026-05-15',
			...parameters,
		},
		credential: credentialFor(simulator, 'GetIncidents'),
		...rest,
	});

const paramsOf = (index: number) =>
	(simulator.ledger.requests[index]!.body as { CommandParams: IDataObject }).CommandParams;
const numbersIn = (outputs: Array<Array<{ json: IDataObject }>>) =>
	outputs.flat().map(({ json }) => json['IR Number']);
const all = Array.from({ length: 23 }, (_, index) => `20260515-${index}`);

describe('pages', () => {
	it.each([1, 5, 23, 100])('of %s are read to the last one', async (pageSize) => {
		const { outputs } = await run({ returnAll: true, pageSize });
		expect(numbersIn(outputs)).toEqual(all);
		expect(simulator.ledger.requests).toHaveLength(Math.ceil(23 / pageSize));
		expect(outputs.flat().map(({ pairedItem }) => pairedItem)).toEqual(
			all.map(() => ({ item: 0 })),
		);
	});

	it('are read no further than the limit', async () => {
		const { outputs } = await run({ limit: 7, pageSize: 5 });
		expect(numbersIn(outputs)).toEqual(all.slice(0, 7));
		expect(simulator.ledger.requests).toHaveLength(2);
		simulator.ledger.requests.length = 0;
		// No more rows than are wanted.
		await run({ limit: 3, pageSize: 100 });
		expect(paramsOf(0)).toMatchObject({ 'Page Index': 0, 'Page Size': 3 });
	});

	const page = (numbers: number[], more = {}) =>
		answering(
			200,
			JSON.stringify({
				error: '',
				rawData: { incidents: numbers.map((n) => ({ 'IR Number': String(n) })) },
				...more,
			}),
		);

	it('end with an empty one where D3 does not say how many there are', async () => {
		simulator.misbehave(page([1, 2]));
		simulator.misbehave(page([3]));
		simulator.misbehave(page([]));
		const { outputs } = await run({ returnAll: true, pageSize: 2 });
		expect(numbersIn(outputs)).toEqual(['1', '2', '3']);
	});

	it('end with one that comes again, as from a server that does not know the page index', async () => {
		simulator.misbehave(page([1, 2], { outputData: { TotalPages: 500 } }), { times: 500 });
		const { outputs } = await run({ returnAll: true, pageSize: 2 });
		expect(numbersIn(outputs)).toEqual(['1', '2']);
		expect(simulator.ledger.requests).toHaveLength(2);
	});

	it('are not taken for empty where D3 puts its rows elsewhere', async () => {
		simulator.misbehave(answering(200, '{"error":"","rawData":{"Rows":[{"IR Number":"1"}]}}'));
		const { error } = await run({ returnAll: true });
		expect(error?.message).toBe(
			'Item 0: The answer to GetIncidents holds no list where D3 is known to put one',
		);
		expect(error?.description).toContain('It began with: {"error":"","rawData":{"Rows":');
	});

	it('give a row once that a new incident pushed to the next page', async () => {
		simulator.misbehave(page([9, 8], { keyFields: { TotalPages: 2 } }));
		simulator.misbehave(page([8, 7], { keyFields: { TotalPages: 2 } }));
		const { outputs } = await run({ returnAll: true, pageSize: 2 });
		expect(numbersIn(outputs)).toEqual(['9', '8', '7']);
	});

	it('keep rows that are alike and have no number', async () => {
		const alike = (rows: number) =>
			answering(
				200,
				JSON.stringify({
					error: '',
					rawData: { events: Array.from({ length: rows }, () => ({ Status: 'Open' })) },
					keyFields: { TotalPages: 2 },
				}),
			);
		simulator.misbehave(alike(2));
		simulator.misbehave(alike(1));
		const { outputs } = await run(
			{ resource: 'event', returnAll: true, pageSize: 2, fields: 'Status' },
			{ credential: credentialFor(simulator, 'GetEvents') },
		);
		expect(outputs.flat()).toHaveLength(3);
	});

	it('are asked for again where one is lost, and none of them comes twice', async () => {
		simulator.misbehave(faults.unexpected, {
			when: ({ body }) =>
				(body as { CommandParams: IDataObject }).CommandParams['Page Index'] === 1,
		});
		const { outputs } = await run({ returnAll: true, pageSize: 10 });
		expect(numbersIn(outputs)).toEqual(all);
	});

	it('fail as one item where D3 refuses one of them', async () => {
		simulator.misbehave(faults.invalidKey, {
			when: ({ body }) =>
				(body as { CommandParams: IDataObject }).CommandParams['Page Index'] === 1,
		});
		const { error, outputs } = await run({ returnAll: true, pageSize: 10 });
		expect(error?.message).toBe('Item 0: D3 rejected GetIncidents: Invalid authentication key.');
		expect(outputs.flat()).toEqual([]);
	});

	// Reading again does no harm, and what was read would lie in the execution for nothing.
	it('leave nothing behind for a retry', async () => {
		simulator.misbehave(faults.invalidKey);
		const { run: execution } = await run({});
		const { contextData } = execution.data.executionData!;
		expect(contextData['node:D3 SOAR']).toBeUndefined();
	});

	it('are whole answers in Output: Full Answer', async () => {
		const { outputs } = await run({ returnAll: true, pageSize: 10, options: { output: 'full' } });
		expect(outputs.flat().map(({ json }) => Object.keys(json))).toEqual(
			[1, 2, 3].map(() => ['error', 'returnData', 'rawData', 'keyFields', 'outputData']),
		);
	});
});

it('gives nothing where there is nothing, and the next node does not run on an empty answer', async () => {
	const { outputs, error } = await run({ startTime: '2027-01-01', endTime: '2027-01-02' });
	expect(error).toBeUndefined();
	expect(outputs.flat()).toEqual([]);
});

it('reads for each input item what that item asks for', async () => {
	const { outputs } = await run(
		{ limit: '={{ $json.limit }}' },
		{ items: [{ limit: 1 }, { limit: 3 }] },
	);
	expect(outputs.flat().map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
		0, 1, 1, 1,
	]);
});

// D3 documents the window as UTC; in practice some servers read it in the zone of the site.
describe('the time window', () => {
	it('is UTC, whatever zone D3 reads other dates in', async () => {
		await run(
			{ startTime: '2026-05-15T08:00:00', endTime: '2026-05-15T17:00:00-04:00' },
			{
				timezone: 'America/New_York',
				credential: credentialFor(simulator, 'GetIncidents', { timezone: 'Asia/Tokyo' }),
			},
		);
		expect(paramsOf(0)).toMatchObject({
			'Start Time': '2026-05-15 12:00:00',
			'End Time': '2026-05-15 21:00:00',
		});
	});

	it('is in the Window Time Zone of the options, where there is one', async () => {
		await run(
			{ startTime: '2026-05-15T08:00:00', options: { windowTimezone: 'Asia/Tokyo' } },
			{ timezone: 'UTC' },
		);
		expect(paramsOf(0)).toMatchObject({
			'Start Time': '2026-05-15 17:00:00',
			'End Time': '2026-05-15 23:59:59',
		});
	});

	it('is the last week at first, and a day ahead, so that the newest are never cut off', async () => {
		const now = Date.now();
		await runNode({
			parameters: { resource: 'incident', operation: 'getAll' },
			credential: credentialFor(simulator, 'GetIncidents'),
		});
		const [start, end] = ['Start Time', 'End Time'].map((name) =>
			Date.parse(`${String(paramsOf(0)[name]).replace(' ', 'T')}Z`),
		);
		const day = 24 * 60 * 60 * 1000;
		expect(Math.round((now - start!) / day)).toBe(7);
		expect(Math.round((end! - now) / day)).toBe(1);
	});
});

describe('the filter', () => {
	const condition = (field: string, operator: string, value = '', section = '') => ({
		field,
		operator,
		value,
		section,
	});
	const filterOf = (...alternatives: object[][]) => ({
		alternative: alternatives.map((conditions) => ({ conditions: { condition: conditions } })),
	});

	it("becomes D3's alternatives of conditions", async () => {
		await run({
			filter: filterOf(
				[condition('Status', '=', 'Open'), condition('Severity', '=', 'High')],
				[condition('Name', 'LIKE', 'VIP%', 'Customer')],
				[condition('Owner', 'IS EMPTY', 'left over')],
				[],
			) as never,
		});
		expect(paramsOf(0).Filter).toEqual([
			[
				{ field: 'Status', operator: '=', value: 'Open' },
				{ field: 'Severity', operator: '=', value: 'High' },
			],
			[{ section: 'Customer', field: 'Name', operator: 'LIKE', value: 'VIP%' }],
			[{ field: 'Owner', operator: 'IS EMPTY' }],
		]);
	});

	it('finds what it says', async () => {
		simulator.world.incidents[4]!.Severity = 'Critical';
		simulator.world.incidents[9]!.Owner = 'Jane Doe';
		const { outputs } = await run({
			filter: filterOf(
				[condition('Severity', '=', 'Critical')],
				[condition('Owner', 'LIKE', 'Jane%')],
			) as never,
		});
		expect(numbersIn(outputs)).toEqual(['20260515-4', '20260515-9']);
	});

	it("may be given as D3's JSON", async () => {
		const filterJson = '[[{"field":"Status","operator":"=","value":"Open"}]]';
		await run({ filterJson });
		expect(paramsOf(0).Filter).toEqual(JSON.parse(filterJson));
	});

	// A condition that an empty expression turns into nothing would return everything, or nothing.
	it.each<[string, INodeParameters, RegExp]>([
		[
			'a condition with nothing to compare with',
			{ filter: filterOf([condition('Status', '=', '={{ "" }}')]) as never },
			/Filter compares Status with nothing$/,
		],
		[
			'a condition without a field',
			{ filter: filterOf([condition('', '=', 'x')]) as never },
			/Filter has a condition without a field$/,
		],
		[
			'an operator that D3 does not have',
			{ filter: filterOf([condition('Status', '={{ "~" }}', 'x')]) as never },
			/Filter has no operator "~"$/,
		],
		[
			'conditions that are not in arrays of arrays',
			{ filterJson: '[{"field":"Status"}]' },
			/Filter JSON is not an array of arrays$/,
		],
		[
			'two filters',
			{
				filter: filterOf([condition('Status', '=', 'Open')]) as never,
				filterJson: '[[{"field":"Status"}]]',
			},
			/Filter and Filter JSON are both given/,
		],
		['a limit below one', { limit: '={{ 0 }}' }, /Limit "0" is out of range$/],
		[
			'a page that D3 cannot give',
			{ pageSize: '={{ 1001 }}' },
			/Page Size "1001" is out of range$/,
		],
		[
			'an unknown zone of the window',
			{ options: { windowTimezone: 'Mars/Base' } },
			/Window Time Zone "Mars\/Base" is not known$/,
		],
	])('is refused with %s', async (_what, parameters, message) => {
		const { error } = await run(parameters);
		expect(error?.message).toMatch(message);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('what comes out', () => {
	it('is the essentials of an incident, unless the builder wants more', async () => {
		const [simple, raw, chosen] = [
			await run({ limit: 1 }),
			await run({ limit: 1, simplify: false }),
			await run({ limit: 1, simplify: false, staticFields: ['Stage', 'Title'] }),
		].map(({ outputs }) => Object.keys(outputs[0]![0]!.json));
		expect(simple).toEqual(paramsOf(0)['Static Fields']);
		expect(simple!.length).toBeLessThanOrEqual(10);
		expect(raw).toEqual(Object.keys(simulator.world.incidents[0]!));
		expect(paramsOf(1)['Static Fields']).toBeUndefined();
		expect(chosen).toEqual(['IR Number', 'Stage', 'Title']);
	});

	// Rows that look alike could not be told from a page that comes again.
	it.each([
		[
			['Type', 'Status'],
			['EventID', 'Type', 'Status'],
		],
		[
			['Status', 'ID'],
			['Status', 'ID'],
		],
		['', undefined],
	])('names the event too where %p are chosen', async (fields, asked) => {
		await runNode({
			parameters: { resource: 'event', operation: 'getAll', fields },
			credential: credentialFor(simulator, 'GetEvents'),
		});
		expect(paramsOf(0).Fields).toEqual(asked);
	});

	it('are the essentials of a user, from either of the places where D3 has them', async () => {
		const users = async (parameters: INodeParameters) =>
			await runNode({
				parameters: {
					resource: 'user',
					operation: 'getManyBySite',
					siteName: 'Security Operations',
					...parameters,
				},
				credential: credentialFor(simulator, 'GetUsersBySite'),
			});
		const { outputs } = await users({});
		expect(outputs.flat().map(({ json }) => json)).toContainEqual({
			userID: 2,
			userName: 'jdoe',
			fullName: 'Jane Doe',
			email: 'jdoe@example.com',
			phone: '',
			role: 'Analyst',
		});
		const raw = await users({ simplify: false });
		expect(raw.outputs[0]![0]!.json).toHaveProperty('timezone');
		simulator.misbehave(
			answering(200, '{"error":"","rawData":{"users":[{"userID":"21","userName":"old"}]}}'),
		);
		const old = await users({});
		expect(old.outputs[0]!.map(({ json }) => json)).toEqual([{ userID: '21', userName: 'old' }]);
	});

	it('is none where a site has no users', async () => {
		simulator.misbehave(answering(200, '{"error":"","returnData":[]}'));
		const { outputs } = await runNode({
			parameters: { resource: 'user', operation: 'getManyBySite', siteName: 'Empty' },
			credential: credentialFor(simulator, 'GetUsersBySite'),
		});
		expect(outputs.flat()).toEqual([]);
	});
});
