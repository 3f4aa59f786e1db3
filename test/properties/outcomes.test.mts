import * as fc from 'fast-check';

import { credentialFor, itemIndexOf, itemOutcomeOf, taskParameters } from '../support/fixtures.mts';
import { runOnEngine } from '../support/n8nEngine.mts';
import { answering, delayed, faults, tooMany, type Fault } from '../simulator/faults.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { incident } from '../simulator/world.mts';
import { holds } from './cases.mts';

/** What may happen to a request, and the outcome of its item. */
const FAULTS: Array<[make: () => Fault, outcome: string]> = [
	[() => faults.invalidBody, 'rejected'],
	[() => faults.invalidKey, 'rejected'],
	[() => faults.unexpected, 'unconfirmed'],
	[() => faults.doneButUnexpected, 'unconfirmed'],
	[() => faults.doneButReset, 'unconfirmed'],
	[() => faults.doneButTruncated, 'unconfirmed'],
	[() => faults.loginPage, 'unconfirmed'],
	[() => faults.empty, 'unconfirmed'],
	[() => faults.wronglyTyped, 'accepted'],
	[() => tooMany('0'), 'accepted'],
	[() => answering(200, '{"error":"no such type"}'), 'rejected'],
	[() => answering(302, '', { location: '/login' }), 'rejected'],
];

/** For each item: after how many milliseconds its response comes, and which fault it meets. */
const anyItem = fc.record({
	latency: fc.constantFrom(0, 0, 1, 3, 8, 20),
	fault: fc.option(fc.nat({ max: FAULTS.length - 1 })),
	incident: fc.constantFrom(1, 2),
});
const anyMode = fc.constantFrom('continueRegularOutput' as const, 'continueErrorOutput' as const);
const anyPace = fc.record({
	maxConcurrentRequests: fc.constantFrom(1, 2, 5, 10, 30),
	requestsPerSecond: fc.constantFrom(0, 1000),
});
const anyOrder = fc.record({ keepOrder: fc.boolean() });
const PER_RUN = 12;

async function withSimulator(work: (simulator: Simulator) => Promise<void>): Promise<void> {
	const simulator = await startSimulator();
	try {
		await work(simulator);
	} finally {
		await simulator.close();
	}
}

// Responses arrive in any order; a task must not end up on another item.
it('every item gets its own outcome, paired and in input order, in whatever order responses arrive', async () => {
	await holds(
		fc.asyncProperty(
			fc.array(anyItem, { minLength: PER_RUN, maxLength: PER_RUN }),
			anyMode,
			anyPace,
			anyOrder,
			async (items, onError, pace, order) =>
				await withSimulator(async (simulator) => {
					for (const [index, { latency, fault }] of items.entries()) {
						const when = ({ body }: { body: unknown }) =>
							JSON.stringify(body).includes(`"task ${index}"`);
						if (fault !== null) simulator.injectFault(FAULTS[fault]![0](), { when });
						else simulator.injectFault(delayed(latency), { when });
					}
					const { outputs, error } = await runOnEngine({
						items: items.map((item, index) => ({ ...item, name: `task ${index}` })),
						parameters: taskParameters({
							taskName: '={{ $json.name }}',
							incidentNumber: {
								__rl: true,
								mode: 'number',
								value: '=20220125-{{ $json.incident }}',
							},
							options: order,
						}),
						credential: credentialFor(simulator, 'CreateTask', pace),
						node: { onError },
					});
					expect(error).toBeUndefined();
					const all = outputs.flat().sort((a, b) => itemIndexOf(a) - itemIndexOf(b));
					expect(all.map(itemIndexOf)).toEqual([...items.keys()]);
					expect(all.map(itemOutcomeOf)).toEqual(
						items.map(({ fault }) => (fault === null ? 'accepted' : FAULTS[fault]![1])),
					);
					for (const output of outputs) {
						expect(output.map(itemIndexOf)).toEqual(output.map(itemIndexOf).sort((a, b) => a - b));
					}
					for (const [index, item] of all.entries()) {
						const { json } = item;
						if (itemOutcomeOf(item) === 'accepted') expect(json['Task Name']).toBe(`task ${index}`);
						else {
							const place = items.length > 1 ? ` \\[item ${index}\\]$` : '';
							expect(json.error).toMatch(new RegExp(`"task ${index}".*${place}`));
						}
						const timesCreated = simulator.ledger.timesCreated().get(`task ${index}`) ?? 0;
						expect(timesCreated).toBeLessThanOrEqual(1);
						if (itemOutcomeOf(item) === 'accepted') expect(timesCreated).toBe(1);
					}
				}),
		),
		PER_RUN,
	);
});

/** Items that name incidents: some of them twice, some unknown to D3. */
const anyClosing = fc.record({
	incidents: fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 3 }),
	conclusion: fc.constantFrom('', 'phishing', 'spam'),
});

it('every item of a bulk request gets its own rows or its own failure', async () => {
	const KNOWN = 10;
	const number = (index: number) => `20260101-${index}`;
	await holds(
		fc.asyncProperty(
			fc.array(anyClosing, { minLength: PER_RUN, maxLength: PER_RUN }),
			fc.constantFrom(1, 2, 5, 50),
			anyPace,
			anyOrder,
			fc.array(fc.constantFrom(0, 0, 2, 10), { minLength: 1, maxLength: 6 }),
			async (items, batchSize, pace, order, latencies) =>
				await withSimulator(async (simulator) => {
					for (let index = 1; index <= KNOWN; index++) {
						simulator.world.incidents.push(incident(number(index), 'x', '2026-01-01 00:00:00'));
					}
					for (const latency of latencies) simulator.injectFault(delayed(latency));
					const { outputs, error } = await runOnEngine({
						items: items.map(({ incidents, conclusion }) => ({
							numbers: incidents.map(number),
							conclusion,
						})),
						parameters: {
							resource: 'incident',
							operation: 'close',
							incidentNumbers: { __rl: true, mode: 'number', value: '={{ $json.numbers }}' },
							conclusion: '={{ $json.conclusion }}',
							options: { ...order, batchSize },
						},
						credential: credentialFor(simulator, 'CloseIncidentInBulk', pace),
						node: { onError: 'continueErrorOutput' },
					});
					expect(error).toBeUndefined();
					const ended = new Set(outputs.flat().map(itemIndexOf));
					expect([...ended].sort((a, b) => a - b)).toEqual([...items.keys()]);
					for (const [index, { incidents }] of items.entries()) {
						const done = outputs[0]!.filter((item) => itemIndexOf(item) === index);
						const failed = outputs[1]!.filter((item) => itemIndexOf(item) === index);
						if (incidents.every((one) => one <= KNOWN)) {
							expect(failed).toEqual([]);
							expect(done.map(({ json }) => json['Incident Number']).sort()).toEqual(
								incidents.map(number).sort(),
							);
						} else {
							expect([done.length, failed.length]).toEqual([0, 1]);
							const { error: message } = failed[0]!.json;
							for (const one of incidents.filter((known) => known > KNOWN)) {
								expect(message).toContain(number(one));
							}
							expect(itemOutcomeOf(failed[0]!)).toBe(
								incidents.some((one) => one <= KNOWN) ? 'unconfirmed' : 'rejected',
							);
						}
					}
				}),
		),
		PER_RUN,
	);
});
