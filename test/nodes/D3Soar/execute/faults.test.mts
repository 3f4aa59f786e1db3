import type { INode } from 'n8n-workflow';

import type { D3SoarCredential } from '../../../../credentials/credential.ts';
import {
	credentialFor,
	itemIndexOf,
	itemOutcomeOf,
	taskParameters,
	timesSent,
} from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { answering, faults, tooMany, type Fault } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/**
 * Whatever goes wrong, and whatever the settings of the node: no task is created twice, none is lost
 * silently, and every item has its outcome. The simulator's ledger is the proof.
 */

const partial =
	'{"error":"","returnData":{"Status":"Partially Successful","ErrorData":[{"Incident Number":"1","Error message":"x"}]}}';

/** What happens to the request of one item, the outcome if it is sent once, and how often it happens. */
const FAULTS: Array<
	[
		name: string,
		fault: () => Fault,
		outcome: 'accepted' | 'rejected' | 'unconfirmed',
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
	['500 before the task was created', () => faults.unexpected, 'unconfirmed'],
	['500 after the task was created', () => faults.doneButUnexpected, 'unconfirmed'],
	['a reset before the task was created', () => faults.reset, 'unconfirmed'],
	['a reset after the task was created', () => faults.doneButReset, 'unconfirmed'],
	['no response before the task was created', () => faults.silent, 'unconfirmed'],
	['no response after the task was created', () => faults.doneButSilent, 'unconfirmed'],
	['a response that drips', () => faults.doneButDripping, 'unconfirmed'],
	['a response that stalls halfway', () => faults.doneButStalled, 'unconfirmed'],
	['truncated JSON', () => faults.doneButTruncated, 'unconfirmed'],
	['200 with HTML', () => faults.loginPage, 'unconfirmed'],
	['200 with an empty body', () => faults.empty, 'unconfirmed'],
	['200 with an error', () => answering(200, '{"error":"no such type"}'), 'rejected'],
	['200 with a partial success', () => answering(200, partial), 'unconfirmed'],
	['a redirect', () => answering(302, '', { location: '/login' }), 'rejected'],
	['the wrong content type', () => faults.wronglyTyped, 'accepted'],
	['a response of 1 MB', () => faults.large, 'accepted'],
	['an endless response', () => faults.doneButEndless, 'unconfirmed'],
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
const parameters = taskParameters({
	taskName: '={{ $json.name }}',
	incidentNumber: { __rl: true, mode: 'number', value: '={{ $json.incident }}' },
});

/** Does not wait long for a response. */
const impatient = (to: Simulator, rest: Partial<D3SoarCredential>) =>
	credentialFor(to, 'CreateTask', { timeout: 1, ...rest });

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

/** How often the ledger has the task of an item. */
const timesCreated = (index: number) => simulator.ledger.timesCreated().get(`task ${index}`) ?? 0;

// n8n retries a node that continues on errors only if its *first* item failed: so that one is hit, and another.
describe.each([0, 3])('a fault at item %i', (faultyItem) => {
	describe.each(FAULTS)('%s', (name, makeFault, outcome, times = 1) => {
		const title = `creates no task twice and gives every item its outcome after ${name} at item ${faultyItem} with %s`;
		it.each(MODES)(title, async (_mode, node) => {
			const fault = makeFault();
			// An early fault does not know the body yet. It finds its item by the order of arrival, one at a time.
			let arrived = 0;
			simulator.injectFault(fault, {
				times,
				when: ({ body }) =>
					fault.stage === 'early'
						? arrived++ === faultyItem
						: JSON.stringify(body).includes(`"task ${faultyItem}"`),
			});
			const { outputs, error } = await runOnEngine({
				items,
				parameters,
				credential: impatient(simulator, {
					...(fault.stage === 'early' && { maxConcurrentRequests: 1 }),
					// It ends by its size; on a busy machine the others need longer than a second beside it.
					...(name === 'an endless response' && { timeout: 20 }),
				}),
				node,
			});

			for (const index of items.keys()) expect(timesCreated(index)).toBeLessThanOrEqual(1);

			const continues = node.onError !== undefined;
			const nodeRetries = node.retryOnFail === true && (!continues || faultyItem === 0);
			const finalOutcome = outcome === 'rejected' && nodeRetries ? 'accepted' : outcome;

			if (finalOutcome === 'accepted' || continues) {
				expect(error).toBeUndefined();
				const all = outputs.flat().sort((a, b) => itemIndexOf(a) - itemIndexOf(b));
				expect(all.map(itemIndexOf)).toEqual([...items.keys()]);
				expect(all.map(itemOutcomeOf)).toEqual(
					items.map((_item, index) => (index === faultyItem ? finalOutcome : 'accepted')),
				);
				if (node.onError === 'continueErrorOutput') {
					expect(outputs[1]).toHaveLength(finalOutcome === 'accepted' ? 0 : 1);
				}
				for (const index of items.keys()) {
					if (index !== faultyItem || finalOutcome === 'accepted')
						expect(timesCreated(index)).toBe(1);
				}
			} else {
				expect(error?.message).toMatch(new RegExp(` \\[item ${faultyItem}\\]$`));
				expect(error?.context?.details).toMatchObject({ outcome: finalOutcome });
				const others = simulator.ledger.tasks.filter(
					(task) => task['Task Name'] !== `task ${faultyItem}`,
				).length;
				expect(error?.description).toContain(`accepted ${others} of ${COUNT} items`);
				// A retry sends the other items before it fails again over the unconfirmed one.
				if (nodeRetries) expect(others).toBe(COUNT - 1);
			}

			// What D3 may have done is never sent again automatically, nor is what it accepted.
			if (outcome === 'unconfirmed' && fault.stage === 'late')
				expect(timesSent(simulator, `task ${faultyItem}`)).toBe(1);
			for (const index of items.keys()) {
				if (index !== faultyItem)
					expect(timesSent(simulator, `task ${index}`)).toBeLessThanOrEqual(1);
			}
		});
	});
});

describe('an unreachable server', () => {
	const gone = async () => {
		const stopped = await startSimulator();
		await stopped.close();
		return stopped.serverUrl;
	};

	describe.each([
		['refuses the connection', gone, /^ECONNREFUSED$/, /could not be reached/],
		[
			'has an unknown host name',
			// Too long for a name, so that no name server is asked: some machines have none, or a slow one.
			async () => `http://${'d'.repeat(64)}.invalid/MainApp/VSOC`,
			/^ENOTFOUND$/,
			/could not be reached/,
		],
		[
			'does not speak TLS',
			async () => simulator.serverUrl.replace('http:', 'https:'),
			/^EPROTO$/,
			/could not establish a trusted TLS connection/,
		],
	])('that %s', (problem, serverUrl, code, sentence) => {
		it.each(MODES)(
			`reports every item as not sent if the server ${problem} with %s`,
			async (_mode, node) => {
				const { outputs, error } = await runOnEngine({
					items,
					parameters,
					credential: impatient(simulator, {
						retryFor: 0,
						timeout: 20,
						serverUrl: await serverUrl(),
					}),
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
				expect(failed?.map(itemIndexOf)).toEqual([...items.keys()]);
				for (const { json } of failed!) {
					expect(json.error).toMatch(sentence);
					expect(json.details).toMatchObject(details);
				}
			},
		);
	});

	it('retries until an unreachable server is back', async () => {
		const serverUrl = await gone();
		const running = runOnEngine({
			items,
			parameters,
			credential: impatient(simulator, { serverUrl }),
		});
		const back = await startSimulator({ port: Number(new URL(serverUrl).port) });
		const { error } = await running;
		expect(error).toBeUndefined();
		expect(back.ledger.tasks).toHaveLength(COUNT);
		await back.close();
	});
});

it('sends nothing to a server with an untrusted certificate unless Ignore SSL Issues is on', async () => {
	const { generate } = await import('selfsigned');
	const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
	const secure = await startSimulator({ tls: { key, cert } });
	const run = async (ignoreSslIssues: boolean) =>
		await runOnEngine({
			items,
			parameters,
			credential: impatient(secure, { ignoreSslIssues }),
		});

	const { error } = await run(false);
	expect(error?.message).toMatch(
		/^n8n could not establish a trusted TLS connection to D3, so task .* was not sent \[item 0\]$/,
	);
	expect(error?.context?.details).toMatchObject({
		outcome: 'notSent',
		code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
	});
	expect(secure.ledger.requests).toEqual([]);

	expect((await run(true)).error).toBeUndefined();
	expect(secure.ledger.tasks).toHaveLength(COUNT);
	await secure.close();
});
