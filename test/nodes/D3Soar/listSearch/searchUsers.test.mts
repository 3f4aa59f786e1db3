import type { INodeParameters } from 'n8n-workflow';

import { credentialFor } from '../../../support/fixtures.mts';
import { callListSearch } from '../../../support/listSearch.mts';
import { answering } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const search = async (filter?: string, method: 'searchUserNames' | 'searchUsers' = 'searchUsers') =>
	await callListSearch(
		method,
		{
			credential: {
				...credentialFor(simulator),
				keyGetUsersBySite: simulator.keyOf('GetUsersBySite').apiKey,
			},
		},
		filter,
	);

it('the user list shows full name and username and stores the full name, which CreateTask expects', async () => {
	const { results, paginationToken } = await search();
	expect(results).toEqual([
		{ name: 'admin user (Admin)', value: 'admin user' },
		{ name: 'Jane Doe (jdoe)', value: 'Jane Doe' },
		{ name: 'Sam Lee (slee)', value: 'Sam Lee' },
	]);
	expect(paginationToken).toBeUndefined();
});

it('the user list stores the username for commands that expect it, since D3 would not find a full name', async () => {
	const { results } = await search('doe', 'searchUserNames');
	expect(results).toEqual([{ name: 'Jane Doe (jdoe)', value: 'jdoe' }]);
});

it.each([
	['searchUsers', 'Ann Bo'],
	['searchUserNames', 'svc'],
] as const)(
	'%s omits users without the name it stores, since every run would reject them',
	async (method, name) => {
		const rows = [
			{ fullName: 'Ann Bo', userName: ' ' },
			{ fullName: '', userName: 'svc' },
		];
		simulator.injectFault(answering(200, JSON.stringify({ error: '', returnData: rows })));
		expect((await search(undefined, method)).results).toEqual([{ name, value: name }]);
	},
);

// Nobody could tell which of two entries is whose: D3 gets the same name for either.
it('shows users with one full name as one choice, and says whose it is', async () => {
	const rows = ['jdoe', 'jdoe2', 'jdoe', ''].map((userName) => ({
		fullName: 'Jane Doe',
		userName,
	}));
	simulator.injectFault(answering(200, JSON.stringify({ error: '', returnData: rows })), {
		times: 4,
	});
	const label = 'Jane Doe (3 users: jdoe, jdoe2)';
	expect((await search()).results).toEqual([{ name: label, value: 'Jane Doe' }]);
	expect((await search('jdoe2')).results).toEqual([{ name: label, value: 'Jane Doe' }]);
	expect((await search('doe', 'searchUserNames')).results).toEqual([
		{ name: 'Jane Doe (jdoe)', value: 'jdoe' },
		{ name: 'Jane Doe (jdoe2)', value: 'jdoe2' },
	]);
});

// A run trims them, so the list would find nobody where the run finds the site.
it.each(['searchUsers', 'searchIncidents'] as const)(
	'%s asks as a run does: for the site without blanks around it, and for the user of Options',
	async (method) => {
		const credential = {
			...credentialFor(simulator, 'GetIncidents'),
			keyGetUsersBySite: simulator.keyOf('GetUsersBySite').apiKey,
			site: ' Security Operations ',
			username: ' Admin ',
		};
		const asked = async (parameters: INodeParameters) => {
			await callListSearch(method, { credential, parameters });
			return simulator.ledger.requests.at(-1)?.body;
		};
		const site = 'Security Operations';
		expect(await asked({})).toMatchObject({ Username: 'Admin', Site: site });
		expect(await asked({ site: ' ', options: { username: ' jdoe ' } })).toMatchObject({
			Username: 'jdoe',
			Site: site,
		});
		// An expression has no value while the list is open.
		expect(await asked({ options: { username: '={{ $json.user }}' } })).toMatchObject({
			Username: 'Admin',
			Site: site,
		});
	},
);

// The users of the credential's site would look like those of the other.
describe.each(['searchUsers', 'searchUserNames', 'searchIncidents'] as const)('%s', (method) => {
	const open = async (parameters: object, site = 'Security Operations') =>
		await callListSearch(method, {
			credential: {
				...credentialFor(simulator, 'GetIncidents', { site }),
				keyGetUsersBySite: simulator.keyOf('GetUsersBySite').apiKey,
			},
			parameters: parameters as INodeParameters,
		});

	it.each([
		['written as an expression', '={{ $json.site }}'],
		['that n8n could not resolve', null],
	])('says so instead of showing another site if Site is a value %s', async (_what, site) => {
		await expect(open({ site })).rejects.toThrow(
			/^Site is an expression that has no value here. Set Site to a fixed value, or type the (name|number)\ instead.$/,
		);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it("lists the site of an expression that n8n's editor has resolved", async () => {
		await open({ site: ' Client A ' }).catch(() => undefined);
		expect(simulator.ledger.requests[0]?.body).toMatchObject({ Site: 'Client A' });
	});

	it('asks for a site, as a run does, if neither the node nor the credential names one', async () => {
		await expect(open({ site: '' }, ' ')).rejects.toThrow(
			/^Site is empty. Set it in the credential or in the node, or type the (name|number)\ instead.$/,
		);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

it('the user list requests all users of the site, not only those online', async () => {
	await search();
	expect(simulator.ledger.requests[0]?.body).toMatchObject({
		Username: 'Admin',
		Site: 'Security Operations',
		CommandParams: { 'Site Name': 'Security Operations', Online: 'No' },
	});
});

it.each([
	['full name', 'JANE', ['Jane Doe']],
	['username', 'slee', ['Sam Lee']],
	['email address', 'admin@example', ['admin user']],
	['text that no user has (no results)', 'nobody', []],
])('the user list finds users by %s', async (_what, filter, names) => {
	expect((await search(filter)).results.map(({ value }) => value)).toEqual(names);
});

// D3's page of Aug 2024 has the rows in returnData, an older one in rawData.users.
it.each([
	['returnData', '{"error":"","returnData":[{"fullName":"Ann Bo","userName":"abo"}]}'],
	[
		'rawData.users',
		'{"error":"","returnData":"Succeed","rawData":{"users":[{"fullName":"Ann Bo","userName":"abo"}]}}',
	],
	[
		'rawData',
		'{"error":"","returnData":"Succeed","rawData":[{"fullName":"Ann Bo","userName":"abo"}]}',
	],
])('the user list reads its rows from %s', async (_place, text) => {
	simulator.injectFault(answering(200, text));
	expect((await search()).results).toEqual([{ name: 'Ann Bo (abo)', value: 'Ann Bo' }]);
});

it('the user list is empty if the response has no rows', async () => {
	simulator.injectFault(answering(200, '{"error":"","returnData":"Succeed","rawData":""}'));
	expect((await search()).results).toEqual([]);
});

it('the user list reads users that D3 sends as JSON text', async () => {
	const rawData = JSON.stringify([{ fullName: 'Jane Doe', userName: 'jdoe' }]);
	simulator.injectFault(answering(200, JSON.stringify({ error: '', rawData })));
	expect((await search()).results).toEqual([{ name: 'Jane Doe (jdoe)', value: 'Jane Doe' }]);
});

it.each([
	{ rawData: { list: [{ fullName: 'Jane Doe' }] } },
	{ rawData: { count: 7 } },
	{ returnData: ['Jane Doe'] },
	{ result: 'session expired' },
])('the user list fails if the response is %j, instead of looking empty', async (response) => {
	simulator.injectFault(answering(200, JSON.stringify({ error: '', ...response })));
	await expect(search()).rejects.toThrow(
		'The response to GetUsersBySite contains no list. Type the name instead.',
	);
});

it('the user list says which API key is missing', async () => {
	await expect(
		callListSearch('searchUsers', { credential: credentialFor(simulator) }),
	).rejects.toThrow(
		/for GetUsersBySite in Commands With Their Own Key, or type the name instead\.$/,
	);
});

// Of a limit that cannot be read nobody knows how much it should allow.
it('the user list says which limit of the credential cannot be used', async () => {
	const credential = credentialFor(simulator, 'GetUsersBySite', { requestsPerSecond: 'many' });
	await expect(callListSearch('searchUsers', { credential })).rejects.toThrow(
		'Requests per Second of the D3 SOAR credential "many" is not a whole number',
	);
	expect(simulator.ledger.requests).toEqual([]);
});
