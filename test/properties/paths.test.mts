import * as fc from 'fast-check';

import { CredentialError } from '../../credentials/CredentialError.ts';
import { resolveUrl, parseServerUrl } from '../../credentials/serverUrl.ts';
import { InvalidValue, encodePathSegment, type Zones } from '../../nodes/shared/fields/field.ts';
import { commandName, requestUrl } from '../../nodes/shared/fields/index.ts';
import { credentialFor, runNode } from '../support/n8nEngine.mts';
import { startSimulator } from '../simulator/simulator.mts';
import { anyText, holds } from './cases.mts';

const SERVER = 'https://soar.example.com/MainApp/VSOC';
const zones: Zones = { workflow: 'UTC', d3: 'UTC', window: 'UTC', utc: 'UTC' };

/** What looks like an address, and hardly is one. */
const anyAddress = fc.oneof(
	anyText,
	fc
		.tuple(
			fc.constantFrom(
				'https://',
				'http://',
				'HTTPS:',
				'//',
				'/',
				'\\\\',
				'javascript:',
				' https://',
				'',
			),
			fc.oneof(
				anyText,
				fc.constantFrom(
					...['soar.example.com', 'soar.example.com:443', 'evil.example', '127.0.0.1', '[::1]'],
					...[
						'soar.example.com@evil.example',
						'evil.example\\@soar.example.com',
						'soar。example.com',
					],
				),
			),
			fc.array(fc.oneof(anyText, fc.constantFrom('api', 'Command', 'CreateTask', '..', '.', '')), {
				maxLength: 5,
			}),
			fc.constantFrom('', '/', '?a=b', '#a', '\u0000', '\t'),
		)
		.map(([scheme, host, segments, end]) => scheme + [host, ...segments].join('/') + end),
);

/** What a function gives, or nothing where it refuses in words of its own. */
function unlessRefused<T>(make: () => T): T | undefined {
	try {
		return make();
	} catch (error) {
		if (error instanceof InvalidValue || error instanceof CredentialError) {
			expect(error.message).not.toBe('');
			return undefined;
		}
		throw error;
	}
}

/** The segments of an address's path, as a server sees them. */
function segmentsOf(address: string): string[] {
	const { pathname, search, hash, username, password } = new URL(address);
	expect([search, hash, username, password]).toEqual(['', '', '', '']);
	return pathname.split('/').slice(1);
}

// A site that is called "../../admin" must not become another address, with the key in the request.
it('keeps any name in the one segment of the path that is its own', async () => {
	await holds(
		fc.property(anyText, anyText, (one, other) => {
			const path = unlessRefused(() => [
				encodePathSegment('Site', one),
				encodePathSegment('Site', other),
			]);
			if (path === undefined) return;
			const segments = segmentsOf(`${SERVER}/api/Data/${path.join('/')}/CreateEvents`);
			expect(segments).toHaveLength(7);
			expect(segments.slice(4, 6).map(decodeURIComponent)).toEqual([one.trim(), other.trim()]);
		}),
	);
});

it('takes for the name of a command nothing that leads elsewhere', async () => {
	const field = commandName('Command Name');
	await holds(
		fc.property(fc.oneof(anyText, fc.string({ minLength: 1, maxLength: 8 })), (given) => {
			const name = unlessRefused(() => field.toD3(given, zones)) as string | undefined;
			if (name === undefined || name.includes('/')) return;
			const address = resolveUrl(SERVER, `/api/Command/${encodeURIComponent(name)}`);
			expect(address).toBe(`${SERVER}/api/Command/${given.trim()}`);
			expect(segmentsOf(address)).toHaveLength(5);
		}),
	);
});

it('takes for a Request URL only what a server sees as it is written', async () => {
	const field = requestUrl('Request URL', '');
	await holds(
		fc.property(anyAddress, (given) => {
			const address = unlessRefused(() => field.toD3(given, zones)) as string | undefined;
			if (address === undefined) return;
			const written = address.split('/').slice(3);
			expect(segmentsOf(address)).toHaveLength(written.length);
			expect(segmentsOf(address).map(unescaped)).toEqual(written.map(unescaped));
		}),
	);
});

it('makes of anything that is pasted for a server an address that ends before the API, or refuses it', async () => {
	await holds(
		fc.property(anyAddress, (pasted) => {
			const server = unlessRefused(() => parseServerUrl(pasted));
			if (server === undefined) return;
			expect(server).toMatch(/^https?:\/\/[^/]/);
			expect(server).not.toMatch(/\/$/);
			expect(parseServerUrl(`${server}/api/Command/CreateTask`)).toBe(server);
			segmentsOf(server);
			const segments = segmentsOf(resolveUrl(server, '/api/Command/CreateTask'));
			expect(segments.slice(-3)).toEqual(['api', 'Command', 'CreateTask']);
		}),
	);
});

// Where the address goes, the key goes.
it('never leaves the server of the credential, whatever address a request asks for', async () => {
	await holds(
		fc.property(anyAddress, (asked) => {
			const address = unlessRefused(() => resolveUrl(SERVER, asked));
			if (address !== undefined) expect(new URL(address).origin).toBe(new URL(SERVER).origin);
		}),
	);
});

it('keeps integration and site inside their segments over sockets too', async () => {
	const simulator = await startSimulator();
	try {
		const perRun = 25;
		const credential = credentialFor(simulator, 'CreateEvents');
		await holds(
			fc.asyncProperty(
				fc.array(fc.record({ integration: anyText, site: anyText }), {
					minLength: perRun,
					maxLength: perRun,
				}),
				async (items) => {
					simulator.ledger.requests.length = 0;
					const { outputs, error } = await runNode({
						items,
						parameters: {
							resource: 'event',
							operation: 'send',
							integration: '={{ $json.integration }}',
							site: '={{ $json.site }}',
							eventJson: '{"alert":1}',
							options: { requestsPerSecond: 0, maxConcurrentRequests: 1 },
						},
						credential,
						node: { onError: 'continueRegularOutput' },
					});
					expect(error).toBeUndefined();
					const sent = items.filter((_item, index) => outputs[0]![index]!.json.refid !== undefined);
					for (const [index, item] of items.entries()) {
						const { json } = outputs[0]![index]!;
						if (json.refid === undefined) {
							expect(json.error).toMatch(/cannot be part of an address|Give an Integration/);
							expect(sent).not.toContain(item);
						}
					}
					expect(simulator.ledger.requests.map(({ path }) => path)).toEqual(
						sent.map(({ integration, site }) => {
							const names = [integration, site.trim() === '' ? credential.site : site];
							const own = names.map((name) => encodeURIComponent(name.trim()));
							return `/MainApp/VSOC/api/Data/${own.join('/')}/CreateEvents`;
						}),
					);
				},
			),
			perRun,
		);
	} finally {
		await simulator.close();
	}
});

/** The bytes of a segment, each as a character. */
function unescaped(segment: string): string {
	return segment
		.replace(/[^\u0000-\u007f]+/gu, encodeURIComponent)
		.replace(/%([\da-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
