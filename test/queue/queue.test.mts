import { print } from '../../scripts/command.cjs';
import type { RestClient } from '../support/n8n/rest.mts';
import {
	HOOK_TIMEOUT_MS,
	startRealN8n,
	startRealServer,
	waitUntil,
	type RealN8n,
	type RealServer,
} from '../support/realN8n.mts';
import { faults } from '../simulator/faults.mts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator/simulator.mts';
import { numberedNames, postNames, publish, executionsRunBy } from './production.mts';
import { startPostgres, startRedis, type Service } from './services.mts';

/** n8n finds out sooner that a worker is gone than with its defaults: 60, 10 and 30 s. */
const SHORT_LOCKS = {
	QUEUE_WORKER_LOCK_DURATION: '5000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
};

let services: Service[];
let env: NodeJS.ProcessEnv;
let main: RealN8n;
let n8n: RestClient;
let workers: RealServer[] = [];
let simulator: Simulator;

beforeAll(async () => {
	services = [await startRedis(), await startPostgres()];
	env = {
		EXECUTIONS_MODE: 'queue',
		// The main process and the workers have to read the same credentials.
		N8N_ENCRYPTION_KEY: 'of this test',
		// More would not help a worker that is killed: see below.
		EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'true',
		...SHORT_LOCKS,
		...Object.assign({}, ...services.map((service) => service.env)),
	};
	main = await startRealN8n({ env });
	n8n = main.rest;
}, HOOK_TIMEOUT_MS);

beforeEach(async () => {
	while (workers.length < 2) workers.push(await startRealServer({ env, role: 'worker' }));
}, HOOK_TIMEOUT_MS);

afterEach(async () => await simulator.close());

afterAll(async () => {
	for (const server of [...workers, main, ...services]) await server?.end();
});

/** Starts executions of one workflow and waits until they have finished. */
async function runMany(executions: number, tasks: number, options: SimulatorOptions) {
	simulator = await startSimulator({ latency: 20, ...options });
	const workflow = await publish(n8n, simulator);
	const started = Date.now();
	for (let index = 0; index < executions; index++) {
		await postNames(main.server, workflow, numberedNames(String(index), tasks));
	}
	await waitUntil(() => simulator.ledger.tasks.length >= executions * tasks, 'the last task');
	const seconds = (Date.now() - started) / 1000;
	const ids = await n8n.executionsOf(workflow);
	const statuses = await Promise.all(ids.map(async (id) => (await n8n.finished(id)).status));
	const { tasks: made, requests, maxInFlight } = simulator.ledger;
	const refused = requests.filter(({ status }) => status === 429).length;
	print(
		`${made.length} tasks of ${executions} executions in ${seconds.toFixed(1)} s: ${Math.round(made.length / seconds)} per second, at most ${maxInFlight} requests at once, ${requests.length} requests, ${refused} of them refused`,
	);
	return { ids, statuses };
}

/** How often each task was made. */
function timesCreated(): number[] {
	return [...simulator.ledger.timesCreated().values()];
}

/** Takes the worker that runs an execution out of the list. */
async function workerOf(execution: string): Promise<RealServer> {
	for (const worker of workers) {
		if (!(await executionsRunBy(worker.server)).includes(execution)) continue;
		workers = workers.filter((other) => other !== worker);
		return worker;
	}
	throw new Error(`No worker has run execution ${execution}`);
}

describe('two workers', () => {
	// It is how n8n is scaled: nothing in the node may rest on its being alone.
	it('make each task of twenty executions once, and both have their share', async () => {
		const { ids, statuses } = await runMany(20, 100, {});
		expect(statuses).toEqual(ids.map(() => 'success'));
		expect(timesCreated()).toEqual(Array.from({ length: 2000 }, () => 1));
		for (const { server } of workers) {
			const ran = await executionsRunBy(server);
			print(`One worker ran ${ran.length} executions.`);
			expect(ran.filter((id) => ids.includes(id))).not.toEqual([]);
		}
	});

	// Each worker keeps to 25 per second, so that both together ask for what D3 takes.
	it('make each task once where D3 takes 50 requests a second from all of them', async () => {
		const { ids, statuses } = await runMany(20, 25, { requestsPerSecond: 50 });
		expect(statuses).toEqual(ids.map(() => 'success'));
		expect(timesCreated()).toEqual(Array.from({ length: 500 }, () => 1));
	});
});

describe('Retry in the executions list', () => {
	// What one worker stored, another reads.
	it('continues on another worker what one worker left', async () => {
		simulator = await startSimulator();
		simulator.injectFault(faults.invalidBody, {
			when: ({ body }) => JSON.stringify(body).includes('"Task Name":"a.5"'),
		});
		const workflow = await publish(n8n, simulator, { maxConcurrentRequests: 1 });
		await postNames(main.server, workflow, numberedNames('a', 10));
		await waitUntil(async () => (await n8n.executionsOf(workflow)).length > 0, 'the execution');
		const [id] = await n8n.executionsOf(workflow);
		const failed = await n8n.finished(id!);
		expect(failed.data.resultData.error?.message).toMatch(/^D3 rejected task "a\.5".* \[item 5\]$/);
		expect(timesCreated()).toHaveLength(5);
		await (await workerOf(id!)).end();

		const again = await n8n.retry(failed, false);
		expect(again.status).toBe('success');
		expect(await executionsRunBy(workers[0]!.server)).toContain(again.id);
		expect(timesCreated()).toEqual(Array.from({ length: 10 }, () => 1));
	});
});

describe('a worker that is killed in the middle of the node', () => {
	// It happens: too little memory, a machine that is switched off. docs/delivery.md says what n8n makes of it.
	it('leaves its tasks made once, and n8n keeps nothing of the execution to retry', async () => {
		simulator = await startSimulator({ latency: 20 });
		const workflow = await publish(n8n, simulator);
		await postNames(main.server, workflow, numberedNames('killed', 100));
		await waitUntil(() => simulator.ledger.tasks.length >= 45, 'the first half of the tasks');
		const [id] = await n8n.executionsOf(workflow);
		const worker = await workerOf(id!);
		await worker.server.kill();
		const killed = Date.now();
		await worker.end();

		const failed = await n8n.finished(id!);
		const madeBefore = timesCreated().length;
		const found = Math.round((Date.now() - killed) / 1000);
		print(`${madeBefore} of 100 tasks made; n8n called it failed after ${found} s.`);
		expect(failed.status).toBe('error');
		expect(failed.data.resultData.error?.message).toMatch(/failed to be processed too many times/);
		// Neither what the node remembered nor the input, for all that n8n saves progress here.
		expect(failed.data.resultData.runData).toEqual({});
		expect(failed.data.executionData).toMatchObject({ contextData: {}, nodeExecutionStack: [] });

		const again = await n8n.retry(failed, false);
		expect(again.status).toBe('error');
		expect(timesCreated()).toEqual(Array.from({ length: madeBefore }, () => 1));

		// The other worker goes on, so that the source can ask again: for all of them.
		await postNames(main.server, workflow, numberedNames('killed', 100));
		await waitUntil(() => timesCreated().length >= 100, 'the other half');
		const doubled = timesCreated().filter((times) => times > 1).length;
		print(`${doubled} tasks were made twice when the same names were posted again.`);
	});
});
