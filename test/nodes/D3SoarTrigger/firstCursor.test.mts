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

describe('a test in the editor', () => {
	it('reads only the last minutes of a busy hour, and returns the newest', async () => {
		for (let count = 0; count < 3000; count++) addIncident(`row ${count}`, 1 + (count % 50));
		const [item, ...others] = await trigger().test();
		expect(Number(String(item!['IR Number']).slice(4)) % 50).toBe(0);
		expect(others).toEqual([]);
		expect(simulator.ledger.requests.length).toBeLessThanOrEqual(3);
	});

	// Of 1500 rows the newest is on the last page, or on the first, or anywhere.
	it.each([
		['oldest first', (index: number) => index],
		['newest first', (index: number) => 1499 - index],
		['in no order', (index: number) => (index * 7) % 1500],
	])('returns the newest of many rows that D3 gives %s', async (_order, rank) => {
		for (let index = 0; index < 1500; index++) {
			addIncident(`rank ${rank(index)}`, 50 - rank(index) / 60);
		}
		expect(numbersIn(await trigger().test())).toEqual(['rank 1499']);
	});

	it('ends after fifty pages, though there are more', async () => {
		// The simulator reads times to the minute, so the last five begin up to six minutes ago.
		for (let index = 0; index < 300; index++) addIncident(`row ${index}`, 57.5 - index / 6);
		const workflow = trigger({ options: { pageSize: 1 } });
		expect(await workflow.test()).toHaveLength(1);
		// One for the last five minutes, which are empty.
		expect(simulator.ledger.requests).toHaveLength(51);
	});

	it('ends at a minute with more rows than it reads at once', async () => {
		for (let index = 0; index < 30; index++) addIncident(`row ${index}`, 1);
		expect(await trigger({ options: { pageSize: 1 } }).test()).toHaveLength(1);
		expect(simulator.ledger.requests).toHaveLength(20);
	});
});
