import type { IDataObject } from 'n8n-workflow';

import {
	credentialFor,
	retry,
	runNode,
	taskParameters,
	type WorkflowRun,
} from '../../../support/n8nEngine.mts';
import { faults, type Fault } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** A retry continues: what D3 has acted on, or may have, is not sent again. */

const items = ['A', 'B', 'C', 'D'].map((name) => ({ name }));
const now = '={{ $now.plus({ hours: 1 }) }}';
const parameters = (rest = {}) =>
	taskParameters({ taskName: '={{ $json.name }}', dueDate: now, ...rest });

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const workflow = (rest: Partial<WorkflowRun> = {}): WorkflowRun => ({
	items,
	parameters: parameters({ options: { timeout: 1 } }),
	credential: credentialFor(simulator),
	...rest,
});

const strike = (name: string, fault: Fault, times = 1) =>
	simulator.misbehave(fault, {
		times,
		when: ({ body }) => JSON.stringify(body).includes(`"Task Name":"${name}"`),
	});

const made = () => simulator.ledger.tasks.map((task) => task['Task Name']).sort();
const sent = (name: string) =>
	simulator.ledger.requests.filter(({ body }) =>
		JSON.stringify(body).includes(`"Task Name":"${name}"`),
	).length;

const namesIn = (outputs: Array<Array<{ json: object }>>) =>
	outputs.flat().map(({ json }) => (json as { 'Task Name'?: string })['Task Name'] ?? 'failed');

describe('a retry from the executions list', () => {
	it.each([['as it was'], ['as it is saved now']])(
		'sends only what D3 has not acted on, with the workflow %s, though $now is another',
		async (which) => {
			strike('C', faults.invalidBody);
			const failed = await runNode(workflow());
			expect(failed.error?.message).toMatch(/^Item 2: D3 rejected task "C"/);
			expect(failed.error?.description).toMatch(/accepted \d of 4 items/);

			const changed = parameters({ taskDescription: 'Mended', options: { timeout: 1 } });
			const retried = await retry(
				failed,
				workflow(which === 'as it is saved now' ? { parameters: changed } : {}),
			);
			expect(retried.error).toBeUndefined();
			expect(made()).toEqual(['A', 'B', 'C', 'D']);
			expect(namesIn(retried.outputs)).toEqual(['A', 'B', 'C', 'D']);
			expect(retried.outputs[0]?.map(({ pairedItem }) => pairedItem)).toMatchObject([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
				{ item: 3 },
			]);
		},
	);

	it('never turns green over an item that nobody knows about, and sends the others first', async () => {
		strike('B', faults.doneButReset);
		const failed = await runNode(
			workflow({ parameters: parameters({ options: { maxConcurrentRequests: 1 } }) }),
		);
		expect(failed.error?.message).toMatch(/^Item 1: D3 did not answer; task "B"/);
		expect(made()).toEqual(['A', 'B']);

		const again = await retry(failed, workflow());
		expect(again.error?.message).toBe(failed.error?.message);
		expect(made()).toEqual(['A', 'B', 'C', 'D']);
		expect(sent('B')).toBe(1);

		// Only the word Resend sends it: an expression that finds nothing is no decision.
		const undecided = await retry(
			again,
			workflow({ parameters: parameters({ options: { onUnconfirmed: '={{ null }}' } }) }),
		);
		expect(undecided.error?.message).toBe(failed.error?.message);
		expect(sent('B')).toBe(1);

		// Somebody has looked: the task is not there.
		const resent = await retry(
			again,
			workflow({ parameters: parameters({ options: { onUnconfirmed: 'sendAgain' } }) }),
		);
		expect(resent.error).toBeUndefined();
		expect(namesIn(resent.outputs)).toEqual(['A', 'B', 'C', 'D']);
		expect(sent('B')).toBe(2);
		for (const name of ['A', 'C', 'D']) expect(sent(name)).toBe(1);
	});

	// Something else may have changed it since: an item that came after this one, for example.
	it('does not send by itself either what does no harm a second time, and says how to', async () => {
		simulator.misbehave(faults.doneButReset, { times: 1 });
		const setField = (options: IDataObject) =>
			workflow({
				items: [{}],
				parameters: {
					resource: 'incident',
					operation: 'setField',
					incidentNumber: '20220125-1',
					fieldName: 'Title',
					fieldValue: 'Phishing',
					options: { retryFor: 0, ...options },
				},
				credential: credentialFor(simulator, 'SetIncidentField'),
			});
		const failed = await runNode(setField({}));
		expect(failed.error?.message).toMatch(/^Item 0: D3 did not answer; .* may or may not be done/);
		expect(failed.error?.description).toMatch(/run this item again with After Unknown: Resend/);
		const again = await retry(failed, setField({}));
		expect(again.error?.message).toBe(failed.error?.message);
		expect(simulator.ledger.requests).toHaveLength(1);
		expect((await retry(again, setField({ onUnconfirmed: 'sendAgain' }))).error).toBeUndefined();
		expect(simulator.ledger.requests).toHaveLength(2);
	});

	// What was read before may be out of date, and the execution need not be stored with all of it.
	it('reads again what only reads', async () => {
		const reading = workflow({
			items: [{ name: 'A' }, { name: 'B' }],
			parameters: {
				resource: 'command',
				operation: 'run',
				commandName: 'GetUsersBySite',
				parametersJson: '{"Site Name":"Security Operations","Online":"No"}',
				readsOnly: true,
				options: { maxConcurrentRequests: 1 },
			},
			credential: credentialFor(simulator, 'GetUsersBySite'),
		});
		simulator.misbehave(faults.invalidBody, { when: () => simulator.ledger.requests.length === 2 });
		const failed = await runNode(reading);
		expect(failed.error?.message).toMatch(/^Item 1: D3 rejected/);
		expect((await retry(failed, reading)).error).toBeUndefined();
		expect(simulator.ledger.requests).toHaveLength(4);
	});

	it('keeps what it knows when the retry has tries of its own', async () => {
		const tries = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		strike('A', faults.invalidBody, 3);
		const failed = await runNode(workflow({ node: tries }));
		expect(failed.error).toBeDefined();
		const retried = await retry(
			failed,
			workflow({ node: { ...tries, onError: 'continueRegularOutput' } }),
		);
		expect(namesIn(retried.outputs)).toEqual(['A', 'B', 'C', 'D']);
		expect(made()).toEqual(['A', 'B', 'C', 'D']);
		expect(sent('A')).toBe(4);
	});

	it('says what has newly failed before what is still unknown', async () => {
		const one = workflow({ parameters: parameters({ options: { maxConcurrentRequests: 1 } }) });
		strike('A', faults.doneButReset);
		const failed = await runNode(one);
		expect(failed.error?.message).toMatch(/^Item 0: D3 did not answer/);
		strike('C', faults.invalidBody);
		const again = await retry(failed, one);
		expect(again.error?.message).toMatch(/^Item 2: D3 rejected/);
		expect(made()).toEqual(['A', 'B']);
	});

	it('sends an item that has changed', async () => {
		strike('D', faults.invalidBody);
		const failed = await runNode(workflow());
		expect(failed.error).toBeDefined();
		const stack = failed.run.data.executionData!.nodeExecutionStack!;
		stack[0]!.data.main![0]![0]!.json = { name: 'A2' };
		await retry(failed, workflow());
		expect(made()).toEqual(['A', 'A2', 'B', 'C', 'D']);
	});

	// Only of an agent's call is it no part of what is asked.
	it('sends an item that differs in nothing but a toolCallId', async () => {
		strike('D', faults.invalidBody);
		const failed = await runNode(workflow());
		const stack = failed.run.data.executionData!.nodeExecutionStack!;
		stack[0]!.data.main![0]![0]!.json = { name: 'A', toolCallId: '1' };
		await retry(failed, workflow());
		expect(made()).toEqual(['A', 'A', 'B', 'C', 'D']);
	});
});

describe('Retry On Fail', () => {
	const tries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	// n8n takes any "error" in the first item for a failure, and D3's whole answer has an empty one.
	it('does not do it again because the full answer has a field called error', async () => {
		const { outputs } = await runNode(
			workflow({ parameters: parameters({ options: { output: 'full' } }), node: tries }),
		);
		expect(outputs[0]).toHaveLength(4);
		expect(made()).toEqual(['A', 'B', 'C', 'D']);
	});

	it('leaves nothing behind in the execution when it is over', async () => {
		for (const node of [{}, tries, { ...tries, onError: 'continueRegularOutput' as const }]) {
			strike('A', faults.invalidBody, node === tries ? 1 : 0);
			const { run } = await runNode(workflow({ node }));
			expect(run.data.executionData!.contextData['node:D3 SOAR']).toEqual({ d3Soar: {} });
		}
		for (const node of [{}, tries]) {
			strike('A', faults.unexpected);
			const { run } = await runNode(
				workflow({ node: { ...node, onError: 'continueErrorOutput' } }),
			);
			expect(run.data.executionData!.contextData['node:D3 SOAR']).toEqual({ d3Soar: {} });
		}
	});

	it('remembers to the last try that n8n makes', async () => {
		strike('A', faults.invalidBody, 4);
		const { outputs } = await runNode(
			workflow({ node: { ...tries, maxTries: 5, onError: 'continueRegularOutput' } }),
		);
		expect(namesIn(outputs)).toEqual(['A', 'B', 'C', 'D']);
		expect(made()).toEqual(['A', 'B', 'C', 'D']);
		expect(sent('A')).toBe(5);
	});
});

// Other nodes may put such items out, and n8n stores them.
it('takes an item that contains itself', async () => {
	const item: IDataObject = { name: 'A' };
	item.self = item;
	const { error } = await runNode(workflow({ items: [item] }));
	expect(error).toBeUndefined();
	expect(made()).toEqual(['A']);
});

describe('in a loop', () => {
	it('does the same items again in a new run, since the builder asks for it', async () => {
		await runNode(workflow({ loop: true }));
		expect(made()).toEqual(['A', 'A', 'B', 'B', 'C', 'C', 'D', 'D']);
	});

	it('does so too where an item of the first run failed', async () => {
		strike('A', faults.doneButReset);
		await runNode(workflow({ loop: true, node: { onError: 'continueRegularOutput' } }));
		expect(made()).toEqual(['A', 'A', 'B', 'B', 'C', 'C', 'D', 'D']);
	});
});

// n8n gives each try of a tool a run index of its own, and an agent tries again what failed.
describe('as a tool', () => {
	const tool = { type: 'n8n-nodes-d3soar.d3SoarTool', onError: 'continueRegularOutput' as const };

	it('does not do again what ended unknown', async () => {
		strike('A', faults.doneButReset);
		const { run } = await runNode(workflow({ items: [{ name: 'A' }], loop: true, node: tool }));
		expect(run.data.resultData.runData['D3 SOAR']).toHaveLength(2);
		expect(made()).toEqual(['A']);
		expect(sent('A')).toBe(1);
	});

	// An agent gives each call an id of its own, and asks for the same all the same.
	it('knows a call again that has another id', async () => {
		strike('A', faults.doneButReset);
		const call = { items: [{ name: 'A', toolCallId: '1' }], node: { type: tool.type } };
		const failed = await runNode(workflow(call));
		const stack = failed.run.data.executionData!.nodeExecutionStack!;
		stack[0]!.data.main![0]![0]!.json = { name: 'A', toolCallId: '2' };
		const again = await retry(failed, workflow(call));
		expect(again.error?.message).toBe(failed.error?.message);
		expect(sent('A')).toBe(1);
		// What asks for something else is another call.
		stack[0]!.data.main![0]![0]!.json = { name: 'B', toolCallId: '3' };
		expect((await retry(failed, workflow(call))).error).toBeUndefined();
		expect(made()).toEqual(['A', 'B']);
	});

	// The message is all that an agent gets to read.
	it('says in the message what to do as well', async () => {
		strike('A', faults.doneButReset);
		const node = { type: tool.type };
		const { run } = await runNode(workflow({ items: [{ name: 'A' }], node }));
		expect(run.data.resultData.error?.message).toMatch(
			/^Item 0: D3 did not answer; task "A" on .* may or may not exist\. Sent .* Not sent again, to avoid a duplicate\./,
		);
	});

	it('does again what was accepted, if the agent asks for it', async () => {
		await runNode(workflow({ items: [{ name: 'A' }], loop: true, node: tool }));
		expect(made()).toEqual(['A', 'A']);
	});
});
