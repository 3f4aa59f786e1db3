import type { IDataObject } from 'n8n-workflow';

import { ActiveWorkflow } from '../../support/activeWorkflow.mts';
import { credentialFor } from '../../support/fixtures.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { incident } from '../../simulator/world.mts';

/** A busy D3 has tens of thousands of rows a day: an activation, and a test in the editor, must not read them all. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const MINUTE = 60_000;

function addIncident(number: string, minutesAgo: number): void {
	const created = new Date(Date.now() - minutesAgo * MINUTE).toISOString().slice(0, 19);
	simulator.world.incidents.push(incident(number, `Title ${number}`, created.replace('T', ' ')));
}

const trigger = (parameters: IDataObject = {}) =>
	new ActiveWorkflow({
		parameters: parameters as never,
		credential: credentialFor(simulator, 'GetIncidents'),
	});

const numbersIn = (items: IDataObject[]) => items.map((item) => item['IR Number']);

/** Adds an incident every two minutes, for a day. */
function fillOneDay(): void {
	for (let minute = 1; minute < 24 * 60; minute += 2) addIncident(`old ${minute}`, minute);
}

it('activation reads only the newest rows of a busy day, and delivers none of them', async () => {
	fillOneDay();
	const workflow = trigger({ options: { pageSize: 10 } });
	expect(await workflow.activate()).toEqual([]);
	// Twice the overlap of an hour: 60 of 720 rows.
	expect(simulator.ledger.requests).toHaveLength(6);
	addIncident('new', 0);
	expect(numbersIn(await workflow.poll())).toEqual(['new']);
});

it('activation reads further back on a quiet day, so that rows that turn up late are not lost', async () => {
	addIncident('seven hours old', 7 * 60);
	const workflow = trigger();
	await workflow.activate();
	addIncident('turns up late', 7 * 60 + 30);
	expect(numbersIn(await workflow.poll())).toEqual(['turns up late']);
});

it('activation on a D3 without any rows reads one day back and starts there', async () => {
	simulator.world.incidents.length = 0;
	const workflow = trigger();
	await workflow.activate();
	addIncident('turns up late', 23 * 60);
	expect(numbersIn(await workflow.poll())).toEqual(['turns up late']);
});

it('activation finds its position if D3 writes its dates eight hours behind', async () => {
	for (let minute = 0; minute < 24 * 60; minute += 10)
		addIncident(`old ${minute}`, 8 * 60 + minute);
	const workflow = trigger();
	expect(await workflow.activate()).toEqual([]);
	addIncident('new', 8 * 60);
	expect(numbersIn(await workflow.poll())).toEqual(['new']);
});

it('a test in the editor reads at most a thousand rows and returns the newest', async () => {
	for (let count = 0; count < 3000; count++) addIncident(`row ${count}`, 1 + (count % 50));
	const [item, ...others] = await trigger().test();
	expect(item).toHaveProperty('IR Number');
	expect(others).toEqual([]);
	expect(simulator.ledger.requests).toHaveLength(10);
});
