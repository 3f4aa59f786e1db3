import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { ActiveWorkflow } from '../support/activeWorkflow.mts';
import { askOnEngine, question } from '../support/approval.mts';
import { certificateFor } from '../support/certificate.mts';
import { credentialFor, isForTask, taskParameters, utcTimestamp } from '../support/fixtures.mts';
import { n8nCore, runOnEngine, type NodeRun, type WorkflowRun } from '../support/n8nEngine.mts';
import { delayed, doneButAnswering, faults, type Fault } from '../simulator/faults.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { incident } from '../simulator/world.mts';

/** What the README promises for every n8n from 1.85 on, on the engine of each line. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const tasks = (names: string[], rest: Partial<WorkflowRun> = {}): WorkflowRun => ({
	items: names.map((name) => ({ name })),
	parameters: taskParameters({ taskName: '={{ $json.name }}' }),
	credential: credentialFor(simulator, 'CreateTask', { retryFor: 0 }),
	...rest,
});

const strike = (name: string, fault: Fault, times = 1) =>
	simulator.injectFault(fault, { times, when: isForTask(name) });

const made = () => simulator.ledger.tasks.map((task) => task['Task Name']).sort();

const namesIn = (output: NodeRun['outputs'][number] | undefined) =>
	output?.map(({ json }) => json['Task Name'] ?? json.error);

/** How an item ended that n8n hands on. */
const outcomeOf = ({ error }: NodeRun) =>
	(error?.context?.details as { outcome?: string } | undefined)?.outcome;

describe('the second of three items is refused', () => {
	beforeEach(() => strike('B', faults.invalidBody));

	it('with Continue (using error output) two leave by Success, and one by Error with its input', async () => {
		const { error, outputs } = await runOnEngine(
			tasks(['A', 'B', 'C'], { node: { onError: 'continueErrorOutput' } }),
		);
		expect(error).toBeUndefined();
		expect(namesIn(outputs[0])).toEqual(['A', 'C']);
		expect(outputs[1]).toMatchObject([
			{
				json: {
					name: 'B',
					error: expect.stringMatching(/^D3 rejected task "B".* \[item 1\]$/),
					details: { outcome: 'rejected', httpCode: 400 },
				},
				pairedItem: { item: 1 },
			},
		]);
		expect(made()).toEqual(['A', 'C']);
	});

	it('with Continue all three leave in their order, and the refused one has its details', async () => {
		const { error, outputs } = await runOnEngine(
			tasks(['A', 'B', 'C'], { node: { onError: 'continueRegularOutput' } }),
		);
		expect(error).toBeUndefined();
		expect(outputs).toHaveLength(1);
		expect(namesIn(outputs[0])).toEqual(['A', expect.stringMatching(/^.* \[item 1\]$/), 'C']);
		expect(outputs[0]![1]!.json).toMatchObject({ details: { outcome: 'rejected' } });
	});

	it('with Stop the run fails, and says which item and how far it came', async () => {
		const run = await runOnEngine(tasks(['A', 'B', 'C']));
		expect(run.error?.message).toMatch(/^D3 rejected task "B".* \[item 1\]$/);
		expect(run.error?.description).toMatch(/accepted \d of 3 items/);
		expect(outcomeOf(run)).toBe('rejected');
	});
});

// Somebody who reads that a task may exist looks for it in D3, and no retry makes it.
describe('a task that cannot have reached D3 was not sent', () => {
	const NOBODY = 'http://127.0.0.1:9/MainApp/VSOC';

	it.each([
		['the connection is refused', { serverUrl: NOBODY }, /could not be reached/],
		[
			'the name of the server is not known',
			{ serverUrl: `http://${'d'.repeat(64)}.invalid/MainApp/VSOC` },
			/could not be reached/,
		],
		['the key of the credential is empty', { apiKey: '' }, /was not sent.*API key .* is empty/],
	])('because %s', async (_why, fields, words) => {
		const credential = credentialFor(simulator, 'CreateTask', { retryFor: 0, ...fields });
		const run = await runOnEngine(tasks(['A'], { credential }));
		expect(run.error?.message).toMatch(words);
		expect(outcomeOf(run)).toBe('notSent');
		expect(made()).toEqual([]);
	});

	it('because the certificate is not trusted', async () => {
		const tls = await certificateFor('127.0.0.1');
		const d3 = await startSimulator({ tls });
		const run = await runOnEngine(
			tasks(['A'], { credential: credentialFor(d3, 'CreateTask', { retryFor: 0 }) }),
		);
		expect(run.error?.message).toMatch(/could not establish a trusted TLS connection/);
		expect(outcomeOf(run)).toBe('notSent');
		await d3.close();
	});

	it('and is sent by itself once D3 is back', async () => {
		const { port } = new URL(simulator.serverUrl);
		await simulator.close();
		const running = runOnEngine(
			tasks(['A'], {
				credential: credentialFor(simulator, 'CreateTask', { retryFor: 60 }),
			}),
		);
		const back = await startSimulator({ port: Number(port) });
		const run = await running;
		await back.close();
		expect(run.error).toBeUndefined();
		expect(back.ledger.tasks).toHaveLength(1);
	});
});

it('a connection that broke leaves the outcome open, and the task is not sent again', async () => {
	strike('A', faults.doneButReset);
	const run = await runOnEngine(tasks(['A']));
	expect(outcomeOf(run)).toBe('unconfirmed');
	expect(simulator.ledger.requests).toHaveLength(1);
});

describe('Retry On Fail makes each task once', () => {
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	it.each([['A'], ['B'], ['C']])('with Stop, where %s is refused at first', async (refused) => {
		strike(refused, faults.invalidBody);
		const { error, outputs } = await runOnEngine(tasks(['A', 'B', 'C'], { node: retrying }));
		expect(error).toBeUndefined();
		expect(namesIn(outputs[0])).toEqual(['A', 'B', 'C']);
		expect(made()).toEqual(['A', 'B', 'C']);
	});

	describe.each([['continueRegularOutput' as const], ['continueErrorOutput' as const]])(
		'with %s',
		(onError) => {
			// n8n runs the node again for the sake of the first item.
			it('where the first is refused at first, and the output says that it was made', async () => {
				strike('A', faults.invalidBody);
				const node = { ...retrying, onError };
				const { error, outputs } = await runOnEngine(tasks(['A', 'B', 'C'], { node }));
				expect(error).toBeUndefined();
				expect(made()).toEqual(['A', 'B', 'C']);
				expect(namesIn(outputs[0])).toEqual(['A', 'B', 'C']);
				expect(outputs[1] ?? []).toEqual([]);
			});

			it('where the first is refused each time', async () => {
				strike('A', faults.invalidBody, 3);
				const node = { ...retrying, onError };
				const { outputs } = await runOnEngine(tasks(['A', 'B', 'C'], { node }));
				expect(made()).toEqual(['B', 'C']);
				expect(outputs.flat()).toHaveLength(3);
			});

			it('where the second is refused, for whose sake n8n does not run the node again', async () => {
				strike('B', faults.invalidBody);
				const node = { ...retrying, onError };
				const { outputs } = await runOnEngine(tasks(['A', 'B', 'C'], { node }));
				expect(made()).toEqual(['A', 'C']);
				expect(outputs.flat()).toHaveLength(3);
			});
		},
	);

	// Some n8n take any field of that name in the first item for a failure.
	it.each([['null'], ['false'], ['""'], ['"none"']])(
		'where what D3 gives for the first has the field error: %s',
		async (value) => {
			for (const name of ['A', 'B']) {
				strike(name, doneButAnswering(200, `{"rawData":{"Task Name":"${name}","error":${value}}}`));
			}
			const { error, outputs } = await runOnEngine(tasks(['A', 'B'], { node: retrying }));
			expect(error).toBeUndefined();
			expect(made()).toEqual(['A', 'B']);
			expect(namesIn(outputs[0])).toEqual(['A', 'B']);
		},
	);
});

// n8n before 2.27 takes what both polls give.
describe('a workflow that is saved while its trigger polls', () => {
	const addIncident = (number: string) =>
		simulator.world.incidents.push(incident(number, `Title ${number}`, utcTimestamp()));
	const numbersIn = (items: IDataObject[]) => items.map((item) => item['IR Number']);

	it('delivers once what both the old and the new poll see', async () => {
		simulator.world.incidents.length = 0;
		const credential = credentialFor(simulator, 'GetIncidents');
		const workflow = new ActiveWorkflow({ credential });
		await workflow.activate();
		addIncident('new');
		simulator.injectFault(delayed(500));
		const old = workflow.poll();
		while (simulator.ledger.inFlight === 0) await sleep(5);
		const saved = workflow.saved();
		expect(numbersIn(await saved.activate('update'))).toEqual(['new']);
		expect(await old).toEqual([]);
		addIncident('newer');
		expect(numbersIn(await saved.poll())).toEqual(['newer']);
	});
});

// The editor hides the conditions of another Trigger On and keeps them. One that finds nothing would fail each poll.
it('a trigger does not read the conditions that were set for another Trigger On', async () => {
	const parameters = { triggerOn: 'eventReceived', severity: '={{ [] }}', owner: 'Jane Doe' };
	const credential = credentialFor(simulator, 'GetEvents');
	await new ActiveWorkflow({ parameters, credential }).activate();
	const sent = simulator.ledger.requestsOf('GetEvents').map(({ body }) => JSON.stringify(body));
	expect(sent.length).toBeGreaterThan(0);
	expect(sent.join()).not.toMatch(/Severity|Jane Doe/);
});

describe('Create and Wait for Approval', () => {
	const hasLinks = 'getSignedResumeUrl' in n8nCore.ExecuteContext.prototype;
	const ifLinks = hasLinks ? it : it.skip;
	const ifNone = hasLinks ? it.skip : it;

	// A question that nobody can answer would block the workflow and the analyst.
	ifNone('says where n8n has no links, and sends nothing', async () => {
		const { error } = await runOnEngine(question(simulator));
		expect(error?.message).toBe('This version of n8n cannot create approval links');
		expect(simulator.ledger.requests).toEqual([]);
	});

	ifLinks('waits for the answer to this question, and takes it', async () => {
		const { waiting, link } = await askOnEngine(simulator, question(simulator));
		const other = new URL(link);
		other.searchParams.set('question', 'A'.repeat(43));
		expect((await waiting.open(other, { decision: 'approve' })).status).toBe(410);
		expect((await waiting.open(link)).status).toBe(200);
		await waiting.open(link, { decision: 'approve' });
		await waiting.close();
		expect(waiting.outcome).toMatchObject([{ json: { data: { approved: true } } }]);
	});

	ifLinks('goes on as not approved when nobody answers, whatever came in', async () => {
		const items = [{ approved: true, data: { approved: true } }];
		const { waiting } = await askOnEngine(simulator, question(simulator, {}, { items }));
		const output = await waiting.timeOut();
		await waiting.close();
		expect(output).toMatchObject([{ json: { data: { approved: false, reason: 'timedOut' } } }]);
		expect(output[0]!.json).not.toHaveProperty('approved');
	});
});
