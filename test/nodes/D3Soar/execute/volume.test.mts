import { runOnEngine } from '../../../support/n8nEngine.mts';
import type { Simulator, SimulatorOptions } from '../../../simulator/simulator.mts';
import {
	manyTasksRun,
	manyItems,
	startWithManyIncidents,
	type Settings,
} from '../../../support/manyTasks.mts';
import { taskNamesIn } from '../../../support/fixtures.mts';

/** Many items: each is sent once, and no faster than D3 allows. */

let simulator: Simulator;
const start = async (options?: SimulatorOptions) => {
	simulator = await startWithManyIncidents(options);
};
afterEach(async () => await simulator.close());

const run = (count: number, limits: Settings) => manyTasksRun(simulator, count, limits);

// n8n's HTTP Request node loses 896 of these to 429.
it.each(['rolling', 'fixed'] as const)(
	'creates each of 1,000 tasks once under a limit of 50 per %s second',
	async (counting) => {
		await start({ requestsPerSecond: 50, counting, latency: 20 });
		const { outputs, error } = await runOnEngine(
			run(1000, { requestsPerSecond: 50, maxConcurrentRequests: 50 }),
		);
		expect(error).toBeUndefined();
		expect(taskNamesIn(outputs)).toEqual(manyItems(1000).map(({ name }) => name));
		expect(simulator.ledger.timesCreated().size).toBe(1000);
		expect(simulator.ledger.tasks).toHaveLength(1000);
	},
);

it("creates all tasks despite D3's rate limit, and says that D3 limited the rate", async () => {
	await start({ requestsPerSecond: 20 });
	const { outputs, error, hints } = await runOnEngine(
		run(100, { requestsPerSecond: 0, maxConcurrentRequests: 10 }),
	);
	expect(error).toBeUndefined();
	expect(taskNamesIn(outputs)).toEqual(manyItems(100).map(({ name }) => name));
	expect(simulator.ledger.tasks).toHaveLength(100);
	expect(hints[0]).toContain("D3's rate limit was reached");
});

it('creates each of 10,000 tasks once and outputs them in input order', async () => {
	await start();
	const { outputs, error } = await runOnEngine(
		run(10_000, { requestsPerSecond: 0, maxConcurrentRequests: 10 }),
	);
	expect(error).toBeUndefined();
	expect(taskNamesIn(outputs)).toEqual(manyItems(10_000).map(({ name }) => name));
	expect(simulator.ledger.timesCreated().size).toBe(10_000);
	expect(simulator.ledger.maxInFlight).toBeLessThanOrEqual(10);
});
