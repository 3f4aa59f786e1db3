import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor, sentParams } from '../../../support/fixtures.mts';
import { runOnEngine, type WorkflowRun } from '../../../support/n8nEngine.mts';
import { answering, faults } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';
import { incident } from '../../../simulator/world.mts';

/**
 * Get Many returns everything once, whatever the pages. A connector that did not turn the page read the same
 * one a thousand times.
 */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
	simulator.world.incidents = Array.from({ length: 23 }, (_, index) =>
		incident(`20260515-${index}`, `Incident ${index}`, `2026-05-15 08:00:${10 + index}`),
	);
});
afterEach(async () => await simulator.close());

const run = async (parameters: INodeParameters, rest: Partial<WorkflowRun> = {}) =>
	await runOnEngine({
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

const numbersIn = (outputs: Array<Array<{ json: IDataObject }>>) =>
	outputs.flat().map(({ json }) => json['IR Number']);
const all = Array.from({ length: 23 }, (_, index) => `20260515-${index}`);

describe('pages', () => {
	it.each([1, 5, 23, 100])('Get Many reads every page with a page size of %s', async (pageSize) => {
		const { outputs } = await run({ returnAll: true, pageSize });
		expect(numbersIn(outputs)).toEqual(all);
		expect(simulator.ledger.requests).toHaveLength(Math.ceil(23 / pageSize));
		expect(outputs.flat().map(({ pairedItem }) => pairedItem)).toEqual(
			all.map(() => ({ item: 0 })),
		);
	});

	it('Get Many requests no more pages and rows than the limit needs', async () => {
		const { outputs } = await run({ limit: 7, pageSize: 5 });
		expect(numbersIn(outputs)).toEqual(all.slice(0, 7));
		expect(simulator.ledger.requests).toHaveLength(2);
		simulator.ledger.requests.length = 0;
		// No more rows than needed.
		await run({ limit: 3, pageSize: 100 });
		expect(sentParams(simulator)).toMatchObject({ 'Page Index': 0, 'Page Size': 3 });
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

	it('Get Many stops at an empty page if D3 does not say how many pages there are', async () => {
		simulator.injectFault(page([1, 2]));
		simulator.injectFault(page([3]));
		simulator.injectFault(page([]));
		const { outputs } = await run({ returnAll: true, pageSize: 2 });
		expect(numbersIn(outputs)).toEqual(['1', '2', '3']);
	});

	it('Get Many fails when a page comes again, since a server that ignores the page index hides rows', async () => {
		simulator.injectFault(page([1, 2], { outputData: { TotalPages: 500 } }), { times: 500 });
		const { error } = await run({ returnAll: true, pageSize: 2 });
		expect(error?.message).toBe(
			'Safe to run again: D3 returned the same page of GetIncidents twice, so rows are missing',
		);
		expect(error?.description).toContain('Page 2 has the rows of an earlier page.');
		expect(simulator.ledger.requests).toHaveLength(2);
	});

	it('Get Many fails if the rows are in an unknown place of the response, instead of returning none', async () => {
		simulator.injectFault(answering(200, '{"error":"","rawData":{"Rows":[{"IR Number":"1"}]}}'));
		const { error } = await run({ returnAll: true });
		expect(error?.message).toBe(
			'Safe to run again: The response to GetIncidents contains no list where the node expects one',
		);
		expect(error?.description).toContain('The response began: {"error":"","rawData":{"Rows":');
	});

	it.each([
		{ rawData: { count: 7 } },
		{ rawData: ['1'] },
		{ rawData: { '1': { 'IR Number': '1' } } },
		{ result: 'session expired' },
	])('Get Many fails if the response is %j, which holds no list', async (response) => {
		simulator.injectFault(answering(200, JSON.stringify({ error: '', ...response })));
		const { error } = await run({ returnAll: true });
		expect(error?.message).toBe(
			'Safe to run again: The response to GetIncidents contains no list where the node expects one',
		);
	});

	it('Get Many reads rows that D3 sends as JSON text', async () => {
		const rawData = JSON.stringify({ incidents: JSON.stringify([{ 'IR Number': '1' }]) });
		simulator.injectFault(
			answering(200, JSON.stringify({ error: '', rawData, outputData: { TotalPages: 1 } })),
		);
		const { outputs } = await run({ returnAll: true });
		expect(numbersIn(outputs)).toEqual(['1']);
	});

	it('Get Many fails if D3 says that there are more pages and gives no rows for them', async () => {
		simulator.injectFault(page([1, 2], { outputData: { TotalPages: 3 } }));
		simulator.injectFault(answering(200, '{"error":"","rawData":null,"returnData":"Successful"}'));
		const { error } = await run({ returnAll: true, pageSize: 2 });
		expect(error?.message).toBe(
			'Safe to run again: D3 returned fewer rows of GetIncidents than it says there are',
		);
		expect(error?.description).toContain('It says that there are 3 pages, and gave 2 rows.');
	});

	it('Get Many returns a row once if a new incident pushed it to the next page', async () => {
		simulator.injectFault(page([9, 8], { keyFields: { TotalPages: 2 } }));
		simulator.injectFault(page([8, 7], { keyFields: { TotalPages: 2 } }));
		const { outputs } = await run({ returnAll: true, pageSize: 2 });
		expect(numbersIn(outputs)).toEqual(['9', '8', '7']);
	});

	it('Get Many keeps identical rows that have no id', async () => {
		const alike = (rows: number) =>
			answering(
				200,
				JSON.stringify({
					error: '',
					rawData: { events: Array.from({ length: rows }, () => ({ Status: 'Open' })) },
					keyFields: { TotalPages: 2 },
				}),
			);
		simulator.injectFault(alike(2));
		simulator.injectFault(alike(1));
		const { outputs } = await run(
			{ resource: 'event', returnAll: true, pageSize: 2, fields: 'Status' },
			{ credential: credentialFor(simulator, 'GetEvents') },
		);
		expect(outputs.flat()).toHaveLength(3);
	});

	it('Get Many requests a lost page again and returns no row twice', async () => {
		simulator.injectFault(faults.unexpected, {
			when: ({ body }) =>
				(body as { CommandParams: IDataObject }).CommandParams['Page Index'] === 1,
		});
		const { outputs } = await run({ returnAll: true, pageSize: 10 });
		expect(numbersIn(outputs)).toEqual(all);
	});

	it('Get Many fails an item without output if D3 rejects one of its pages', async () => {
		simulator.injectFault(faults.invalidKey, {
			when: ({ body }) =>
				(body as { CommandParams: IDataObject }).CommandParams['Page Index'] === 1,
		});
		const { error, outputs } = await run({ returnAll: true, pageSize: 10 });
		expect(error?.message).toBe('D3 rejected Get Many: Invalid authentication key.');
		expect(outputs.flat()).toEqual([]);
	});

	// Reading again does no harm, and storing what was read would only bloat the execution.
	it('Get Many stores no retry state in the execution', async () => {
		simulator.injectFault(faults.invalidKey);
		const { run: execution } = await run({});
		const { contextData } = execution.data.executionData!;
		expect(contextData['node:D3 SOAR']).toBeUndefined();
	});

	it('Get Many outputs one complete response per page if Output is set to full', async () => {
		const { outputs } = await run({ returnAll: true, pageSize: 10, options: { output: 'full' } });
		expect(outputs.flat().map(({ json }) => Object.keys(json))).toEqual(
			[1, 2, 3].map(() => ['error', 'returnData', 'rawData', 'keyFields', 'outputData']),
		);
	});

	it('Get Many outputs the complete response also if it has no rows, since D3 did respond', async () => {
		const nothing = { startTime: '2027-01-01', endTime: '2027-01-02' };
		const { outputs, error } = await run({ ...nothing, options: { output: 'full' } });
		expect(error).toBeUndefined();
		expect(outputs.flat()).toMatchObject([{ json: { rawData: expect.anything() } }]);
	});
});

it('Get Many outputs no items if nothing is found, so that the next node does not run on an empty response', async () => {
	const { outputs, error } = await run({ startTime: '2027-01-01', endTime: '2027-01-02' });
	expect(error).toBeUndefined();
	expect(outputs.flat()).toEqual([]);
});

it("Get Many reads once per input item, with that item's parameters", async () => {
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
	it('Get Many sends the time window in UTC, whichever zone D3 reads other dates in', async () => {
		await run(
			{ startTime: '2026-05-15T08:00:00', endTime: '2026-05-15T17:00:00-04:00' },
			{
				timezone: 'America/New_York',
				credential: credentialFor(simulator, 'GetIncidents', { timezone: 'Asia/Tokyo' }),
			},
		);
		expect(sentParams(simulator)).toMatchObject({
			'Start Time': '2026-05-15 12:00:00',
			'End Time': '2026-05-15 21:00:00',
		});
	});

	it('Get Many sends the time window in the List Time Zone of the options if it is set', async () => {
		await run(
			{ startTime: '2026-05-15T08:00:00', options: { windowTimezone: 'Asia/Tokyo' } },
			{ timezone: 'UTC' },
		);
		expect(sentParams(simulator)).toMatchObject({
			'Start Time': '2026-05-15 17:00:00',
			'End Time': '2026-05-15 23:59:59',
		});
	});

	it('the default time window is the last week and a day ahead, so that the newest are never cut off', async () => {
		const now = Date.now();
		await runOnEngine({
			parameters: { resource: 'incident', operation: 'getAll' },
			credential: credentialFor(simulator, 'GetIncidents'),
		});
		const [start, end] = ['Start Time', 'End Time'].map((name) =>
			Date.parse(`${String(sentParams(simulator)[name]).replace(' ', 'T')}Z`),
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
	const filterOf = (...groups: object[][]) => ({
		condition: groups.flatMap(([first, ...rest]) => [{ ...first, startOrGroup: true }, ...rest]),
	});

	it("Get Many sends the filter as D3's groups of conditions", async () => {
		await run({
			filter: filterOf(
				[condition('Status', '=', 'Open'), condition('Severity', '=', 'High')],
				[condition('Name', 'LIKE', 'VIP%', 'Customer')],
				[condition('Owner', 'IS EMPTY', 'left over')],
			) as never,
		});
		expect(sentParams(simulator).Filter).toEqual([
			[
				{ field: 'Status', operator: '=', value: 'Open' },
				{ field: 'Severity', operator: '=', value: 'High' },
			],
			[{ section: 'Customer', field: 'Name', operator: 'LIKE', value: 'VIP%' }],
			[{ field: 'Owner', operator: 'IS EMPTY' }],
		]);
	});

	it('Get Many returns only incidents that match the filter', async () => {
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

	it("Get Many sends a filter that is written as D3's JSON unchanged", async () => {
		const filterJson = '[[{"field":"Status","operator":"=","value":"Open"}]]';
		await run({ filterJson });
		expect(sentParams(simulator).Filter).toEqual(JSON.parse(filterJson));
	});

	// A condition that an expression leaves empty would return everything, or nothing.
	it.each<[string, INodeParameters, RegExp]>([
		[
			'a condition without a value',
			{ filter: filterOf([condition('Status', '=', '={{ "" }}')]) as never },
			/Filter has a condition on Status without a value$/,
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
			'conditions that are not an array of arrays',
			{ filterJson: '[{"field":"Status"}]' },
			/Filter JSON is not an array of arrays$/,
		],
		[
			'both Filter and Filter JSON',
			{
				filter: filterOf([condition('Status', '=', 'Open')]) as never,
				filterJson: '[[{"field":"Status"}]]',
			},
			/Filter and Filter JSON are both set/,
		],
		[
			'a time window that ends before it begins, which would look as if there were nothing',
			{ startTime: '2026-05-16', endTime: '2026-05-15' },
			/^Created After is later than Created Before$/,
		],
		['a limit below one', { limit: '={{ 0 }}' }, /Limit "0" is out of range$/],
		[
			'a page size above the maximum',
			{ pageSize: '={{ 1001 }}' },
			/Page Size "1001" is out of range$/,
		],
		[
			'an unknown List Time Zone',
			{ options: { windowTimezone: 'Mars/Base' } },
			/List Time Zone "Mars\/Base" is not a known time zone$/,
		],
	])('Get Many rejects %s before sending anything', async (_what, parameters, message) => {
		const { error } = await run(parameters);
		expect(error?.message).toMatch(message);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('the output', () => {
	it('Get Many outputs the site and the essential fields of an incident unless the user wants more', async () => {
		const [simple, raw, chosen] = [
			await run({ limit: 1 }),
			await run({ limit: 1, simplify: false }),
			await run({ limit: 1, simplify: false, staticFields: ['Stage', 'Title'] }),
		].map(({ outputs }) => Object.keys(outputs[0]![0]!.json));
		expect(simple).toEqual(['Site', ...(sentParams(simulator)['Static Fields'] as string[])]);
		expect(simple!.length).toBeLessThanOrEqual(10);
		expect(raw).toEqual(['Site', ...Object.keys(simulator.world.incidents[0]!)]);
		expect(sentParams(simulator, 1)['Static Fields']).toBeUndefined();
		expect(chosen).toEqual(['Site', 'IR Number', 'Stage', 'Title']);
	});

	// Rows that look alike could not be told apart from a page that comes again.
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
	])('events always come with an id if the chosen fields are %p', async (fields, asked) => {
		await runOnEngine({
			parameters: { resource: 'event', operation: 'getAll', fields },
			credential: credentialFor(simulator, 'GetEvents'),
		});
		expect(sentParams(simulator).Fields).toEqual(asked);
	});

	it('Get Many of events names the fields of a time window that ends before it begins as the form does', async () => {
		const { error } = await runOnEngine({
			parameters: {
				resource: 'event',
				operation: 'getAll',
				startTime: '2026-05-15T10:00:01Z',
				endTime: '2026-05-15T10:00:00Z',
			},
			credential: credentialFor(simulator, 'GetEvents'),
		});
		expect(error?.message).toBe('Received After is later than Received Before');
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('Get Many takes a time window of a single second', async () => {
		const second = '2026-05-15 08:00:10';
		const { outputs } = await run({ startTime: second, endTime: second });
		expect(numbersIn(outputs)).toEqual(['20260515-0']);
	});

	it('Get Many by Site outputs the essential fields of a user, from either place where D3 returns users', async () => {
		const users = async (parameters: INodeParameters) =>
			await runOnEngine({
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
		simulator.injectFault(
			answering(200, '{"error":"","rawData":{"users":[{"userID":"21","userName":"old"}]}}'),
		);
		const old = await users({});
		expect(old.outputs[0]!.map(({ json }) => json)).toEqual([{ userID: '21', userName: 'old' }]);
	});

	it('Get Many by Site outputs no items for a site without users', async () => {
		simulator.injectFault(answering(200, '{"error":"","returnData":[]}'));
		const { outputs } = await runOnEngine({
			parameters: { resource: 'user', operation: 'getManyBySite', siteName: 'Empty' },
			credential: credentialFor(simulator, 'GetUsersBySite'),
		});
		expect(outputs.flat()).toEqual([]);
	});
});
