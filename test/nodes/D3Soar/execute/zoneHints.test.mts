import { setTimeout as sleep } from 'node:timers/promises';

import { ExecuteContext } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';

import { camelCase } from '../../../../nodes/shared/fields/field.ts';
import {
	credentialFor,
	runNode,
	taskParameters,
	type WorkflowRun,
} from '../../../support/n8nEngine.mts';
import { answering, type Fault } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** D3 gets dates without a zone. Its answer is the only place where a wrong Time Zone shows. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
	simulator.world.windowsZone = 'China Standard Time';
});
afterEach(async () => await simulator.close());

/** The hints of a run in a workflow of Vancouver. */
const hintsOf = async (
	{ options, timezone, ...rest }: Partial<WorkflowRun> & { options?: INodeParameters } = {},
	parameters: INodeParameters = {},
) => {
	const { error, hints } = await runNode({
		parameters: taskParameters({ ...parameters, options: options ?? {} }),
		credential: credentialFor(simulator),
		timezone: timezone ?? 'America/Vancouver',
		...rest,
	});
	expect(error).toBeUndefined();
	return hints;
};

/** The right answer, after those to other items. */
const answersLate: Fault = {
	moment: 'late',
	done: true,
	act: async (response, { status, text }) => {
		await sleep(200);
		response.writeHead(status, { 'content-type': 'application/json' }).end(text);
	},
};

const inShanghai =
	'Set Time Zone to Asia/Shanghai, in the credential or, where only some items are concerned, in the options.';

// The oldest n8n that this is for lacks the function where the node is a tool: the task is made all the same.
it('says nothing where n8n takes no hints, and fails for nothing', async () => {
	const { prototype } = ExecuteContext;
	const addExecutionHints = Object.getOwnPropertyDescriptor(prototype, 'addExecutionHints')!;
	delete (prototype as Partial<typeof prototype>).addExecutionHints;
	try {
		expect(await hintsOf()).toEqual([]);
	} finally {
		Object.defineProperty(prototype, 'addExecutionHints', addExecutionHints);
	}
	expect(simulator.ledger.tasks).toHaveLength(1);
});

it('tells what was sent, what D3 understood, and what to set', async () => {
	expect(await hintsOf()).toEqual([
		`Item 0: Due Date was sent as 2026-05-15 14:32:00 in America/Vancouver, and D3 read it as 2026-05-15 14:32:00 China Standard Time (Asia/Shanghai), which is 15 hours earlier. ${inShanghai}`,
	]);
});

it('counts hours and minutes, and which way it goes', async () => {
	simulator.world.windowsZone = 'Newfoundland Standard Time';
	expect(await hintsOf({ timezone: 'UTC' })).toEqual([
		expect.stringContaining('(America/St_Johns), which is 2 hours and 30 minutes later.'),
	]);
	simulator.world.windowsZone = 'W. Europe Standard Time';
	expect(await hintsOf({ timezone: 'Europe/London' })).toEqual([
		expect.stringContaining('(Europe/Berlin), which is 1 hour earlier.'),
	]);
});

it('judges the zone that was used: that of the options, else that of the credential', async () => {
	const credential = credentialFor(simulator, 'CreateTask', { timezone: 'Asia/Tokyo' });
	expect(await hintsOf({ credential })).toEqual([
		expect.stringMatching(/in Asia\/Tokyo, .* which is 1 hour later\./),
	]);
	expect(await hintsOf({ credential, options: { timezone: 'America/New_York' } })).toEqual([
		expect.stringMatching(/in America\/New_York, .* which is 12 hours earlier\./),
	]);
});

it('is silent once the builder has done what it says', async () => {
	const credential = credentialFor(simulator, 'CreateTask', { timezone: 'Asia/Shanghai' });
	expect(await hintsOf({ credential })).toEqual([]);
	expect(await hintsOf({ options: { timezone: 'Asia/Shanghai' } })).toEqual([]);
});

it('looks into the whole answer as well', async () => {
	expect(await hintsOf({ options: { output: 'full' } })).toHaveLength(1);
});

// A thousand tasks with one wrong zone are one mistake.
it('says it once for each pair of zones, from its first item on, with the number of items', async () => {
	const items = ['UTC', 'Asia/Shanghai', 'UTC', 'Europe/Paris', 'UTC'].map((zone) => ({ zone }));
	const options = { timezone: '={{ $json.zone }}' };
	expect(await hintsOf({ items, options })).toEqual([
		expect.stringMatching(/^Item 0: .* in UTC, .* 8 hours earlier\. So it is with 3 items\. Set /),
		expect.stringMatching(/^Item 3: .* in Europe\/Paris, .* 6 hours earlier\. Set /),
	]);
});

it('names the first item also where another was answered before it', async () => {
	simulator.world.incidents.push({ ...simulator.world.incidents[0]!, 'IR Number': 'other' });
	simulator.misbehave(answersLate, {
		when: ({ body }) => JSON.stringify(body).includes('20220125-1'),
	});
	const hints = await hintsOf(
		{ items: [{ number: '20220125-1' }, { number: 'other' }] },
		{ incidentNumber: { __rl: true, mode: 'number', value: '={{ $json.number }}' } },
	);
	expect(hints).toEqual([expect.stringMatching(/^Item 0: .* So it is with 2 items\./)]);
});

// Another item's failure does not make a wrong zone right.
it('is said beside the failure of another item', async () => {
	const { outputs, hints } = await runNode({
		items: [{ number: 'no such' }, { number: '20220125-1' }],
		parameters: taskParameters({
			incidentNumber: { __rl: true, mode: 'number', value: '={{ $json.number }}' },
		}),
		credential: credentialFor(simulator),
		timezone: 'America/Vancouver',
		node: { onError: 'continueRegularOutput' },
	});
	expect(outputs.flat()).toHaveLength(2);
	expect(hints).toEqual([expect.stringMatching(/^Item 1: .* earlier\. Set Time Zone/)]);
});

// Of dates that D3 documents as UTC no Time Zone of the node's would change anything.
it.each([
	['is said of', 'utility', 'getAuditLog', 'getD3Log', ['Start Time', 'End Time'], 1],
	['is not said of', 'incident', 'search', 'SearchIncident', ['Start Time UTC', 'End Time UTC'], 0],
])('%s the dates of %s > %s', async (_said, resource, operation, command, [from, to], count) => {
	const echo = { [from!]: '2026-05-15 00:00:00 China Standard Time' };
	simulator.misbehave(answering(200, JSON.stringify({ error: '', rawData: echo })));
	const { hints, error } = await runNode({
		parameters: {
			resource,
			operation,
			[camelCase(from!)]: '2026-05-15',
			[camelCase(to!)]: '2026-05-15',
		},
		credential: credentialFor(simulator, command),
	});
	expect(error).toBeUndefined();
	expect(hints).toHaveLength(count);
});
