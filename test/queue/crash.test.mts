import { print } from '../../scripts/command.cjs';
import { RestClient } from '../support/n8n/rest.mts';
import {
	LOGIN,
	HOOK_TIMEOUT_MS,
	startRealN8n,
	startRealServer,
	waitUntil,
	type RealN8n,
	type RealServer,
} from '../support/realN8n.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { numberedNames, postNames, publish } from './production.mts';

/** With it n8n stores an execution after each node; without it, when the execution ends. */
const env = { EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'true' };
const COUNT = 100;

let simulator: Simulator;
let server: RealN8n | RealServer | undefined;

beforeEach(async () => {
	simulator = await startSimulator({ latency: 20 });
});

afterEach(async () => {
	await server?.end();
	await simulator.close();
});

/** An n8n that has made nearly half of the tasks of an execution. */
async function amidTheTasks(batchSize?: number) {
	const first = await startRealN8n({ env });
	server = first;
	const options = batchSize === undefined ? {} : { batchSize };
	const workflow = await publish(first.rest, simulator, options);
	await postNames(first.server, workflow, numberedNames('task', COUNT));
	await waitUntil(() => simulator.ledger.tasks.length >= 45, 'the first half of the tasks');
	return { ...first, workflow };
}

/** Kills n8n when it has made nearly half of the tasks, starts it again, and presses Retry. */
async function killAndRetry(batchSize?: number) {
	const { workflow, userFolder, ...first } = await amidTheTasks(batchSize);
	await first.server.kill();
	server = await startRealServer({ env, userFolder });
	const rest = new RestClient(server.server.url);
	await rest.logIn(LOGIN);
	const [id] = await rest.executionsOf(workflow);
	const crashed = await rest.finished(id!);
	const madeBefore = simulator.ledger.tasks.length;
	const again = await rest.retry(crashed, false);
	const times = [...simulator.ledger.timesCreated().values()];
	const doubled = times.filter((count) => count > 1).length;
	print(
		`${madeBefore} of ${COUNT} tasks made when n8n was killed, ${doubled} of them twice by Retry.`,
	);
	return { crashed, again, madeBefore, times, doubled };
}

describe('an n8n that is killed in the middle of the node', () => {
	// n8n stores what the node remembers when the node ends: this is where the promise of retries ends.
	it(
		'does everything again when the execution is retried, which docs/delivery.md says',
		async () => {
			const { crashed, again, madeBefore, times, doubled } = await killAndRetry();
			expect(crashed.status).toBe('crashed');
			expect(again.status).toBe('success');
			expect(times).toHaveLength(COUNT);
			expect(doubled).toBe(madeBefore);
		},
		HOOK_TIMEOUT_MS,
	);

	// What docs/delivery.md recommends to those who cannot have that.
	it(
		'does at most one batch again with Loop Over Items and progress saved',
		async () => {
			const batchSize = 10;
			const { crashed, again, times, doubled } = await killAndRetry(batchSize);
			expect(crashed.status).toBe('crashed');
			expect(again.status).toBe('success');
			expect(times).toHaveLength(COUNT);
			expect(Math.max(...times)).toBeLessThanOrEqual(2);
			expect(doubled).toBeLessThanOrEqual(batchSize);
		},
		HOOK_TIMEOUT_MS,
	);
});

// Updates and restarts are everyday business.
it(
	'is told from an n8n that is stopped, which first finishes what is running',
	async () => {
		const { server: stopping } = await amidTheTasks();
		await stopping.stop();
		expect([...simulator.ledger.timesCreated().values()]).toEqual(
			Array.from({ length: COUNT }, () => 1),
		);
	},
	HOOK_TIMEOUT_MS,
);
