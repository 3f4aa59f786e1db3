import { setTimeout as sleep } from 'node:timers/promises';

import { ExecuteContext } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';

import { camelCase } from '../../../../nodes/shared/names.ts';
import { credentialFor, taskParameters } from '../../../support/fixtures.mts';
import { runOnEngine, type WorkflowRun } from '../../../support/n8nEngine.mts';
import { answering, type Fault } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** D3 gets dates without a zone. Only its response shows whether Time Zone is wrong. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
	simulator.world.windowsZone = 'China Standard Time';
});
afterEach(async () => await simulator.close());

/** The hints of a run whose workflow is in the time zone of Vancouver. */
const hintsOf = async (
	{ options, timezone, ...rest }: Partial<WorkflowRun> & { options?: INodeParameters } = {},
	parameters: INodeParameters = {},
) => {
	const { error, hints } = await runOnEngine({
		parameters: taskParameters({
			dueDate: '2126-05-15T14:32:00',
			...parameters,
			options: options ?? {},
		}),
		credential: credentialFor(simulator),
		timezone: timezone ?? 'America/Vancouver',
		...rest,
	});
	expect(error).toBeUndefined();
	return hints;
};

/** The right response, after those to other items. */
const answersLate: Fault = {
	stage: 'late',
	executesCommand: true,
	respond: async (response, { status, text }) => {
		await sleep(200);
		response.writeHead(status, { 'content-type': 'application/json' }).end(text);
	},
};

const inShanghai =
	"Set Time Zone to Asia/Shanghai in the credential, or in this node's Options if only some items are affected.";

// The oldest supported n8n lacks this function in tools of AI agents.
it('creates the task without a hint if n8n does not support hints', async () => {
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

it('the time zone hint says what was sent, how D3 read it and what to set', async () => {
	expect(await hintsOf()).toEqual([
		`Item 0: Due Date was sent as 2126-05-15 14:32:00 in America/Vancouver, but D3 read it as 2126-05-15 14:32:00 China Standard Time (Asia/Shanghai), 15 hours earlier than intended. ${inShanghai}`,
	]);
});

it('the time zone hint gives the difference in hours and minutes, and its direction', async () => {
	simulator.world.windowsZone = 'Newfoundland Standard Time';
	expect(await hintsOf({ timezone: 'UTC' })).toEqual([
		expect.stringContaining('(America/St_Johns), 2 hours and 30 minutes later than intended.'),
	]);
	simulator.world.windowsZone = 'W. Europe Standard Time';
	expect(await hintsOf({ timezone: 'Europe/London' })).toEqual([
		expect.stringContaining('(Europe/Berlin), 1 hour earlier than intended.'),
	]);
});

it("the time zone hint is about the zone of the options, else the credential's", async () => {
	const credential = credentialFor(simulator, 'CreateTask', { timezone: 'Asia/Tokyo' });
	expect(await hintsOf({ credential })).toEqual([
		expect.stringMatching(/in Asia\/Tokyo, .* 1 hour later than intended\./),
	]);
	expect(await hintsOf({ credential, options: { timezone: 'America/New_York' } })).toEqual([
		expect.stringMatching(/in America\/New_York, .* 12 hours earlier than intended\./),
	]);
});

it('shows no time zone hint once the user has set Time Zone as it advises', async () => {
	const credential = credentialFor(simulator, 'CreateTask', { timezone: 'Asia/Shanghai' });
	expect(await hintsOf({ credential })).toEqual([]);
	expect(await hintsOf({ options: { timezone: 'Asia/Shanghai' } })).toEqual([]);
});

it('shows the time zone hint if Output is set to full, too', async () => {
	expect(await hintsOf({ options: { output: 'full' } })).toHaveLength(1);
});

// A thousand tasks with one wrong zone are one mistake.
it('shows one time zone hint per pair of zones, with its first item and the number of items', async () => {
	const items = ['UTC', 'Asia/Shanghai', 'UTC', 'Europe/Paris', 'UTC'].map((zone) => ({ zone }));
	const options = { timezone: '={{ $json.zone }}' };
	expect(await hintsOf({ items, options })).toEqual([
		expect.stringMatching(
			/^Item 0: .* in UTC, .* 8 hours earlier than intended\. This affects 3 items\. Set /,
		),
		expect.stringMatching(/^Item 3: .* in Europe\/Paris, .* 6 hours earlier than intended\. Set /),
	]);
});

it('the time zone hint names the first item even if D3 responded to a later one before', async () => {
	simulator.world.incidents.push({ ...simulator.world.incidents[0]!, 'IR Number': 'other' });
	simulator.injectFault(answersLate, {
		when: ({ body }) => JSON.stringify(body).includes('20220125-1'),
	});
	const hints = await hintsOf(
		{ items: [{ number: '20220125-1' }, { number: 'other' }] },
		{ incidentNumber: { __rl: true, mode: 'number', value: '={{ $json.number }}' } },
	);
	expect(hints).toEqual([expect.stringMatching(/^Item 0: .* This affects 2 items\./)]);
});

// Another item's failure does not make a wrong zone right.
it('shows the time zone hint even if another item fails', async () => {
	const { outputs, hints } = await runOnEngine({
		items: [{ number: 'no such' }, { number: '20220125-1' }],
		parameters: taskParameters({
			dueDate: '2126-05-15T14:32:00',
			incidentNumber: { __rl: true, mode: 'number', value: '={{ $json.number }}' },
		}),
		credential: credentialFor(simulator),
		timezone: 'America/Vancouver',
		node: { onError: 'continueRegularOutput' },
	});
	expect(outputs.flat()).toHaveLength(2);
	expect(hints).toEqual([
		expect.stringMatching(/^Item 1: .* earlier than intended\. Set Time Zone/),
	]);
});

// Time Zone has no effect on dates that D3 documents as UTC.
it.each([
	['shows a', 'utility', 'getAuditLog', 'getD3Log', ['Start Time', 'End Time'], 1],
	['shows no', 'incident', 'search', 'SearchIncident', ['Start Time UTC', 'End Time UTC'], 0],
])(
	'%s time zone hint for the dates of %s > %s',
	async (_shows, resource, operation, command, [from, to], count) => {
		const echo = { [from!]: '2126-05-15 00:00:00 China Standard Time' };
		simulator.injectFault(answering(200, JSON.stringify({ error: '', rawData: echo })));
		const { hints, error } = await runOnEngine({
			parameters: {
				resource,
				operation,
				[camelCase(from!)]: '2126-05-15',
				[camelCase(to!)]: '2126-05-15',
			},
			credential: credentialFor(simulator, command),
		});
		expect(error).toBeUndefined();
		expect(hints).toHaveLength(count);
	},
);

it('a due date that is over goes out as it is, with a hint: it may be a mistake in an expression', async () => {
	simulator.world.windowsZone = 'Pacific Standard Time';
	const items = [{ due: '2126-05-15T14:32:00' }, { due: '2026-05-15T14:32:00' }];
	expect(await hintsOf({ items }, { dueDate: '={{ $json.due }}' })).toEqual([
		'Item 1: Due Date 2026-05-15 14:32:00 in America/Vancouver is in the past. It was sent all the same.',
	]);
	expect(simulator.ledger.tasks.map((task) => task['Due Date'])).toEqual([
		expect.stringMatching(/^2126-05-15 14:32:00/),
		expect.stringMatching(/^2026-05-15 14:32:00/),
	]);
});
