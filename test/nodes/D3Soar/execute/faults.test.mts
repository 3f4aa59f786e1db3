import type { INode, INodeExecutionData } from 'n8n-workflow';

import { credentialFor, runNode, taskParameters } from '../../../support/n8nEngine.mts';
import { answering, faults, tooMany, type Fault } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/**
 * Whatever goes wrong, and however the builder has set the node up: no task is made twice, none is lost
 * without a word, and every item has its outcome. The simulator's ledger is the judge.
 */

const partial =
	'{"error":"","returnData":{"Status":"Partially Successful","ErrorData":[{"Incident Number":"1","Error message":"x"}]}}';

/** What happens to the request of one item, how the item ends if it is sent once, and how often. */
const FAULTS: Array<
	[
		name: string,
		fault: () => Fault,
		ending: 'accepted' | 'rejected' | 'unconfirmed',
		times?: number,
	]
> = [
	['429', () => tooMany(), 'accepted'],
	['429 with Retry-After in seconds', () => tooMany('1'), 'accepted'],
	[
		'429 with Retry-After as a date',
		() => tooMany(new Date(Date.now() + 1500).toUTCString()),
		'accepted',
	],
	['429 in a burst', () => tooMany('0'), 'accepted', 7],
	['400', () => faults.invalidBody, 'rejected'],
	['401', () => faults.invalidKey, 'rejected'],
	['500 before the task was made', () => faults.unexpected, 'unconfirmed'],
	['500 after the task was made', () => faults.doneButUnexpected, 'unconfirmed'],
	['a reset before', () => faults.reset, 'unconfirmed'],
	['a reset after', () => faults.doneButReset, 'unconfirmed'],
	['silence before', () => faults.silent, 'unconfirmed'],
	['silence after', () => faults.doneButSilent, 'unconfirmed'],
	['an answer that drips', () => faults.doneButDripping, 'unconfirmed'],
	['an answer that stalls half way', () => faults.doneButStalled, 'unconfirmed'],
	['truncated JSON', () => faults.doneButTruncated, 'unconfirmed'],
	['HTML with 200', () => faults.loginPage, 'unconfirmed'],
	['nothing with 200', () => faults.empty, 'unconfirmed'],
	['200 with error', () => answering(200, '{"error":"no such type"}'), 'rejected'],
	['200 in part', () => answering(200, partial), 'unconfirmed'],
	['a redirect', () => answering(302, '', { location: '/login' }), 'rejected'],
	['the wrong content type', () => faults.wronglyTyped, 'accepted'],
	['an answer of 1 MB', () => faults.large, 'accepted'],
	['an endless answer', () => faults.doneButEndless, 'unconfirmed'],
];

const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

const MODES: Array<[name: string, node: Partial<INode>]> = [
	['Stop Workflow', {}],
	['Continue', { onError: 'continueRegularOutput' }],
	['Continue (using error output)', { onError: 'continueErrorOutput' }],
	['Stop and Retry On Fail', RETRY_ON_FAIL],
	['Continue and Retry On Fail', { onError: 'continueRegularOutput', ...RETRY_ON_FAIL }],
	[
		'Continue (using error output) and Retry On Fail',
		{ onError: 'continueErrorOutput', ...RETRY_ON_FAIL },
	],
];

const COUNT = 6;
const items = Array.from({ length: COUNT }, (_, index) => ({
	name: `task ${index}`,
	incident: index % 2 === 0 ? '20220125-1' : '20220125-2',
}));
const parameters = (options = {}) =>
	taskParameters({
		taskName: '={{ $json.name }}',
		incidentNumber: { __rl: true, mode: 'number', value: '={{ $json.incident }}' },
		options: { timeout: 1, ...options },
	});

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

/** How often the ledger has a task, and how often its request arrived. */
const made = (index: number) => simulator.ledger.timesMade().get(`task ${index}`) ?? 0;
const sent = (index: number) =>
	simulator.ledger.requests.filter(({ body }) =>
		JSON.stringify(body ?? '').includes(`"task ${index}"`),
	).length;

function indexOf({ pairedItem }: INodeExecutionData): number {
	return (pairedItem as { item: number }).item;
}

function endingOf({ json }: INodeExecutionData): string {
	return (json.details as { outcome?: string } | undefined)?.outcome ?? 'accepted';
}

// n8n runs a node that continues again if its *first* item failed: so that one is struck, and another.
describe.each([0, 3])('struck at item %i:', (struck) => {
	describe.each(FAULTS)('%s', (_fault, makeFault, ending, times = 1) => {
		it.each(MODES)('%s', async (_mode, node) => {
			const fault = makeFault();
			// An early fault knows no body yet. It finds its item by the order of arrival, one at a time.
			let arrived = 0;
			simulator.misbehave(fault, {
				times,
				when: ({ body }) =>
					fault.moment === 'early'
						? arrived++ === struck
						: JSON.stringify(body).includes(`"task ${struck}"`),
			});
			const { outputs, error } = await runNode({
				items,
				parameters: parameters(fault.moment === 'early' ? { maxConcurrentRequests: 1 } : {}),
				credential: credentialFor(simulator),
				node,
			});

			for (const index of items.keys()) expect(made(index)).toBeLessThanOrEqual(1);

			const continues = node.onError !== undefined;
			const runsAgain = node.retryOnFail === true && (!continues || struck === 0);
			const last = ending === 'rejected' && runsAgain ? 'accepted' : ending;

			if (last === 'accepted' || continues) {
				expect(error).toBeUndefined();
				const all = outputs.flat().sort((a, b) => indexOf(a) - indexOf(b));
				expect(all.map(indexOf)).toEqual([...items.keys()]);
				expect(all.map(endingOf)).toEqual(
					items.map((_item, index) => (index === struck ? last : 'accepted')),
				);
				if (node.onError === 'continueErrorOutput') {
					expect(outputs[1]).toHaveLength(last === 'accepted' ? 0 : 1);
				}
				for (const index of items.keys()) {
					if (index !== struck || last === 'accepted') expect(made(index)).toBe(1);
				}
			} else {
				expect(error?.message).toMatch(new RegExp(`^Item ${struck}: `));
				expect(error?.context?.details).toMatchObject({ outcome: last });
				const others = simulator.ledger.tasks.filter(
					(task) => task['Task Name'] !== `task ${struck}`,
				).length;
				expect(error?.description).toContain(`accepted ${others} of ${COUNT} items`);
				// A retry goes on with the others before it fails again over what is unknown.
				if (runsAgain) expect(others).toBe(COUNT - 1);
			}

			// What may have been done is never sent again by itself, and what was accepted neither.
			if (ending === 'unconfirmed' && fault.moment === 'late') expect(sent(struck)).toBe(1);
			for (const index of items.keys()) {
				if (index !== struck) expect(sent(index)).toBeLessThanOrEqual(1);
			}
		});
	});
});

describe('a server that nobody can reach', () => {
	const gone = async () => {
		const stopped = await startSimulator();
		await stopped.close();
		return stopped.serverUrl;
	};

	describe.each([
		['refuses', gone, /^ECONNREFUSED$/, /could not be reached/],
		[
			'has no name',
			async () => 'http://d3.invalid/MainApp/VSOC',
			// The second where there is no name server at all.
			/^(ENOTFOUND|EAI_AGAIN)$/,
			/could not be reached/,
		],
		[
			'speaks no TLS',
			async () => simulator.serverUrl.replace('http:', 'https:'),
			/^EPROTO$/,
			/No trusted connection/,
		],
	])('%s', (_why, serverUrl, code, sentence) => {
		it.each(MODES)('nothing is delivered, and every item says so: %s', async (_mode, node) => {
			const { outputs, error } = await runNode({
				items,
				parameters: parameters({ retryFor: 0, timeout: 20 }),
				credential: { ...credentialFor(simulator), serverUrl: await serverUrl() },
				node,
			});
			expect(simulator.ledger.tasks).toEqual([]);
			const details = { outcome: 'notSent', code: expect.stringMatching(code) };
			if (node.onError === undefined) {
				expect(error?.message).toMatch(sentence);
				expect(error?.context?.details).toMatchObject(details);
				return;
			}
			const failed = node.onError === 'continueErrorOutput' ? outputs[1] : outputs[0];
			expect(failed?.map(indexOf)).toEqual([...items.keys()]);
			for (const { json } of failed!) {
				expect(json.error).toMatch(sentence);
				expect(json.details).toMatchObject(details);
			}
		});
	});

	it('is tried again until it is back', async () => {
		const serverUrl = await gone();
		const running = runNode({
			items,
			parameters: parameters(),
			credential: { ...credentialFor(simulator), serverUrl },
		});
		const back = await startSimulator({ port: Number(new URL(serverUrl).port) });
		const { error } = await running;
		expect(error).toBeUndefined();
		expect(back.ledger.tasks).toHaveLength(COUNT);
		await back.close();
	});
});

it('sends nothing to a certificate that is not trusted, unless the builder says so', async () => {
	const { generate } = await import('selfsigned');
	const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
	const secure = await startSimulator({ tls: { key, cert } });
	const run = async (ignoreSslIssues: boolean) =>
		await runNode({
			items,
			parameters: parameters(),
			credential: { ...credentialFor(secure), ignoreSslIssues },
		});

	const { error } = await run(false);
	expect(error?.message).toMatch(/^Item 0: No trusted connection to D3; task .* was not sent$/);
	expect(error?.context?.details).toMatchObject({
		outcome: 'notSent',
		code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
	});
	expect(secure.ledger.requests).toEqual([]);

	expect((await run(true)).error).toBeUndefined();
	expect(secure.ledger.tasks).toHaveLength(COUNT);
	await secure.close();
});
