import { SignJWT } from 'jose';

import { RateLimit } from './rateLimit.mts';
import { startSimulator, type Simulator } from './simulator.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ commandSecrets: { CreateTask: 'shared secret' } });
});
afterEach(async () => await simulator.close());

async function post(body: string, headers: Record<string, string> = {}) {
	const response = await fetch(`${simulator.serverUrl}/api/Command/CreateTask`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
	return { status: response.status, text: await response.text() };
}

const key = { d3key: 'simulator-key-CreateTask' };

/** The request that D3's page prints, with its blank at the end of the name. */
const SAMPLE =
	'{"Username":"Admin","Site":"Security Operations","CommandParams":{"Task Name":"Sample Task ","Task Type":"Default","Task Description":"Sample Task Description","Assignee":"admin user","Due Date":"2022-03-24 13:28:13","Required":"Yes","Incident Number":"20220125-1"}}';

// All other tests rely on the simulator: it has to behave as D3 is documented.
describe('the responses that D3 documents', () => {
	it("the simulator gives D3's documented response to the sample of CreateTask", async () => {
		simulator.world.windowsZone = 'China Standard Time';
		expect(await post(SAMPLE, key)).toEqual({
			status: 200,
			text: '{"error":"","returnData":"Successful","rawData":{"Task Name":"Sample Task","Task Type":"Default","Task Description":"<p>Sample Task Description</p>","Assignee":"admin user","Due Date":"2022-03-24 13:28:13 China Standard Time","Required on incident close":"Required","Creator":"admin user","Incident Number":"20220125-1"}}',
		});
		expect(simulator.ledger.tasks).toHaveLength(1);
	});

	it.each([['"text"'], ['[]'], ['not JSON'], ['']])(
		"the simulator gives D3's documented 400 for the body %p",
		async (body) => {
			expect(await post(body, key)).toEqual({
				status: 400,
				text: '{"Error": "The body of the request must be a valid JSON object"}',
			});
		},
	);

	it.each([
		['no key', {}],
		['a wrong key', { d3key: 'wrong' }],
		['a wrong token', { d3jwt: 'a.b.c' }],
	])("the simulator gives D3's documented 401 for %s", async (_what, headers) => {
		expect(await post(SAMPLE, headers as Record<string, string>)).toEqual({
			status: 401,
			text: '{"Error": "Invalid authentication key."}',
		});
		expect(simulator.ledger.tasks).toEqual([]);
	});

	it("the simulator gives D3's documented 429 above its rate limit", async () => {
		const limited = await startSimulator({ requestsPerSecond: 1 });
		const ask = async () =>
			await fetch(`${limited.serverUrl}/api/Command/CreateTask`, { method: 'POST', headers: key });
		const statuses = [(await ask()).status];
		const second = await ask();
		expect(await second.text()).toBe(
			'{"Error": "The request exceeds rate limits or is otherwise blocked by rate limiting policies."}',
		);
		expect([...statuses, second.status]).toEqual([400, 429]);
		await limited.close();
	});

	it('the simulator gives a 400 if one of the seven required parameters of CreateTask is missing', async () => {
		for (const name of [
			'Task Name',
			'Task Type',
			'Task Description',
			'Assignee',
			'Due Date',
			'Required',
			'Incident Number',
		]) {
			const body = JSON.parse(SAMPLE);
			body.CommandParams[name] = '';
			expect((await post(JSON.stringify(body), key)).status).toBe(400);
		}
		expect(simulator.ledger.tasks).toEqual([]);
	});
});

describe('a JSON Web Token', () => {
	const token = async (payload: object, secret = 'shared secret') =>
		await new SignJWT({ ...payload })
			.setProtectedHeader({ alg: 'HS256' })
			.sign(new TextEncoder().encode(secret));
	const payload = { Username: 'Admin', Site: 'Security Operations' };

	it('the simulator accepts a JWT with the right signature and the values of the body', async () => {
		expect((await post(SAMPLE, { d3jwt: await token(payload) })).status).toBe(200);
	});

	it.each([
		['another secret', payload, 'other'],
		['another site', { ...payload, Site: 'Other' }, 'shared secret'],
		['another letter case', { ...payload, Username: 'admin' }, 'shared secret'],
		['a field that the body lacks', { ...payload, Level: 1 }, 'shared secret'],
	])('the simulator rejects a JWT with %s', async (_what, claims, secret) => {
		expect((await post(SAMPLE, { d3jwt: await token(claims, secret) })).status).toBe(401);
	});
});

it.each([
	['fixed', [0, 10, 20, 990, 1000, 1001], [true, true, false, false, true, true]],
	['rolling', [0, 10, 20, 990, 1000, 1001], [true, true, false, false, true, false]],
] as const)('the simulator counts its rate limit in %s seconds', (counting, times, acquired) => {
	const limit = new RateLimit(2, counting);
	expect(times.map((time) => limit.tryAcquire(time))).toEqual(acquired);
});
