import * as fc from 'fast-check';

import { CredentialError } from '../../credentials/CredentialError.ts';
import { resolveUrl, parseServerUrl } from '../../credentials/serverUrl.ts';
import { InvalidParameter, InvalidValue } from '../../nodes/shared/errors.ts';
import { encodePathSegment } from '../../nodes/shared/fields/requestUrl.ts';
import { commandName, requestUrl } from '../../nodes/shared/fields/index.ts';
import { credentialFor, UTC_ZONES } from '../support/fixtures.mts';
import { runOnEngine } from '../support/n8nEngine.mts';
import { startSimulator } from '../simulator/simulator.mts';
import { anyText, holds } from './cases.mts';

const SERVER = 'https://soar.example.com/MainApp/VSOC';

/** Text that looks like a URL and rarely is one. */
const anyUrl = fc.oneof(
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

const REJECTIONS = [InvalidValue, InvalidParameter, CredentialError];

/** The result of a function, or undefined if it rejects its input with a message. */
function unlessRejected<T>(make: () => T): T | undefined {
	try {
		return make();
	} catch (error) {
		if (REJECTIONS.some((rejection) => error instanceof rejection)) {
			expect((error as Error).message).not.toBe('');
			return undefined;
		}
		throw error;
	}
}

/** The path segments of a URL, as a server sees them. */
function segmentsOf(url: string): string[] {
	const { pathname, search, hash, username, password } = new URL(url);
	expect([search, hash, username, password]).toEqual(['', '', '', '']);
	return pathname.split('/').slice(1);
}

// A site called "../../admin" must not send the key to another URL.
it('keeps any integration or site name in its own path segment', async () => {
	await holds(
		fc.property(anyText, anyText, (one, other) => {
			const path = unlessRejected(() => [
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

it('accepts no command name that leads to another URL', async () => {
	const field = commandName('Command Name');
	await holds(
		fc.property(fc.oneof(anyText, fc.string({ minLength: 1, maxLength: 8 })), (given) => {
			const name = unlessRejected(() => field.toD3(given, UTC_ZONES)) as string | undefined;
			if (name === undefined || name.includes('/')) return;
			const url = resolveUrl(SERVER, `/api/Command/${encodeURIComponent(name)}`);
			expect(url).toBe(`${SERVER}/api/Command/${given.trim()}`);
			expect(segmentsOf(url)).toHaveLength(5);
		}),
	);
});

it('accepts only a Request URL that a server reads exactly as it is written', async () => {
	const field = requestUrl('Request URL', '');
	await holds(
		fc.property(anyUrl, (given) => {
			const url = unlessRejected(() => field.toD3(given, UTC_ZONES)) as string | undefined;
			if (url === undefined) return;
			const written = url.split('/').slice(3);
			expect(segmentsOf(url)).toHaveLength(written.length);
			expect(segmentsOf(url).map(unescaped)).toEqual(written.map(unescaped));
		}),
	);
});

it('turns anything pasted as Server URL into a URL that ends before the API path, or rejects it', async () => {
	await holds(
		fc.property(anyUrl, (pasted) => {
			const server = unlessRejected(() => parseServerUrl(pasted));
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

// The key goes where the URL goes.
it("never leaves the credential's server, whatever URL is requested", async () => {
	await holds(
		fc.property(anyUrl, (asked) => {
			const url = unlessRejected(() => resolveUrl(SERVER, asked));
			if (url !== undefined) expect(new URL(url).origin).toBe(new URL(SERVER).origin);
		}),
	);
});

it('requests over a socket keep any integration and site in their own path segments', async () => {
	const simulator = await startSimulator();
	try {
		const perRun = 25;
		const credential = credentialFor(simulator, 'CreateEvents', {
			requestsPerSecond: 0,
			maxConcurrentRequests: 1,
		});
		await holds(
			fc.asyncProperty(
				fc.array(fc.record({ integration: anyText, site: anyText }), {
					minLength: perRun,
					maxLength: perRun,
				}),
				async (items) => {
					simulator.ledger.requests.length = 0;
					const { outputs, error } = await runOnEngine({
						items,
						parameters: {
							resource: 'event',
							operation: 'send',
							integration: '={{ $json.integration }}',
							site: '={{ $json.site }}',
							eventJson: '{"alert":1}',
						},
						credential,
						node: { onError: 'continueRegularOutput' },
					});
					expect(error).toBeUndefined();
					const sent = items.filter((_item, index) => outputs[0]![index]!.json.refid !== undefined);
					for (const [index, item] of items.entries()) {
						const { json } = outputs[0]![index]!;
						if (json.refid === undefined) {
							expect(json.error).toMatch(
								/cannot be used in a URL|Integration and Request URL are both empty/,
							);
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

/** The bytes of a segment, one character each. */
function unescaped(segment: string): string {
	return segment
		.replace(/[^\u0000-\u007f]+/gu, encodeURIComponent)
		.replace(/%([\da-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
