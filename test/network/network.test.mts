import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { D3SoarCredential } from '../../credentials/credential.ts';
import type { TestResult } from '../support/n8n/rest.mts';
import { certificateFor } from '../support/certificate.mts';
import { Proxy } from '../support/proxy.mts';
import { credentialFor } from '../support/fixtures.mts';
import {
	createTask,
	D3_NODE,
	HOOK_TIMEOUT_MS,
	runOnServer,
	startRealN8n,
	type RealN8n,
} from '../support/realN8n.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';

let real: RealN8n | undefined;

type Fields = Partial<D3SoarCredential>;

/** Creates a task, without trying again what cannot be reached. */
async function createTaskWith(d3: Simulator, fields: Fields = {}) {
	const data = credentialFor(d3, 'CreateTask', { retryFor: 0, ...fields });
	const credential = await real!.rest.createCredential('d3SoarApi', 'D3', data);
	const node = createTask(credential, {});
	const { error } = (await runOnServer(real!.rest, node)).data.resultData;
	const { message, description, context } = error ?? {};
	const { outcome } = (context?.details ?? {}) as { outcome?: string };
	return { message, description, outcome };
}

/** What became of a task that was made. */
const ACCEPTED = { message: undefined, description: undefined, outcome: undefined };

async function pressTestButton(d3: Simulator, fields: Fields = {}): Promise<TestResult> {
	return await real!.rest.testCredential('d3SoarApi', credentialFor(d3, 'CreateTask', fields));
}

/** The same server by another name. */
function throughName(name: string, { serverUrl }: Simulator): { serverUrl: string } {
	return { serverUrl: serverUrl.replace('127.0.0.1', name) };
}

function portOf({ serverUrl }: Simulator): number {
	return Number(new URL(serverUrl).port);
}

// An on-premises D3 has a private address, which is what this protection is against.
describe("n8n's SSRF protection, which allows one host", () => {
	let d3: Simulator;

	beforeAll(async () => {
		d3 = await startSimulator();
		const env = { N8N_SSRF_PROTECTION_ENABLED: 'true', N8N_SSRF_ALLOWED_HOSTNAMES: 'localhost' };
		real = await startRealN8n({ env });
	}, HOOK_TIMEOUT_MS);

	afterAll(async () => {
		await real?.end();
		await d3.close();
	});

	it('lets the node and the test button reach that host', async () => {
		expect(await pressTestButton(d3, throughName('localhost', d3))).toMatchObject({ status: 'OK' });
		expect(await createTaskWith(d3, throughName('localhost', d3))).toEqual(ACCEPTED);
		expect(d3.ledger.tasks).toHaveLength(1);
	});

	it('blocks another, and the node says which variables have to name it', async () => {
		const seen = d3.ledger.requests.length;
		expect(await createTaskWith(d3)).toEqual({
			message: expect.stringMatching(/^n8n blocked D3's address, so .* was not sent$/),
			description: expect.stringMatching(
				/SSRF protection .*N8N_SSRF_ALLOWED_HOSTNAMES.*N8N_SSRF_ALLOWED_IP_RANGES/,
			),
			outcome: 'notSent',
		});
		expect(d3.ledger.requests).toHaveLength(seen);
	});

	// docs/troubleshooting.md explains these words of n8n's, which the package has no hand in.
	it('blocks the test button too, with words that docs/troubleshooting.md explains', async () => {
		expect(await pressTestButton(d3)).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^The request was blocked/),
		});
	});

	it('blocks the pickers, which say whose matter that is and what to do instead', async () => {
		const keys = { keyGetIncidents: d3.keyOf('GetIncidents').apiKey };
		const data = credentialFor(d3, 'CreateTask', keys);
		const credential = await real!.rest.createCredential('d3SoarApi', 'D3', data);
		const node = { type: D3_NODE, typeVersion: 1, credentials: { d3SoarApi: credential } };
		const parameters = { resource: 'task', operation: 'create', site: '' };
		await expect(
			real!.rest.listSearch(node, 'incidentNumber', 'searchIncidents', parameters),
		).rejects.toThrow(/SSRF protection .* your n8n administrator .* or type the number/);
	});
});

// Many an n8n gets out through a proxy only, and D3 may be outside or inside.
describe('a proxy in the environment of n8n', () => {
	let outside: Simulator;
	let secure: Simulator;
	let inside: Simulator;
	let proxy: Proxy;

	beforeAll(async () => {
		[outside, inside] = [await startSimulator(), await startSimulator()];
		secure = await startSimulator({ tls: await certificateFor('secure.d3.test') });
		proxy = await new Proxy({
			'soar.d3.test': portOf(outside),
			'secure.d3.test': portOf(secure),
		}).listen();
		real = await startRealN8n({
			env: {
				HTTP_PROXY: proxy.url,
				HTTPS_PROXY: proxy.url,
				NO_PROXY: '127.0.0.1',
				no_proxy: '127.0.0.1',
			},
		});
	}, HOOK_TIMEOUT_MS);

	beforeEach(() => {
		proxy.passed.length = 0;
	});

	afterAll(async () => {
		await real?.end();
		for (const d3 of [outside, secure, inside]) await d3.close();
	});

	it('is on the way of the node and the test button, whose names it alone knows', async () => {
		const fields = throughName('soar.d3.test', outside);
		expect(await pressTestButton(outside, fields)).toMatchObject({ status: 'OK' });
		expect(await createTaskWith(outside, fields)).toEqual(ACCEPTED);
		expect(outside.ledger.tasks).toHaveLength(1);
		const address = `POST ${fields.serverUrl}/api/Command/CreateTask`;
		expect(proxy.passed).toEqual([address, address]);
	});

	// The key must not be readable on the way.
	it('passes on what is encrypted without reading it', async () => {
		const fields = { ...throughName('secure.d3.test', secure), ignoreSslIssues: true };
		expect(await createTaskWith(secure, fields)).toEqual(ACCEPTED);
		expect(secure.ledger.tasks).toHaveLength(1);
		expect(proxy.passed).toEqual([`CONNECT secure.d3.test:${portOf(secure)}`]);
	});

	it('does not make a certificate any better', async () => {
		const { message, outcome } = await createTaskWith(
			secure,
			throughName('secure.d3.test', secure),
		);
		expect(message).toMatch(
			/^n8n could not establish a trusted TLS connection to D3, so .* was not sent$/,
		);
		expect(outcome).toBe('notSent');
	});

	it('is left out for a host in NO_PROXY', async () => {
		expect(await createTaskWith(inside)).toEqual(ACCEPTED);
		expect(inside.ledger.tasks).toHaveLength(1);
		expect(proxy.passed).toEqual([]);
	});

	// It would read as if D3 had said no, and the builder would look for the mistake there.
	it.each([
		['http', () => [outside, throughName('soar.d3.test', outside)] as const],
		[
			'https',
			() => [secure, { ...throughName('secure.d3.test', secure), ignoreSslIssues: true }] as const,
		],
	])('that wants a login is named, with the variables, over %s', async (_, d3) => {
		const [server, fields] = d3();
		const seen = server.ledger.requests.length;
		proxy.requiresLogin = true;
		const failure = await createTaskWith(server, fields);
		proxy.requiresLogin = false;
		expect(failure).toEqual({
			message: expect.stringMatching(/^The proxy .* requires authentication, so .* was not sent$/),
			description: expect.stringMatching(/HTTP_PROXY, HTTPS_PROXY.*NO_PROXY/),
			outcome: 'notSent',
		});
		expect(server.ledger.requests).toHaveLength(seen);
	});

	// The last one here: the proxy does not come back.
	it('that is down is thought of in what the node says', async () => {
		await proxy.close();
		expect(await createTaskWith(outside, throughName('soar.d3.test', outside))).toEqual({
			message: expect.stringMatching(/^D3 could not be reached, so .* was not sent$/),
			description: expect.stringMatching(/proxy .*HTTP_PROXY, HTTPS_PROXY/),
			outcome: 'notSent',
		});
		expect(await pressTestButton(outside, throughName('soar.d3.test', outside))).toEqual({
			status: 'Error',
			message: 'ECONNREFUSED',
		});
	});
});

// Behind a firewall certificates are private as a rule.
describe('NODE_EXTRA_CA_CERTS and a range of addresses that SSRF protection allows', () => {
	let folder: string;
	let known: Simulator;
	let unknown: Simulator;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-authority-'));
		const authority = join(folder, 'authority.pem');
		const certificate = await certificateFor('127.0.0.1');
		await writeFile(authority, certificate.cert);
		known = await startSimulator({ tls: certificate });
		unknown = await startSimulator({ tls: await certificateFor('127.0.0.1') });
		real = await startRealN8n({
			env: {
				NODE_EXTRA_CA_CERTS: authority,
				N8N_SSRF_PROTECTION_ENABLED: 'true',
				N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.0/8,::1',
			},
		});
	}, HOOK_TIMEOUT_MS);

	afterAll(async () => {
		await real?.end();
		for (const d3 of [known, unknown]) await d3.close();
		await rm(folder, { recursive: true, force: true });
	});

	// Better than to trust everybody: docs/credentials.md recommends it.
	it('let a private certificate be trusted without Ignore SSL Issues', async () => {
		expect(await pressTestButton(known)).toMatchObject({ status: 'OK' });
		expect(await createTaskWith(known)).toEqual(ACCEPTED);
		expect(known.ledger.tasks).toHaveLength(1);
	});

	it.each([
		['that nobody vouches for', () => unknown, '127.0.0.1', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		['for another name', () => known, 'localhost', 'ERR_TLS_CERT_ALTNAME_INVALID'],
	])('do not help a certificate %s, and the node says what does', async (...words) => {
		const [, d3, name, code] = words;
		const seen = d3().ledger.requests.length;
		expect(await createTaskWith(d3(), throughName(name, d3()))).toEqual({
			message: expect.stringMatching(
				/^n8n could not establish a trusted TLS connection to D3, so .* was not sent$/,
			),
			description: expect.stringMatching(
				new RegExp(`${code}.*NODE_EXTRA_CA_CERTS.*Ignore SSL Issues`),
			),
			outcome: 'notSent',
		});
		expect(await pressTestButton(d3(), throughName(name, d3()))).toEqual({
			status: 'Error',
			message: code,
		});
		expect(d3().ledger.requests).toHaveLength(seen);
	});

	// Some have no other way: it has to work in the test and in the node.
	it('are not needed with Ignore SSL Issues', async () => {
		expect(await pressTestButton(unknown, { ignoreSslIssues: true })).toMatchObject({
			status: 'OK',
		});
		expect(await createTaskWith(unknown, { ignoreSslIssues: true })).toEqual(ACCEPTED);
		expect(unknown.ledger.tasks).toHaveLength(1);
	});
});
