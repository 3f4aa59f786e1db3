import { once } from 'node:events';
import {
	connect,
	createServer,
	type AddressInfo,
	type LookupFunction,
	type Socket,
} from 'node:net';
import { connect as connectTls } from 'node:tls';

import {
	outcomeOf,
	type Failure,
	type Outcome,
} from '../../../../nodes/shared/transport/outcome.ts';

/** The one place that decides whether D3 has acted: a mistake here loses a task or creates it twice. */

const sentAt = new Date('2026-05-15T14:32:00Z');

const credential = { serverUrl: 'https://soar.example.com/MainApp/VSOC' };
const write = { idempotency: 'notIdempotent', credential } as const;
const read = { idempotency: 'readOnly', credential } as const;

const outcomeOfResponse = (status: number, text = '', headers = {}): Outcome =>
	outcomeOf({ kind: 'response', sentAt, status, headers, text }, write);

const outcomeOfError = (error: unknown): Outcome =>
	outcomeOf({ kind: 'error', sentAt, error }, write);

/** An error of Node.js, wrapped as n8n and axios wrap it. */
function wrapped(fields: object, message = 'read ECONNRESET'): Error {
	const inner = Object.assign(new Error(message), fields);
	return new Error('outer', { cause: new Error('middle', { cause: inner }) });
}

/** An error as n8n makes it of another, without that one. */
function n8nError(kept: {
	httpCode?: string | null;
	messages: string[];
	description?: string;
}): Error {
	return Object.assign(new Error('The service failed'), { name: 'NodeApiError', ...kept });
}

async function errorOf(socket: Socket): Promise<unknown> {
	return await new Promise((resolve) => socket.once('error', resolve));
}

describe('a response with a success status', () => {
	it.each([200, 201, 299])(
		'HTTP status %i ends as accepted if the response holds no failure',
		(status) => {
			expect(outcomeOfResponse(status, '{"error":"","returnData":"Successful"}')).toEqual({
				kind: 'accepted',
				response: { error: '', returnData: 'Successful' },
				sentAt,
			});
		},
	);

	it('a 200 with a failure in it ends as rejected, with the response', () => {
		const response = { error: 'no such site' };
		expect(outcomeOfResponse(200, JSON.stringify(response))).toEqual({
			kind: 'rejected',
			cause: 'refused',
			sentAt,
			httpCode: 200,
			message: 'no such site',
			response,
		});
	});

	it('a read-only command ends as accepted even if its rows mention failures', () => {
		const text = '{"contextData":[{"Incident Number":"1","Result":"Failed"}]}';
		const reply = { kind: 'response', sentAt, status: 200, headers: {}, text } as const;
		expect(outcomeOf(reply, read).kind).toBe('accepted');
		expect(outcomeOf(reply, write).kind).toBe('rejected');
	});

	it('a 200 that reports a partial success ends as unconfirmed', () => {
		const response = { returnData: 'Partially Successful' };
		expect(outcomeOfResponse(200, JSON.stringify(response))).toEqual({
			kind: 'unconfirmed',
			cause: 'partial',
			sentAt,
			httpCode: 200,
			message: 'Partially Successful',
			response,
		});
	});

	it.each([
		['an HTML page', '<title>Sign in</title>', 'Sign in'],
		['an empty body', '', ''],
		['JSON that is not from D3', '{"ok":true}', '{"ok":true}'],
	])(
		'a 200 with %s ends as unconfirmed, since a proxy may have passed the request on',
		(_what, text, message) => {
			expect(outcomeOfResponse(200, text)).toEqual({
				kind: 'unconfirmed',
				cause: 'invalidResponse',
				sentAt,
				httpCode: 200,
				message,
			});
		},
	);

	it.each(['{"error":"","rawData":{"Task Na', '{"error":"","returnData":"Succ', ' {', '{"a":[1,2'])(
		'a 200 that breaks off ends as unconfirmed, and not as somebody else’s response: %s',
		(text) => {
			expect(outcomeOfResponse(200, text)).toMatchObject({
				kind: 'unconfirmed',
				cause: 'incompleteResponse',
				httpCode: 200,
				message: text.trim(),
			});
		},
	);

	it.each(['{"error" "x"}', '{"ok":true}}', '[1,2]', '{}', 'null'])(
		'a 200 that is whole but not from D3 is not taken for one that breaks off: %s',
		(text) => {
			expect(outcomeOfResponse(200, text)).toMatchObject({ cause: 'invalidResponse' });
		},
	);
});

it.each([
	[199, 'unconfirmed', 'serverFailure'],
	[300, 'rejected', 'redirect'],
	[302, 'rejected', 'redirect'],
	[399, 'rejected', 'redirect'],
	[400, 'rejected', 'refused'],
	[401, 'rejected', 'authentication'],
	[402, 'rejected', 'refused'],
	[403, 'rejected', 'authentication'],
	[404, 'rejected', 'notFound'],
	[405, 'rejected', 'notFound'],
	[406, 'rejected', 'refused'],
	[407, 'notSent', 'proxyAuthentication'],
	[413, 'rejected', 'requestTooLarge'],
	[429, 'rejected', 'rateLimit'],
	[499, 'rejected', 'refused'],
	[500, 'unconfirmed', 'serverFailure'],
	[503, 'unconfirmed', 'serverFailure'],
] as const)('HTTP status %i ends as %s with the cause %s', (httpCode, kind, cause) => {
	expect(outcomeOfResponse(httpCode, '{"Error":"why"}')).toEqual({
		kind,
		cause,
		sentAt,
		httpCode,
		message: 'why',
	});
});

// What a firewall says is nothing about the key or the values, so the user must not look for the mistake there.
describe('an answer that is not in the JSON of D3', () => {
	const page = '\n<!DOCTYPE html><html><head><title>Request Rejected</title></head></html>';

	it.each([400, 401, 403, 406, 418, 451, 499])(
		'a page with HTTP status %i ends unconfirmed: what sent it may have blocked D3s response',
		(httpCode) => {
			expect(outcomeOfResponse(httpCode, page)).toEqual({
				kind: 'unconfirmed',
				cause: 'gatewayPage',
				isForeign: true,
				sentAt,
				httpCode,
				message: 'Request Rejected',
			});
		},
	);

	it.each([
		['a page', '<b>Blocked</b>', 'Blocked'],
		[
			'text',
			'Request Rejected. Your support ID is 123',
			'Request Rejected. Your support ID is 123',
		],
		['JSON of a gateway', '{"message":"Forbidden"}', 'Forbidden'],
		['a JSON text', '"no"', '"no"'],
		['XML', '<Error>x</Error>', 'x'],
	])('a 403 with %s is no word of D3 about the key', (_what, text, message) => {
		expect(outcomeOfResponse(403, text)).toMatchObject({ cause: 'gatewayPage', message });
	});

	it.each([
		['https://login.example.com/?token=x', { redirectsTo: 'https://login.example.com' }],
		['/login', {}],
		['https://soar.example.com/MainApp/VSOC/login', {}],
		['javascript:alert(1)', {}],
		['https://', {}],
		[undefined, {}],
	])('a redirect to %p names only the server to which it leads', (location, redirectsTo) => {
		const headers = location === undefined ? {} : { location };
		const raw = { kind: 'response', status: 302, text: '', sentAt, headers } as const;
		const { redirectsTo: found } = outcomeOf(raw, read) as Failure;
		expect(found === undefined ? {} : { redirectsTo: found }).toEqual(redirectsTo);
	});

	// They are retried, or not, by their status. Only the words are not D3's.
	it.each([
		[302, 'redirect'],
		[404, 'notFound'],
		[405, 'notFound'],
		[407, 'proxyAuthentication'],
		[429, 'rateLimit'],
		[503, 'serverFailure'],
	])('HTTP status %i with a page keeps its cause %s', (status, cause) => {
		expect(outcomeOfResponse(status, page)).toMatchObject({ cause, isForeign: true });
		expect(outcomeOfResponse(status, '{"Error":"x"}')).not.toHaveProperty('isForeign');
		expect(outcomeOfResponse(status, ' ')).not.toHaveProperty('isForeign');
	});

	it.each([
		['JSON with an Error', '{"Error":"<html>"}', {}],
		['JSON with the content type of a page', '{"error":"x"}', { 'content-type': 'text/html' }],
		['an empty body', '', { 'content-type': 'text/html' }],
	])('%s counts as the answer of D3', (_what, text, headers) => {
		expect(outcomeOfResponse(401, text, headers)).toMatchObject({ cause: 'authentication' });
		expect(outcomeOfResponse(403, text, headers)).toMatchObject({ cause: 'authentication' });
	});
});

it('passes on the Retry-After of a 429', () => {
	expect(outcomeOfResponse(429, '', { 'retry-after': '7' })).toMatchObject({ retryAfter: '7' });
	expect(outcomeOfResponse(429, '', { 'retry-after': ['7', '8'] })).not.toHaveProperty(
		'retryAfter',
	);
	expect(outcomeOfResponse(429)).not.toHaveProperty('retryAfter');
});

it('a request without a complete response ends as unconfirmed', () => {
	expect(outcomeOf({ kind: 'timeout', sentAt }, write)).toEqual({
		kind: 'unconfirmed',
		cause: 'noResponse',
		sentAt,
		message: '',
	});
	expect(outcomeOf({ kind: 'tooLarge', sentAt }, write)).toEqual({
		kind: 'unconfirmed',
		cause: 'tooLarge',
		sentAt,
		message: '',
	});
});

// What provably never left n8n can safely be sent again; about anything else nobody can be sure.
describe('an error instead of a response', () => {
	it.each([
		['while connecting', { syscall: 'connect', code: 'ECONNREFUSED' }, 'unreachable'],
		[
			'while looking up the host name',
			{ syscall: 'getaddrinfo', code: 'ENOTFOUND' },
			'unreachable',
		],
		['about an untrusted certificate', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'tls'],
		['about an expired certificate', { code: 'CERT_HAS_EXPIRED' }, 'tls'],
		['about a certificate without its chain', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'tls'],
		['about a certificate for another host', { code: 'HOSTNAME_MISMATCH' }, 'tls'],
		["of n8n's SSRF protection", { name: 'SsrfBlockedIpError' }, 'ssrfBlocked'],
	])('an error %s ends as not sent', (_when, fields, cause) => {
		const outcome = outcomeOfError(wrapped(fields, 'why'));
		expect(outcome).toEqual({
			kind: 'notSent',
			cause,
			message: 'why',
			...('code' in fields && { code: fields.code }),
		});
	});

	it.each([
		'wrong version number',
		'handshake failure',
		'protocol version',
		'unsupported protocol',
	])('a failed TLS handshake ends as not sent: %s', (reason) => {
		expect(
			outcomeOfError(wrapped({ code: 'EPROTO' }, `SSL: ${reason.toUpperCase()}`)),
		).toMatchObject({
			kind: 'notSent',
			cause: 'tls',
		});
	});

	// The error that Node.js throws then has a code, but only its inner errors say that they occurred while connecting.
	it('an error after failing to connect to every address of a host ends as not sent', async () => {
		const lookup: LookupFunction = (_host, _options, done) =>
			done(null, [
				{ address: '::1', family: 6 },
				{ address: '127.0.0.1', family: 4 },
			]);
		const error = await errorOf(connect({ host: 'd3', port: 1, lookup }));
		expect(error).toMatchObject({ name: 'AggregateError' });
		expect(outcomeOfError(error)).toMatchObject({ kind: 'notSent', cause: 'unreachable' });
	});

	it('several errors at once end as not sent only if all of them occurred while connecting', () => {
		const connecting = Object.assign(new Error('x'), { syscall: 'connect' });
		const reading = Object.assign(new Error('x'), { syscall: 'read' });
		expect(outcomeOfError(new AggregateError([connecting, reading]))).toMatchObject({
			kind: 'unconfirmed',
		});
		expect(outcomeOfError(new AggregateError([]))).toMatchObject({ kind: 'unconfirmed' });
		expect(outcomeOfError(new AggregateError([connecting]))).toMatchObject({ kind: 'notSent' });
		expect(outcomeOfError(new AggregateError([null]))).toMatchObject({ kind: 'unconfirmed' });
	});

	it('a connection that breaks before the TLS handshake ends as not sent', async () => {
		const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const error = await errorOf(connectTls({ host: '127.0.0.1', port }));
		server.close();
		expect(error).toMatchObject({ code: 'ECONNRESET' });
		expect(outcomeOfError(error)).toMatchObject({ kind: 'notSent', cause: 'unreachable' });
	});

	it.each([
		['with its cause', new Error('outer', { cause: new Error('The API key is empty') })],
		['without it', n8nError({ messages: ['The API key is empty'] })],
		['that is no error', 'The API key is empty'],
	])('to sign the request, %s, was not delivered', (_what, error) => {
		expect(outcomeOf({ kind: 'unsigned', sentAt, error }, write)).toEqual({
			kind: 'notSent',
			cause: 'credential',
			message: 'The API key is empty',
		});
	});

	// n8n 1.104 to 2.33 drop the cause of their own error.
	describe('of which n8n keeps nothing but code and words', () => {
		const refused = 'connect ECONNREFUSED 127.0.0.1:1';

		it.each([
			['while connecting', 'ECONNREFUSED', [refused, refused], 'unreachable'],
			['while connecting too long', 'ETIMEDOUT', ['connect ETIMEDOUT 10.0.0.1:1'], 'unreachable'],
			['while looking up the name', 'ENOTFOUND', ['getaddrinfo ENOTFOUND d3'], 'unreachable'],
			['while connecting to two addresses', 'E', [`${refused} | ${refused}`], 'unreachable'],
			[
				'before encryption begins',
				'ECONNRESET',
				['Client network socket disconnected before secure TLS connection was established'],
				'unreachable',
			],
			['by a certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT', ['self-signed certificate'], 'tls'],
			['of encryption', 'EPROTO', ['write EPROTO 1:SSL:wrong version number:1'], 'tls'],
			[
				'by protection against SSRF',
				null,
				['The request was blocked because it resolves to a restricted IP address'],
				'ssrfBlocked',
			],
		])('%s was not delivered', (_when, httpCode, messages, cause) => {
			expect(outcomeOfError(n8nError({ httpCode, messages }))).toEqual({
				kind: 'notSent',
				cause,
				message: messages[0],
				...(httpCode !== null && { code: httpCode }),
			});
		});

		it('to reach any of the addresses of a name was not delivered, where only the description says so', () => {
			const description = `${refused} | ${refused}`;
			const error = n8nError({ httpCode: 'ECONNREFUSED', messages: ['Error'], description });
			expect(outcomeOfError(error)).toMatchObject({ kind: 'notSent', cause: 'unreachable' });
		});

		it.each([
			['in the middle', ['read ECONNRESET']],
			['to reach one of two addresses', [`${refused} | read ECONNRESET`]],
			['that only speaks of connecting', ['could not connect ECONNREFUSED']],
			['with other words', ['connect to D3']],
			['without words', []],
		])('%s is unknown', (_when, messages) => {
			expect(outcomeOfError(n8nError({ httpCode: 'ECONNRESET', messages }))).toMatchObject({
				kind: 'unconfirmed',
				cause: 'noResponse',
			});
		});
	});

	it.each([
		['while reading', { syscall: 'read', code: 'ECONNRESET' }],
		['of TLS after the handshake', { code: 'EPROTO' }],
		[
			'that mentions a handshake under another code',
			{ code: 'EPIPE', message: 'handshake failure' },
		],
		['with UNABLE_TO later in its code', { code: 'XUNABLE_TO_SEND' }],
		['with a code that only starts with HOSTNAME_MISMATCH', { code: 'HOSTNAME_MISMATCHED' }],
		['with a code that only ends in HOSTNAME_MISMATCH', { code: 'NO_HOSTNAME_MISMATCH' }],
		['with SsrfBlocked later in its name', { name: 'NotSsrfBlocked', code: 'X' }],
	])('an error %s ends as unconfirmed', (_when, fields) => {
		expect(outcomeOfError(wrapped(fields, 'why'))).toEqual({
			kind: 'unconfirmed',
			cause: 'noResponse',
			message: (fields as { message?: string }).message ?? 'why',
			code: fields.code,
			sentAt,
		});
	});

	it.each([
		['a text', 'broken', 'broken'],
		['undefined', undefined, 'undefined'],
		['null', null, 'null'],
		['an object without a message', { name: 'x' }, '[object Object]'],
		['an object without a name', { message: 'x' }, '[object Object]'],
	])('a thrown value that is %s ends as unconfirmed', (_what, error, message) => {
		expect(outcomeOfError(error)).toEqual({
			kind: 'unconfirmed',
			cause: 'noResponse',
			message,
			sentAt,
		});
	});

	it('an error whose cause leads back to itself still ends as unconfirmed', () => {
		const error = new Error('round');
		error.cause = error;
		expect(outcomeOfError(error)).toMatchObject({ kind: 'unconfirmed', message: 'round' });
	});

	it('reads the causes of an error ten levels deep, and no deeper', () => {
		const nest = (depth: number): Error =>
			depth === 1
				? Object.assign(new Error('innermost'), { syscall: 'connect' })
				: new Error('outer', { cause: nest(depth - 1) });
		expect(outcomeOfError(nest(10))).toMatchObject({ cause: 'unreachable', message: 'innermost' });
		expect(outcomeOfError(nest(11))).toMatchObject({ cause: 'noResponse', message: 'outer' });
	});

	it('reports the code of the outermost error that has one', () => {
		const error = Object.assign(wrapped({ code: 'INNER' }), { code: 7 });
		expect(outcomeOfError(error)).toMatchObject({ code: 'INNER' });
		expect(
			outcomeOfError(Object.assign(wrapped({ code: 'INNER' }), { code: 'OUTER' })),
		).toMatchObject({
			code: 'OUTER',
		});
	});
});
