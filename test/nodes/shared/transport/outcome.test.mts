import { once } from 'node:events';
import {
	connect,
	createServer,
	type AddressInfo,
	type LookupFunction,
	type Socket,
} from 'node:net';
import { connect as connectTls } from 'node:tls';

import { CredentialError } from '../../../../credentials/CredentialError.ts';
import { outcomeOf, type Outcome } from '../../../../nodes/shared/transport/outcome.ts';

/** The one place where it is decided whether a task was made: what it gets wrong is lost, or made twice. */

const sentAt = new Date('2026-05-15T14:32:00Z');

const answered = (status: number, text = '', headers = {}): Outcome =>
	outcomeOf({ kind: 'response', sentAt, status, headers, text }, 'notIdempotent');

const failed = (error: unknown): Outcome =>
	outcomeOf({ kind: 'error', sentAt, error }, 'notIdempotent');

/** An error as Node.js makes it, below what n8n and axios put around it. */
function wrapped(fields: object, message = 'read ECONNRESET'): Error {
	const inner = Object.assign(new Error(message), fields);
	return new Error('outer', { cause: new Error('middle', { cause: inner }) });
}

async function errorOf(socket: Socket): Promise<unknown> {
	return await new Promise((resolve) => socket.once('error', resolve));
}

describe('an answer with a status of success', () => {
	it.each([200, 201, 299])('%i was accepted', (status) => {
		expect(answered(status, '{"error":"","returnData":"Successful"}')).toEqual({
			kind: 'accepted',
			response: { error: '', returnData: 'Successful' },
			sentAt,
		});
	});

	it('and a failure in it was rejected, with the answer', () => {
		const response = { error: 'no such site' };
		expect(answered(200, JSON.stringify(response))).toEqual({
			kind: 'rejected',
			cause: 'refused',
			sentAt,
			httpCode: 200,
			message: 'no such site',
			response,
		});
	});

	it('of a reading may tell of what others failed in', () => {
		const text = '{"contextData":[{"Incident Number":"1","Result":"Failed"}]}';
		const reply = { kind: 'response', sentAt, status: 200, headers: {}, text } as const;
		expect(outcomeOf(reply, 'readOnly').kind).toBe('accepted');
		expect(outcomeOf(reply, 'notIdempotent').kind).toBe('rejected');
	});

	it('of which a part failed is unknown', () => {
		const response = { returnData: 'Partially Successful' };
		expect(answered(200, JSON.stringify(response))).toEqual({
			kind: 'unconfirmed',
			cause: 'partial',
			sentAt,
			httpCode: 200,
			message: 'Partially Successful',
			response,
		});
	});

	it.each([
		['a page', '<title>Sign in</title>', 'Sign in'],
		['nothing', '', ''],
		['JSON of somebody else', '{"ok":true}', '{"ok":true}'],
	])(
		'that is %s is unknown: whoever answers like that may have passed it on',
		(_what, text, message) => {
			expect(answered(200, text)).toEqual({
				kind: 'unconfirmed',
				cause: 'invalidResponse',
				sentAt,
				httpCode: 200,
				message,
			});
		},
	);
});

it.each([
	[199, 'unconfirmed', 'serverFailure'],
	[300, 'rejected', 'notFound'],
	[302, 'rejected', 'notFound'],
	[399, 'rejected', 'notFound'],
	[400, 'rejected', 'refused'],
	[401, 'rejected', 'authentication'],
	[402, 'rejected', 'refused'],
	[403, 'rejected', 'authentication'],
	[404, 'rejected', 'notFound'],
	[405, 'rejected', 'notFound'],
	[406, 'rejected', 'refused'],
	[407, 'notSent', 'proxyAuthentication'],
	[429, 'rejected', 'rateLimit'],
	[499, 'rejected', 'refused'],
	[500, 'unconfirmed', 'serverFailure'],
	[503, 'unconfirmed', 'serverFailure'],
] as const)('the status %i is %s: %s', (httpCode, kind, cause) => {
	expect(answered(httpCode, '{"Error":"why"}')).toEqual({
		kind,
		cause,
		sentAt,
		httpCode,
		message: 'why',
	});
});

// A firewall's page says nothing about the key or the values: whoever changes them looks in the wrong place.
describe('a page with a status of 4xx', () => {
	const page = '\n<!DOCTYPE html><html><head><title>Request Rejected</title></head></html>';

	it.each([400, 401, 403, 406, 418, 451, 499])('%i was blocked on the way to D3', (httpCode) => {
		expect(answered(httpCode, page)).toEqual({
			kind: 'rejected',
			cause: 'gatewayPage',
			sentAt,
			httpCode,
			message: 'Request Rejected',
		});
	});

	it.each([
		['without a word of HTML', '<b>Blocked</b>', { 'content-type': 'text/html; charset=utf-8' }],
		['behind a comment', '<!-- x --><HTML><title>Blocked</title>', {}],
	])('is known %s', (_how, text, headers) => {
		expect(answered(403, text, headers)).toMatchObject({
			cause: 'gatewayPage',
			message: 'Blocked',
		});
	});

	it.each([
		[302, 'notFound'],
		[404, 'notFound'],
		[405, 'notFound'],
		[407, 'proxyAuthentication'],
		[429, 'rateLimit'],
		[503, 'serverFailure'],
	])('%i means the same as without a page: %s', (status, cause) => {
		expect(answered(status, page)).toMatchObject({ cause });
	});

	it.each([
		['JSON', '{"Error":"<html>"}', {}],
		['JSON that is called a page', '{"Error":"x"}', { 'content-type': 'text/html' }],
		['text', 'no html', {}],
		['XML', '<Error>x</Error>', { 'content-type': 'text/xml' }],
		['nothing', '', { 'content-type': 'text/html' }],
	])('is not %s', (_what, text, headers) => {
		expect(answered(403, text, headers)).toMatchObject({ cause: 'authentication' });
	});
});

it('passes on how long D3 wants to be left alone', () => {
	expect(answered(429, '', { 'retry-after': '7' })).toMatchObject({ retryAfter: '7' });
	expect(answered(429, '', { 'retry-after': ['7', '8'] })).not.toHaveProperty('retryAfter');
	expect(answered(429)).not.toHaveProperty('retryAfter');
});

it('a request without a whole answer is unknown', () => {
	expect(outcomeOf({ kind: 'timeout', sentAt }, 'notIdempotent')).toEqual({
		kind: 'unconfirmed',
		cause: 'noResponse',
		sentAt,
		message: '',
	});
	expect(outcomeOf({ kind: 'tooLarge', sentAt }, 'notIdempotent')).toEqual({
		kind: 'unconfirmed',
		cause: 'tooLarge',
		sentAt,
		message: '',
	});
});

// What provably never left n8n can be sent again without a thought; of all else nobody can be sure.
describe('a failure', () => {
	it.each([
		['while connecting', { syscall: 'connect', code: 'ECONNREFUSED' }, 'unreachable'],
		['while looking up the name', { syscall: 'getaddrinfo', code: 'ENOTFOUND' }, 'unreachable'],
		['by a certificate that is not trusted', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'tls'],
		['by one that has expired', { code: 'CERT_HAS_EXPIRED' }, 'tls'],
		['by one without its chain', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'tls'],
		['by one for another host', { code: 'HOSTNAME_MISMATCH' }, 'tls'],
		['by protection against SSRF', { name: 'SsrfBlockedIpError' }, 'ssrfBlocked'],
	])('%s was not delivered', (_when, fields, cause) => {
		const outcome = failed(wrapped(fields, 'why'));
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
	])('of encryption (%s) was not delivered', (words) => {
		expect(failed(wrapped({ code: 'EPROTO' }, `SSL: ${words.toUpperCase()}`))).toMatchObject({
			kind: 'notSent',
			cause: 'tls',
		});
	});

	// What Node.js throws then has a code, and says only of each address that it was connecting.
	it('to reach any of the addresses of a name was not delivered', async () => {
		const lookup: LookupFunction = (_host, _options, done) =>
			done(null, [
				{ address: '::1', family: 6 },
				{ address: '127.0.0.1', family: 4 },
			]);
		const error = await errorOf(connect({ host: 'd3', port: 1, lookup }));
		expect(error).toMatchObject({ name: 'AggregateError' });
		expect(failed(error)).toMatchObject({ kind: 'notSent', cause: 'unreachable' });
	});

	it('of which only some addresses are known to have been out of reach is unknown', () => {
		const connecting = Object.assign(new Error('x'), { syscall: 'connect' });
		const reading = Object.assign(new Error('x'), { syscall: 'read' });
		expect(failed(new AggregateError([connecting, reading]))).toMatchObject({
			kind: 'unconfirmed',
		});
		expect(failed(new AggregateError([]))).toMatchObject({ kind: 'unconfirmed' });
		expect(failed(new AggregateError([connecting]))).toMatchObject({ kind: 'notSent' });
		expect(failed(new AggregateError([null]))).toMatchObject({ kind: 'unconfirmed' });
	});

	it('before encryption begins was not delivered', async () => {
		const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const error = await errorOf(connectTls({ host: '127.0.0.1', port }));
		server.close();
		expect(error).toMatchObject({ code: 'ECONNRESET' });
		expect(failed(error)).toMatchObject({ kind: 'notSent', cause: 'unreachable' });
	});

	it('of the credential was not delivered', () => {
		const problem = new CredentialError('The Secret Key is empty.');
		expect(failed(new Error('outer', { cause: problem }))).toEqual({
			kind: 'notSent',
			cause: 'credential',
			message: 'The Secret Key is empty.',
		});
	});

	it.each([
		['in the middle', { syscall: 'read', code: 'ECONNRESET' }],
		['of encryption later on', { code: 'EPROTO' }],
		['that only sounds like encryption', { code: 'EPIPE', message: 'handshake failure' }],
		['with a code that begins like another', { code: 'XUNABLE_TO_SEND' }],
		['with a code that ends like another', { code: 'HOSTNAME_MISMATCHED' }],
		['with a code that has another in it', { code: 'NO_HOSTNAME_MISMATCH' }],
		['with a name that has another in it', { name: 'NotSsrfBlocked', code: 'X' }],
	])('%s is unknown', (_when, fields) => {
		expect(failed(wrapped(fields, 'why'))).toEqual({
			kind: 'unconfirmed',
			cause: 'noResponse',
			message: (fields as { message?: string }).message ?? 'why',
			code: fields.code,
			sentAt,
		});
	});

	it.each([
		['a text', 'broken', 'broken'],
		['nothing', undefined, 'undefined'],
		['null', null, 'null'],
		['an object without a message', { name: 'x' }, '[object Object]'],
		['an object without a name', { message: 'x' }, '[object Object]'],
	])('that is %s is unknown too', (_what, error, message) => {
		expect(failed(error)).toEqual({ kind: 'unconfirmed', cause: 'noResponse', message, sentAt });
	});

	it('that leads back to itself has an end', () => {
		const error = new Error('round');
		error.cause = error;
		expect(failed(error)).toMatchObject({ kind: 'unconfirmed', message: 'round' });
	});

	it('ten deep is still read, and what lies deeper is not', () => {
		const nest = (depth: number): Error =>
			depth === 1
				? Object.assign(new Error('innermost'), { syscall: 'connect' })
				: new Error('outer', { cause: nest(depth - 1) });
		expect(failed(nest(10))).toMatchObject({ cause: 'unreachable', message: 'innermost' });
		expect(failed(nest(11))).toMatchObject({ cause: 'noResponse', message: 'outer' });
	});

	it('has the code of its outermost cause that has one', () => {
		const error = Object.assign(wrapped({ code: 'INNER' }), { code: 7 });
		expect(failed(error)).toMatchObject({ code: 'INNER' });
		expect(failed(Object.assign(wrapped({ code: 'INNER' }), { code: 'OUTER' }))).toMatchObject({
			code: 'OUTER',
		});
	});
});
