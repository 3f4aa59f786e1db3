import type { IDataObject } from 'n8n-workflow';

import { ActiveWorkflow } from '../../support/activeWorkflow.mts';
import { credentialFor } from '../../support/fixtures.mts';
import { answering, faults } from '../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { incident } from '../../simulator/world.mts';

/**
 * n8n 2.41 retries a first poll that throws for 84 seconds, and then never polls again, though the workflow looks
 * active. So a trigger that knows how far it has read must not throw there, whatever D3 does.
 */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const utcTimestamp = () => new Date().toISOString().slice(0, 19).replace('T', ' ');
const addIncident = (number: string) =>
	void simulator.world.incidents.push(incident(number, `Title ${number}`, utcTimestamp()));
const numbersIn = (items: IDataObject[]) => items.map((item) => item['IR Number']);

const trigger = (options: IDataObject = {}) =>
	new ActiveWorkflow({
		parameters: { options: options as never },
		credential: credentialFor(simulator, 'GetIncidents'),
	});

const notFoundForEver = () => simulator.injectFault(answering(404, ''), { times: 99 });

it.each(['init', 'leadershipChange', 'update', 'activate'] as const)(
	'a trigger with a position stays active if D3 is unreachable on activation by %s, and later delivers what happened meanwhile',
	async (mode) => {
		const workflow = trigger();
		await workflow.activate();
		addIncident('meanwhile');
		notFoundForEver();
		expect(await workflow.activate(mode)).toEqual([]);
		expect(workflow.errors.map(({ message }) => message)).toEqual([
			expect.stringContaining('does not lead to the D3 command GetIncidents'),
		]);
		simulator.clearFaults();
		expect(numbersIn(await workflow.poll())).toEqual(['meanwhile']);
		expect(await workflow.poll()).toEqual([]);
	},
);

it('a trigger without a position stays active if D3 is unreachable when n8n starts, and starts with the next poll', async () => {
	const workflow = trigger();
	notFoundForEver();
	expect(await workflow.activate('init')).toEqual([]);
	expect(workflow.errors).toHaveLength(1);
	simulator.clearFaults();
	expect(await workflow.poll()).toEqual([]);
	addIncident('new');
	expect(numbersIn(await workflow.poll())).toEqual(['new']);
});

it('the first activation by a user fails if D3 is unreachable, since the user can fix a mistake at once', async () => {
	notFoundForEver();
	await expect(trigger().activate('activate')).rejects.toThrow(/does not lead to/);
});

it('a later poll that fails throws, so that n8n shows a failed execution, and loses nothing', async () => {
	const workflow = trigger();
	await workflow.activate();
	addIncident('meanwhile');
	notFoundForEver();
	await expect(workflow.poll()).rejects.toThrow(/does not lead to/);
	simulator.clearFaults();
	expect(numbersIn(await workflow.poll())).toEqual(['meanwhile']);
});

it('a page that comes again fails the poll, and the missing rows come with the next one', async () => {
	const workflow = trigger({ pageSize: 2 });
	await workflow.activate();
	for (const number of ['1', '2', '3', '4', '5']) addIncident(number);
	const page = { incidents: simulator.world.incidents.slice(-2) };
	const again = JSON.stringify({ error: '', rawData: page, outputData: { TotalPages: 3 } });
	simulator.injectFault(answering(200, again), { times: 9 });
	await expect(workflow.poll()).rejects.toThrow(
		'D3 gave the same page of GetIncidents twice, so that rows are missing',
	);
	simulator.clearFaults();
	expect(numbersIn(await workflow.poll())).toEqual(['1', '2', '3', '4', '5']);
});

it('a trigger with a position stays active if a login page replaces D3 when n8n starts', async () => {
	const workflow = trigger();
	await workflow.activate();
	simulator.injectFault(faults.loginPage, { times: 99 });
	expect(await workflow.restart()).toEqual([]);
	expect(workflow.errors).toHaveLength(1);
});
