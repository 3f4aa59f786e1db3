import { itemsOf } from '../support/n8n/rest.mts';
import {
	HOOK_TIMEOUT_MS,
	startRealN8n,
	startRealServer,
	waitUntil,
	type RealN8n,
	type RealServer,
} from '../support/realN8n.mts';
import { linkOf } from '../approval/analyst.mts';
import { ask, NEXT } from '../approval/workflows.mts';
import { credentialFor } from '../support/fixtures.mts';
import { freePort } from '../support/n8n/server.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { behindWebhook, executionsRunBy, postNames } from './production.mts';
import { startPostgres, startRedis, type Service } from './services.mts';

let services: Service[] = [];
let main: RealN8n | undefined;
let worker: RealServer | undefined;
let simulator: Simulator;

beforeAll(async () => {
	services = [await startRedis(), await startPostgres()];
	const port = await freePort();
	const env = {
		// Links begin with it: a worker has another address, at which no page is.
		WEBHOOK_URL: `http://localhost:${port}/`,
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: 'of this test',
		...Object.assign({}, ...services.map((service) => service.env)),
	};
	main = await startRealN8n({ env, port });
	worker = await startRealServer({ env, role: 'worker' });
	simulator = await startSimulator();
}, HOOK_TIMEOUT_MS);

afterAll(async () => {
	for (const server of [worker, main, ...services]) await server?.end();
	await simulator?.close();
});

// A worker asks, the main process shows the page, and a worker goes on.
it('a question that a worker asks is answered where n8n has a queue', async () => {
	const n8n = main!.rest;
	const credential = await n8n.createCredential('d3SoarApi', 'D3', credentialFor(simulator));
	const workflow = await n8n.createWorkflow(
		behindWebhook(ask(credential, { taskName: '=Isolate {{ $json.name }}?' }), NEXT),
	);
	await n8n.activate(workflow);
	await postNames(main!.server, workflow, ['WS-042']);
	await waitUntil(async () => {
		const [id] = await n8n.executionsOf(workflow);
		return id !== undefined && (await n8n.statusOf(id)) === 'waiting';
	}, 'the question');
	const [id] = await n8n.executionsOf(workflow);
	const link = linkOf(simulator);
	expect(await (await fetch(link)).text()).toContain('Isolate WS-042?');
	const body = new URLSearchParams({ decision: 'decline', comment: 'Not now' });
	expect((await fetch(link, { method: 'POST', body })).status).toBe(200);
	const done = await n8n.finished(id!);
	expect(itemsOf(done, 'Node')[0]!.json.data).toMatchObject({
		approved: false,
		comment: 'Not now',
		reason: 'declined',
	});
	expect(await executionsRunBy(worker!.server)).toContain(id);
	expect(simulator.ledger.tasks).toHaveLength(1);
});
