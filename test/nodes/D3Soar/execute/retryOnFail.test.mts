import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	credentialFor,
	isForTask,
	taskNamesIn,
	taskParameters,
	timesSent,
} from '../../../support/fixtures.mts';
import {
	retryOnEngine,
	runOnEngine,
	startOnEngine,
	type WorkflowRun,
} from '../../../support/n8nEngine.mts';
import {
	doneButAnswering,
	faults,
	later,
	tooMany,
	type Fault,
} from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** A retry continues: what D3 has processed, or may have processed, is not sent again. */

const items = ['A', 'B', 'C', 'D'].map((name) => ({ name }));
const now = '={{ $now.plus({ hours: 1 }) }}';
const parameters = (rest = {}) =>
	taskParameters({ taskName: '={{ $json.name }}', dueDate: now, ...rest });

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const oneAtATime = () =>
	credentialFor(simulator, 'CreateTask', { timeout: 1, maxConcurrentRequests: 1 });

const workflow = (rest: Partial<WorkflowRun> = {}): WorkflowRun => ({
	items,
	parameters: parameters(),
	credential: credentialFor(simulator, 'CreateTask', { timeout: 1 }),
	...rest,
});

const injectFaultFor = (name: string, fault: Fault, times = 1) =>
	simulator.injectFault(fault, { times, when: isForTask(name) });

const createdTaskNames = () => simulator.ledger.taskNames().sort();

describe('a retry from the executions list', () => {
	it.each([['original'], ['currently saved']])(
		'a retry with the %s workflow sends only what D3 has not processed, although $now has changed',
		async (which) => {
			injectFaultFor('C', faults.invalidBody);
			const failed = await runOnEngine(workflow());
			expect(failed.error?.message).toMatch(/^D3 rejected task "C".* \[item 2\]$/);
			expect(failed.error?.description).toMatch(/accepted \d of 4 items/);

			const changed = parameters({ taskDescription: 'Mended' });
			const retried = await retryOnEngine(
				failed,
				workflow(which === 'currently saved' ? { parameters: changed } : {}),
			);
			expect(retried.error).toBeUndefined();
			expect(createdTaskNames()).toEqual(['A', 'B', 'C', 'D']);
			expect(taskNamesIn(retried.outputs)).toEqual(['A', 'B', 'C', 'D']);
			expect(retried.outputs[0]?.map(({ pairedItem }) => pairedItem)).toMatchObject([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
				{ item: 3 },
			]);
		},
	);

	it('a retry sends the remaining items, but fails again over an unconfirmed one until the user chooses to send it again', async () => {
		injectFaultFor('B', faults.doneButReset);
		const failed = await runOnEngine(workflow({ credential: oneAtATime() }));
		expect(failed.error?.message).toMatch(
			/^Check D3 first: D3 did not respond; task "B".* \[item 1\]$/,
		);
		expect(createdTaskNames()).toEqual(['A', 'B']);

		const again = await retryOnEngine(failed, workflow());
		expect(again.error?.message).toBe(failed.error?.message);
		// Only a tool may have been called about something else.
		expect(again.error?.description).not.toContain('earlier call');
		expect(createdTaskNames()).toEqual(['A', 'B', 'C', 'D']);
		expect(timesSent(simulator, 'B')).toBe(1);

		// Only sendAgain sends it: an expression that finds nothing is no decision.
		const undecided = await retryOnEngine(
			again,
			workflow({ parameters: parameters({ options: { onUnconfirmed: '={{ null }}' } }) }),
		);
		expect(undecided.error?.message).toBe(failed.error?.message);
		expect(timesSent(simulator, 'B')).toBe(1);

		// A mistake in it must not look as if it had not been read.
		const mistaken = await retryOnEngine(
			again,
			workflow({ parameters: parameters({ options: { onUnconfirmed: '={{ true }}' } }) }),
		);
		expect(mistaken.error?.message).toBe(failed.error?.message);
		expect(mistaken.error?.description).toMatch(
			/ It was not sent again: If D3 Does Not Confirm has no choice "true"\./,
		);

		// Nor must it look as if nothing had ever been sent.
		const blank = await retryOnEngine(
			again,
			workflow({
				parameters: parameters({ taskName: ' ', options: { onUnconfirmed: 'sendAgain' } }),
			}),
		);
		expect(blank.error?.message).toBe(failed.error?.message);
		expect(blank.error?.description).toMatch(/ It was not sent again: Task Name is empty\./);

		// The user has looked: the task is not in D3.
		const sentAgain = await retryOnEngine(
			again,
			workflow({ parameters: parameters({ options: { onUnconfirmed: 'sendAgain' } }) }),
		);
		expect(sentAgain.error).toBeUndefined();
		expect(taskNamesIn(sentAgain.outputs)).toEqual(['A', 'B', 'C', 'D']);
		expect(timesSent(simulator, 'B')).toBe(2);
		for (const name of ['A', 'C', 'D']) expect(timesSent(simulator, name)).toBe(1);
	});

	// It may be in D3 since the first attempt, whatever D3 says to the next.
	it.each([
		['D3 rejects it', faults.invalidBody, /D3 rejected task "B"/],
		['D3 rejects the key', faults.invalidKey, /D3 rejected task "B"/],
		['the rate limit is reached', tooMany('1'), /rate limit was reached/],
	])(
		'an item that is sent again stays unconfirmed if %s, and is not safe to run again',
		async (_what, fault, words) => {
			injectFaultFor('B', faults.doneButReset);
			const failed = await runOnEngine(workflow({ credential: oneAtATime() }));
			injectFaultFor('B', fault);
			const again = await retryOnEngine(
				failed,
				workflow({
					parameters: parameters({ options: { onUnconfirmed: 'sendAgain' } }),
					credential: credentialFor(simulator, 'CreateTask', { retryFor: 0 }),
				}),
			);
			expect(again.error?.message).toBe(failed.error?.message);
			expect(again.error?.description).toMatch(/ The attempt after it failed: /);
			expect(again.error?.description).toMatch(words);
			expect(again.error?.context?.details).toMatchObject({
				outcome: 'unconfirmed',
				safeToRetry: false,
			});
			// It is remembered further on.
			const third = await retryOnEngine(again, workflow());
			expect(third.error?.message).toBe(failed.error?.message);
			expect(timesSent(simulator, 'B')).toBe(2);
		},
	);

	// Whoever has to look in D3 sees only this error.
	it('the error of a rejected item names those that ended unconfirmed, also on a retry that stops before them', async () => {
		const rejected = later(100, faults.invalidBody);
		injectFaultFor('A', rejected, 2);
		injectFaultFor('B', later(100, faults.doneButReset));
		const failed = await runOnEngine(
			workflow({ parameters: parameters({ options: { keepOrder: false } }) }),
		);
		expect(createdTaskNames()).toEqual(['B', 'C', 'D']);
		const again = await retryOnEngine(failed, workflow({ credential: oneAtATime() }));
		for (const { error } of [failed, again]) {
			expect(error?.message).toMatch(/^D3 rejected task "A"/);
			expect(error?.description).toMatch(
				/ D3 had accepted 2 of 4 items when the node stopped\. They will not be sent again by Retry On Fail, or when you retry this execution\. Other items are unconfirmed: 1\. Always Send Again sends them again too\.$/,
			);
		}
		expect(timesSent(simulator, 'A')).toBe(2);
	});

	it('an expression can choose which unconfirmed items a retry sends again, so that those in D3 are not doubled', async () => {
		injectFaultFor('B', faults.doneButReset);
		injectFaultFor('C', faults.unexpected);
		const atOnce = { keepOrder: false };
		const failed = await runOnEngine(workflow({ parameters: parameters({ options: atOnce }) }));
		expect(createdTaskNames()).toEqual(['A', 'B', 'D']);
		// The user has looked: B is in D3, C is not.
		const onUnconfirmed = "={{ [2].includes($itemIndex) ? 'sendAgain' : 'fail' }}";
		const again = await retryOnEngine(
			failed,
			workflow({ parameters: parameters({ options: { ...atOnce, onUnconfirmed } }) }),
		);
		expect(again.error?.message).toMatch(/^Check D3 first: .* \[item 1\]$/);
		expect(createdTaskNames()).toEqual(['A', 'B', 'C', 'D']);
		expect(timesSent(simulator, 'B')).toBe(1);
	});

	// Something else may have changed the field since, for example a later item.
	it('a retry does not send an unconfirmed item again by itself, even if idempotent, and says how to do so', async () => {
		simulator.injectFault(faults.doneButReset, { times: 1 });
		const setField = (options: INodeParameters) =>
			workflow({
				items: [{}],
				parameters: {
					resource: 'incident',
					operation: 'setField',
					incidentNumber: '20220125-1',
					fieldName: 'Title',
					fieldValue: 'Phishing',
					options,
				},
				credential: credentialFor(simulator, 'SetIncidentField', { retryFor: 0 }),
			});
		const failed = await runOnEngine(setField({}));
		expect(failed.error?.message).toMatch(
			/^Safe to run again: D3 did not respond; .* may or may not be done/,
		);
		expect(failed.error?.description).toMatch(
			/for Retry, first set If D3 Does Not Confirm to Always Send Again/,
		);
		const again = await retryOnEngine(failed, setField({}));
		expect(again.error?.message).toBe(failed.error?.message);
		expect(simulator.ledger.requests).toHaveLength(1);
		expect(
			(await retryOnEngine(again, setField({ onUnconfirmed: 'sendAgain' }))).error,
		).toBeUndefined();
		expect(simulator.ledger.requests).toHaveLength(2);
	});

	// What was read before may be out of date, and need not be stored in the execution.
	it('a retry runs read-only commands again', async () => {
		const reading = workflow({
			items: [{ name: 'A' }, { name: 'B' }],
			parameters: {
				resource: 'command',
				operation: 'run',
				commandName: 'GetUsersBySite',
				parametersJson: '{"Site Name":"Security Operations","Online":"No"}',
				readOnly: true,
			},
			credential: credentialFor(simulator, 'GetUsersBySite', { maxConcurrentRequests: 1 }),
		});
		simulator.injectFault(faults.invalidBody, {
			when: () => simulator.ledger.requests.length === 2,
		});
		const failed = await runOnEngine(reading);
		expect(failed.error?.message).toMatch(/^D3 rejected.* \[item 1\]$/);
		expect((await retryOnEngine(failed, reading)).error).toBeUndefined();
		expect(simulator.ledger.requests).toHaveLength(4);
	});

	it('keeps the retry state if the retried node has Retry On Fail', async () => {
		const retrySettings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		injectFaultFor('A', faults.invalidBody, 3);
		const failed = await runOnEngine(workflow({ node: retrySettings }));
		expect(failed.error).toBeDefined();
		const retried = await retryOnEngine(
			failed,
			workflow({ node: { ...retrySettings, onError: 'continueRegularOutput' } }),
		);
		expect(taskNamesIn(retried.outputs)).toEqual(['A', 'B', 'C', 'D']);
		expect(createdTaskNames()).toEqual(['A', 'B', 'C', 'D']);
		expect(timesSent(simulator, 'A')).toBe(4);
	});

	it('a retry reports a new failure rather than an item that is still unconfirmed', async () => {
		const one = workflow({ credential: oneAtATime() });
		injectFaultFor('A', faults.doneButReset);
		const failed = await runOnEngine(one);
		expect(failed.error?.message).toMatch(/^Check D3 first: D3 did not respond/);
		injectFaultFor('C', faults.invalidBody);
		const again = await retryOnEngine(failed, one);
		expect(again.error?.message).toMatch(/^D3 rejected.* \[item 2\]$/);
		expect(createdTaskNames()).toEqual(['A', 'B']);
	});

	it('a retry sends an item whose input has changed', async () => {
		injectFaultFor('D', faults.invalidBody);
		const failed = await runOnEngine(workflow());
		expect(failed.error).toBeDefined();
		const stack = failed.run.data.executionData!.nodeExecutionStack!;
		stack[0]!.data.main![0]![0]!.json = { name: 'A2' };
		await retryOnEngine(failed, workflow());
		expect(createdTaskNames()).toEqual(['A', 'A2', 'B', 'C', 'D']);
	});

	// Only in an AI agent's call is the id not part of the input.
	it('a retry outside of AI agents sends an item that differs only in its toolCallId', async () => {
		injectFaultFor('D', faults.invalidBody);
		const failed = await runOnEngine(workflow());
		const stack = failed.run.data.executionData!.nodeExecutionStack!;
		stack[0]!.data.main![0]![0]!.json = { name: 'A', toolCallId: '1' };
		await retryOnEngine(failed, workflow());
		expect(createdTaskNames()).toEqual(['A', 'A', 'B', 'C', 'D']);
	});
});

describe('Retry On Fail', () => {
	const retrySettings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	// n8n takes any "error" in the first item for a failure, and D3's complete response has an empty one.
	it('an empty error field in the full response does not make Retry On Fail send accepted items again', async () => {
		const { outputs } = await runOnEngine(
			workflow({ parameters: parameters({ options: { output: 'full' } }), node: retrySettings }),
		);
		expect(outputs[0]).toHaveLength(4);
		expect(createdTaskNames()).toEqual(['A', 'B', 'C', 'D']);
	});

	// n8n waits between two tries, looks for no Stop, and runs the node again.
	it.each([[1], [4]])(
		'sends nothing after a Stop between two tries, with %i items',
		async (count) => {
			injectFaultFor('A', faults.invalidBody);
			const { cancel, finished } = await startOnEngine(
				workflow({
					items: items.slice(0, count),
					credential: oneAtATime(),
					node: { ...retrySettings, waitBetweenTries: 1000 },
				}),
			);
			while (simulator.ledger.requests.length < 1) await sleep(5);
			await sleep(300);
			cancel();
			await finished.catch(() => undefined);
			await sleep(1500);
			expect(simulator.ledger.requests).toHaveLength(1);
		},
	);

	it('does not send again what a firewall blocked, since it may have blocked the response of D3 and not the request', async () => {
		const page = '<html><title>Request Rejected</title></html>';
		injectFaultFor('B', doneButAnswering(403, page));
		const { error } = await runOnEngine(workflow({ node: retrySettings }));
		expect(error?.message).toMatch(
			/^Check D3 first: Something between n8n and D3 blocked task "B"/,
		);
		expect(createdTaskNames()).toEqual(['A', 'B', 'C', 'D']);
		expect(timesSent(simulator, 'B')).toBe(1);
	});

	it('leaves no retry state in the execution once the node has finished', async () => {
		for (const node of [
			{},
			retrySettings,
			{ ...retrySettings, onError: 'continueRegularOutput' as const },
		]) {
			injectFaultFor('A', faults.invalidBody, node === retrySettings ? 1 : 0);
			const { run } = await runOnEngine(workflow({ node }));
			expect(run.data.executionData!.contextData['node:D3 SOAR']).toEqual({ d3Soar: {} });
		}
		for (const node of [{}, retrySettings]) {
			injectFaultFor('A', faults.unexpected);
			const { run } = await runOnEngine(
				workflow({ node: { ...node, onError: 'continueErrorOutput' } }),
			);
			expect(run.data.executionData!.contextData['node:D3 SOAR']).toEqual({ d3Soar: {} });
		}
	});

	it('keeps the retry state until the last attempt of Retry On Fail', async () => {
		injectFaultFor('A', faults.invalidBody, 4);
		const { outputs } = await runOnEngine(
			workflow({ node: { ...retrySettings, maxTries: 5, onError: 'continueRegularOutput' } }),
		);
		expect(taskNamesIn(outputs)).toEqual(['A', 'B', 'C', 'D']);
		expect(createdTaskNames()).toEqual(['A', 'B', 'C', 'D']);
		expect(timesSent(simulator, 'A')).toBe(5);
	});
});

// Other nodes may output such items, and n8n stores them.
it('accepts an input item that contains itself', async () => {
	const item: IDataObject = { name: 'A' };
	item.self = item;
	const { error } = await runOnEngine(workflow({ items: [item] }));
	expect(error).toBeUndefined();
	expect(createdTaskNames()).toEqual(['A']);
});

describe('in a loop', () => {
	it('sends the same items again in the next run of a loop, since the user asks for it', async () => {
		await runOnEngine(workflow({ loop: true }));
		expect(createdTaskNames()).toEqual(['A', 'A', 'B', 'B', 'C', 'C', 'D', 'D']);
	});

	it('sends the same items again in the next run of a loop even if one ended unconfirmed', async () => {
		injectFaultFor('A', faults.doneButReset);
		await runOnEngine(workflow({ loop: true, node: { onError: 'continueRegularOutput' } }));
		expect(createdTaskNames()).toEqual(['A', 'A', 'B', 'B', 'C', 'C', 'D', 'D']);
	});
});

// n8n gives each attempt of a tool its own run index, and an AI agent retries what failed.
describe('as a tool of an AI agent', () => {
	const tool = { type: 'n8n-nodes-d3soar.d3SoarTool', onError: 'continueRegularOutput' as const };

	it('does not send an unconfirmed task again when an AI agent retries its tool call', async () => {
		injectFaultFor('A', faults.doneButReset);
		const { run } = await runOnEngine(workflow({ items: [{ name: 'A' }], loop: true, node: tool }));
		expect(run.data.resultData.runData['D3 SOAR']).toHaveLength(2);
		expect(createdTaskNames()).toEqual(['A']);
		expect(timesSent(simulator, 'A')).toBe(1);
	});

	// Before n8n 2 a tool gets only what the model gives, and nothing of the alert that the agent works on.
	it.each([
		['incident', ['Client', 'Client'], ['20220125-1', '20220125-2']],
		['site', ['Client A', 'Client B'], ['20220125-1', '20220125-1']],
		['site and incident that read alike', ['Client1', 'Client'], ['20220125-1', '120220125-1']],
	])(
		'sends a task for another %s although the model gives the same as for one that ended unconfirmed',
		async (_what, sites, numbers) => {
			injectFaultFor('A', faults.doneButReset);
			const inTurn = (values: string[]) => `={{ ${JSON.stringify(values)}[$runIndex] }}`;
			await runOnEngine(
				workflow({
					items: [{}],
					parameters: parameters({
						taskName: 'A',
						incidentNumber: { __rl: true, mode: 'number', value: inTurn(numbers) },
						site: inTurn(sites),
					}),
					loop: true,
					node: tool,
				}),
			);
			expect(simulator.ledger.requests.map(({ body }) => body)).toMatchObject(
				numbers.map((number, run) => ({
					Site: sites[run],
					CommandParams: { 'Incident Number': number },
				})),
			);
		},
	);

	it('does not send an unconfirmed task again when its name, an expression, differs in the next attempt', async () => {
		injectFaultFor('A0', faults.doneButReset);
		await runOnEngine(
			workflow({
				items: [{}],
				parameters: parameters({ taskName: '={{ "A" + $runIndex }}' }),
				loop: true,
				node: tool,
			}),
		);
		expect(createdTaskNames()).toEqual(['A0']);
	});

	// For a tool n8n takes any error for a failure, and D3's complete response has an empty one.
	it('an empty error field in the full response does not make Retry On Fail call a tool again', async () => {
		const { run } = await runOnEngine(
			workflow({
				items: [{ name: 'A', toolCallId: '1' }],
				parameters: parameters({ options: { output: 'full' } }),
				node: { ...tool, retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
			}),
		);
		expect(createdTaskNames()).toEqual(['A']);
		const { data } = run.data.resultData.runData['D3 SOAR']![0]!;
		expect(data).toMatchObject({
			main: [[{ json: { value: { error: '', rawData: { 'Task Name': 'A' } } } }]],
		});
	});

	// An agent gives each call its own id, even if it asks for the same.
	it('recognizes a repeated tool call of an AI agent although its id differs', async () => {
		injectFaultFor('A', faults.doneButReset);
		const call = { items: [{ name: 'A', toolCallId: '1' }], node: { type: tool.type } };
		const failed = await runOnEngine(workflow(call));
		const stack = failed.run.data.executionData!.nodeExecutionStack!;
		stack[0]!.data.main![0]![0]!.json = { name: 'A', toolCallId: '2' };
		const again = await retryOnEngine(failed, workflow(call));
		expect(again.error?.message).toBe(
			`${failed.error?.message} That is about an earlier call with the same input. This one was not sent.`,
		);
		expect(timesSent(simulator, 'A')).toBe(1);
		// Other input makes it another call.
		stack[0]!.data.main![0]![0]!.json = { name: 'B', toolCallId: '3' };
		expect((await retryOnEngine(failed, workflow(call))).error).toBeUndefined();
		expect(createdTaskNames()).toEqual(['A', 'B']);
		stack[0]!.data.main![0]![0]!.json = { name: 'A', why: 'another mail', toolCallId: '4' };
		expect((await retryOnEngine(failed, workflow(call))).error).toBeUndefined();
		expect(createdTaskNames()).toEqual(['A', 'A', 'B']);
	});

	// The message is all that an agent gets to read.
	it('puts the advice into the error message of an AI agent tool', async () => {
		injectFaultFor('A', faults.doneButReset);
		const node = { type: tool.type };
		const { run } = await runOnEngine(workflow({ items: [{ name: 'A' }], node }));
		expect(run.data.resultData.error?.message).toMatch(
			/^Check D3 first: D3 did not respond; task "A" on .* may or may not exist\. Sent .* Do not call this tool again for it, not in other words either\. Tell the user to look at the incident's ad hoc tasks\. If it is there, there is nothing to do\./,
		);
	});

	it('sends an accepted task again if the AI agent calls the tool again', async () => {
		await runOnEngine(workflow({ items: [{ name: 'A' }], loop: true, node: tool }));
		expect(createdTaskNames()).toEqual(['A', 'A']);
	});
});
