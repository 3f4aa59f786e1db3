import type { INodeParameters } from 'n8n-workflow';

import { runNode } from '../../../support/n8nEngine.mts';
import type { Simulator, SimulatorOptions } from '../../../simulator/simulator.mts';
import { making, manyItems, namesIn, startWithMany } from '../../../support/manyTasks.mts';

/** Many items: all of them once, and no faster than D3 allows. */

let simulator: Simulator;
const start = async (options?: SimulatorOptions) => {
	simulator = await startWithMany(options);
};
afterEach(async () => await simulator.close());

const run = (count: number, options: INodeParameters) => making(simulator, count, options);

// n8n's HTTP Request node loses 896 of these to 429.
it.each(['rolling', 'fixed'] as const)(
	'makes 1,000 tasks under a limit of 50 in %s seconds, each once',
	async (counting) => {
		await start({ requestsPerSecond: 50, counting, latency: 20 });
		const { outputs, error } = await runNode(
			run(1000, { requestsPerSecond: 50, maxConcurrentRequests: 50 }),
		);
		expect(error).toBeUndefined();
		expect(namesIn(outputs)).toEqual(manyItems(1000).map(({ name }) => name));
		expect(simulator.ledger.timesMade().size).toBe(1000);
		expect(simulator.ledger.tasks).toHaveLength(1000);
	},
	60_000,
);

it('makes all tasks also where others use up the limit, and says that D3 slowed it down', async () => {
	await start({ requestsPerSecond: 20 });
	const { outputs, error, hints } = await runNode(
		run(100, { requestsPerSecond: 0, maxConcurrentRequests: 10 }),
	);
	expect(error).toBeUndefined();
	expect(namesIn(outputs)).toEqual(manyItems(100).map(({ name }) => name));
	expect(simulator.ledger.tasks).toHaveLength(100);
	expect(hints).toEqual([expect.stringContaining('D3 limited the rate of requests')]);
}, 60_000);

it('makes 10,000 tasks without a limit, each once, in order', async () => {
	await start();
	const { outputs, error } = await runNode(
		run(10_000, { requestsPerSecond: 0, maxConcurrentRequests: 10 }),
	);
	expect(error).toBeUndefined();
	expect(namesIn(outputs)).toEqual(manyItems(10_000).map(({ name }) => name));
	expect(simulator.ledger.timesMade().size).toBe(10_000);
	expect(simulator.ledger.mostInFlight).toBeLessThanOrEqual(10);
}, 120_000);
