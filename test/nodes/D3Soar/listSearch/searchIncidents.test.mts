import { DateTime } from 'luxon';

import { credentialFor } from '../../../support/fixtures.mts';
import { callListSearch } from '../../../support/listSearch.mts';
import { answering, faults } from '../../../simulator/faults.mts';
import { MAX_RESPONSE_BYTES } from '../../../../nodes/shared/transport/request.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';
import { incident } from '../../../simulator/world.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const credential = () => ({
	...credentialFor(simulator),
	keyGetIncidents: simulator.keyOf('GetIncidents').apiKey,
});

const search = async (filter?: string, token?: string, rest: object = {}) =>
	await callListSearch(
		'searchIncidents',
		{ credential: { ...credential(), ...rest } },
		filter,
		token,
	);

/** An incident of some days ago, numbered like D3's sample. */
function daysAgo(days: number, count: number, title: string) {
	const day = DateTime.utc().minus({ days });
	return incident(
		`${day.toFormat('yyyyMMdd')}-${count}`,
		title,
		day.toFormat('yyyy-MM-dd HH:mm:ss'),
	);
}

async function everything(filter?: string) {
	const values: unknown[] = [];
	let token: string | undefined;
	let pages = 0;
	do {
		const page = await search(filter, token);
		values.push(...page.results.map(({ value }) => value));
		token = page.paginationToken;
		pages++;
	} while (token !== undefined && pages < 50);
	return values;
}

it('the incident list shows number and title and stores the number', async () => {
	const { results } = await search('20220126');
	expect(results).toEqual([{ name: '20220126-1 · Malware on LAPTOP-17', value: '20220126-1' }]);
});

// Users nearly always want an incident of the last hours; D3 documents no order.
it('the incident list begins with the newest, whatever order D3 returns', async () => {
	simulator.world.incidents.push(
		daysAgo(2, 1, 'two days ago'),
		daysAgo(0, 2, 'today, second'),
		daysAgo(0, 10, 'today, tenth'),
		daysAgo(1, 1, 'yesterday'),
	);
	const { results } = await search();
	expect(results.map(({ name }) => String(name).split(' · ')[1])).toEqual([
		'today, tenth',
		'today, second',
		'yesterday',
		'two days ago',
	]);
});

it('the incident list continues down to the oldest incident and shows each once', async () => {
	simulator.world.incidents.push(
		daysAgo(1, 1, 'new'),
		daysAgo(20, 1, 'a month'),
		daysAgo(100, 1, 'half a year'),
	);
	const numbers = await everything();
	expect(numbers).toHaveLength(6);
	expect(new Set(numbers).size).toBe(6);
	expect(numbers.at(-1)).toBe('20220125-1');
});

it('the incident list reads every page of a period with more incidents than D3 returns at once', async () => {
	simulator.world.incidents.push(
		...Array.from({ length: 2500 }, (_, count) => daysAgo(1, count + 1, `incident ${count + 1}`)),
	);
	const { results } = await search();
	expect(results).toHaveLength(2500);
	expect(results[0]?.name).toContain('incident 2500');
	expect(
		simulator.ledger.requests.map(({ body }) => (body as never)['CommandParams']['Page Index']),
	).toEqual([0, 1, 2]);
});

it.each([
	['part of the number', '0125-2', ['20220125-2']],
	['part of the title in other case', 'PHISHING', ['20220125-1']],
	['text that no incident contains (no results)', 'nowhere', []],
])('the incident list finds incidents by %s', async (_what, filter, numbers) => {
	expect(await everything(filter)).toEqual(numbers);
});

it('the incident list sends a bounded number of requests per search, however many incidents there are', async () => {
	simulator.world.incidents.push(
		...Array.from({ length: 20_000 }, (_, count) => daysAgo(1, count + 1, 'one of many')),
	);
	await expect(search('no such title')).rejects.toThrow(
		/^No match among the most recent incidents\. .* or type the number instead\.$/,
	);
	expect(simulator.ledger.requests).toHaveLength(8);
	const { results, paginationToken } = await search('one of many');
	expect(results).toHaveLength(8000);
	expect(paginationToken).toBe('0.8');
});

// The editor loads more on scrolling, and a list of two cannot be scrolled.
it('a search in the incident list also returns older matches without scrolling', async () => {
	simulator.world.incidents.push(
		daysAgo(1, 1, 'Invoice of today'),
		daysAgo(20, 1, 'Invoice of last month'),
		daysAgo(100, 1, 'Old invoice'),
	);
	const { results, paginationToken } = await search('invoice');
	expect(results.map(({ name }) => name.split(' · ')[1])).toEqual([
		'Invoice of today',
		'Invoice of last month',
		'Old invoice',
	]);
	expect(paginationToken).toBeUndefined();
});

it("the incident list uses the node's own site if it has one", async () => {
	await callListSearch('searchIncidents', {
		credential: credential(),
		parameters: { site: 'Site 2' },
	});
	await callListSearch('searchIncidents', { credential: credential(), parameters: { site: '' } });
	const sites = simulator.ledger.requests.map(({ body }) => (body as { Site: string }).Site);
	expect(new Set(sites)).toEqual(new Set(['Site 2', 'Security Operations']));
});

// n8n shows the message of a failed list and never its description, so the message has to say what to do.
describe('errors of the list', () => {
	it('the incident list says which API key is missing', async () => {
		await expect(search('', undefined, { keyGetIncidents: '' })).rejects.toThrow(
			'This credential has no key for GetIncidents, and D3 rejected its main key (Invalid authentication key). Add the API key for GetIncidents in Commands With Their Own Key, or type the number instead.',
		);
	});

	it('the incident list says which API key is wrong', async () => {
		await expect(search('', undefined, { keyGetIncidents: 'wrong' })).rejects.toThrow(
			'D3 rejected the GetIncidents Key of this credential (Invalid authentication key). Enter the API key for GetIncidents, or type the number instead.',
		);
	});

	it.each([
		[
			'a redirect',
			answering(302, '', { location: '/login' }),
			/^The server redirects \(HTTP status 302\)\. Compare this credential's Server URL with the Request URL in D3, or/,
		],
		['a login page', faults.loginPage, /The response to GetIncidents did not come from D3/],
		['a broken connection', faults.reset, /D3 did not respond to GetIncidents\. Try again/],
		[
			'a proxy that requires a login',
			answering(407, ''),
			/The proxy between n8n and D3 requires authentication/,
		],
		[
			'a page of a firewall',
			answering(406, '<html><title>Request Rejected</title></html>'),
			/^Something between n8n and D3 blocked the request: "Request Rejected" \(HTTP status 406\)\. Ask your network/,
		],
		[
			'a response that is too large',
			answering(200, `{"rawData":"${'x'.repeat(MAX_RESPONSE_BYTES)}"}`),
			/^D3's response to GetIncidents is larger than the maximum of 10 MB\. Type the number instead\.$/,
		],
		['a server error', faults.unexpected, /D3 returned no list: Unexpected Error/],
	])(
		'the incident list explains %s and says what to do instead',
		async (_what, fault, sentence) => {
			simulator.injectFault(fault);
			await expect(search()).rejects.toThrow(sentence);
			simulator.injectFault(fault);
			await expect(search()).rejects.toThrow(/(, or type|\. Type) the number instead\.$/);
		},
	);

	it.each([
		['gives a page again in another order', ['2', '1'], /same page of GetIncidents twice/],
		['gives no rows for a page that it counts', [], /fewer rows of GetIncidents than it says/],
	])('the incident list fails if D3 %s', async (_what, second, sentence) => {
		for (const numbers of [['1', '2'], second]) {
			const incidents = numbers.map((number) => ({ 'IR Number': number }));
			const response = { error: '', rawData: { incidents }, outputData: { TotalPages: 3 } };
			simulator.injectFault(answering(200, JSON.stringify(response)));
		}
		await expect(search()).rejects.toThrow(sentence);
	});

	it('the incident list says that D3 cannot be reached', async () => {
		const gone = await startSimulator();
		await gone.close();
		await expect(search('', undefined, { serverUrl: gone.serverUrl })).rejects.toThrow(
			"D3 could not be reached. Check this credential's Server URL, or type the number instead.",
		);
	});
});

it('the incident list signs its JWT with the secret of GetIncidents', async () => {
	const signing = await startSimulator({
		commandSecrets: { CreateTask: 'secret of tasks', GetIncidents: 'secret of incidents' },
	});
	const { results } = await callListSearch('searchIncidents', {
		credential: {
			...credentialFor(signing),
			authentication: 'jwtSecret',
			jwtSecret: 'secret of tasks',
			jwtHeader: '{"alg":"HS256","typ":"JWT"}',
			jwtPayload: '{"Username":"","Site":""}',
			keyGetIncidents: 'secret of incidents',
		},
	});
	expect(results).toHaveLength(3);
	await signing.close();
});
