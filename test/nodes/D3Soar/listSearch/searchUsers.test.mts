import { credentialFor, searchList } from '../../../support/n8nEngine.mts';
import { answering } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const search = async (filter?: string, method: 'searchUserNames' | 'searchUsers' = 'searchUsers') =>
	await searchList(
		method,
		{
			credential: {
				...credentialFor(simulator),
				usersApiKey: simulator.keyOf('GetUsersBySite').apiKey,
			},
		},
		filter,
	);

it('shows full and user name and sends the full name, which CreateTask wants', async () => {
	const { results, paginationToken } = await search();
	expect(results).toEqual([
		{ name: 'admin user (Admin)', value: 'admin user' },
		{ name: 'Jane Doe (jdoe)', value: 'Jane Doe' },
		{ name: 'Sam Lee (slee)', value: 'Sam Lee' },
	]);
	expect(paginationToken).toBeUndefined();
});

it('sends the user name where a command wants that: D3 would not find a full name', async () => {
	const { results } = await search('doe', 'searchUserNames');
	expect(results).toEqual([{ name: 'Jane Doe (jdoe)', value: 'jdoe' }]);
});

it.each([
	['searchUsers', 'Ann Bo'],
	['searchUserNames', 'svc'],
] as const)('%s leaves out who lacks the name: each run would refuse it', async (method, name) => {
	const rows = [
		{ fullName: 'Ann Bo', userName: ' ' },
		{ fullName: '', userName: 'svc' },
	];
	simulator.misbehave(answering(200, JSON.stringify({ error: '', returnData: rows })));
	expect((await search(undefined, method)).results).toEqual([{ name, value: name }]);
});

it('asks for all users of the site, not only for those online', async () => {
	await search();
	expect(simulator.ledger.requests[0]?.body).toMatchObject({
		Username: 'Admin',
		Site: 'Security Operations',
		CommandParams: { 'Site Name': 'Security Operations', Online: 'No' },
	});
});

it.each([
	['full name', 'JANE', ['Jane Doe']],
	['user name', 'slee', ['Sam Lee']],
	['e-mail address', 'admin@example', ['admin user']],
	['nothing', 'nobody', []],
])('finds by %s', async (_what, filter, names) => {
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
])('reads rows at %s', async (_place, text) => {
	simulator.misbehave(answering(200, text));
	expect((await search()).results).toEqual([{ name: 'Ann Bo (abo)', value: 'Ann Bo' }]);
});

it('shows nothing where there are no rows anywhere', async () => {
	simulator.misbehave(answering(200, '{"error":"","returnData":"Succeed","rawData":""}'));
	expect((await search()).results).toEqual([]);
});

it('says which key is missing', async () => {
	await expect(searchList('searchUsers', { credential: credentialFor(simulator) })).rejects.toThrow(
		/Get Users by Site Key, or type the name\.$/,
	);
});
