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

it('the user list says which API key is missing', async () => {
	await expect(
		callListSearch('searchUsers', { credential: credentialFor(simulator) }),
	).rejects.toThrow(
		/for GetUsersBySite in Commands With Their Own Key, or type the name instead\.$/,
	);
});
