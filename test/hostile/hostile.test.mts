import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';

import { ActiveWorkflow } from '../support/activeWorkflow.mts';
import { taskParameters } from '../support/fixtures.mts';
import { callListSearch } from '../support/listSearch.mts';
import { runOnEngine } from '../support/n8nEngine.mts';
import { hostileServer, rawServer, type HostileServer } from './server.mts';

/**
 * D3's URL may be taken over or mistyped, or a proxy may sit in between. Whatever responds there, n8n's
 * memory, objects and credential stay safe, and the user reads what happened.
 */

const MEGABYTE = 1024 * 1024;
/** Three concurrent responses of at most 10 MB, as bytes, text and objects; without a limit it would be thousands. */
const MAX_MEGABYTES = 400;

let server: HostileServer;
afterEach(async () => {
	await server.close();
	expect(Object.keys(Object.prototype)).toEqual([]);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

const run = async (limits = {}, node = {}) =>
	await runOnEngine({
		parameters: taskParameters(),
		credential: { ...server.credential, timeout: 5, ...limits },
		node,
	});

/** Runs against the server in a process of its own. */
async function measured(): Promise<{ grown: number; errors: Array<string | null> }> {
	const script = join('test', 'hostile', 'memoryUse.mts');
	const { stdout } = await promisify(execFile)(
		process.execPath,
		[script, JSON.stringify(server.credential)],
		{ maxBuffer: 64 * MEGABYTE, env: { ...process.env, NODE_OPTIONS: '' } },
	);
	const { before, after, errors } = JSON.parse(stdout.trim().split('\n').at(-1)!) as {
		before: number;
		after: number;
		errors: Array<string | null>;
	};
	return { grown: after - before, errors };
}

const NOT_FROM_D3 =
	/^Check D3 first: (The response did not come from D3|D3's response (is larger than 10 MB|broke off)); task .* may or may not exist/;

describe('memory', () => {
	const zeros = () => Buffer.alloc(100 * MEGABYTE, ' ');
	it.each<[string, string, () => Buffer]>([
		['a gzip bomb', 'gzip', () => gzipSync(zeros())],
		['a deflate bomb', 'deflate', () => deflateSync(zeros())],
		['a brotli bomb', 'br', () => brotliCompressSync(zeros())],
	])('memory stays bounded with %s', async (_what, encoding, make) => {
		const bomb = make();
		expect(bomb.length).toBeLessThan(MEGABYTE);
		server = await hostileServer(
			(response) =>
				void response
					.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding })
					.end(bomb),
		);
		const { grown, errors } = await measured();
		expect(errors).toEqual(Array(3).fill(expect.stringMatching(NOT_FROM_D3)));
		expect(grown).toBeLessThan(MAX_MEGABYTES);
	});

	it.each<[string, string]>([
		['an endless text', 'x'.repeat(64 * 1024)],
		['an endless list', '[],'.repeat(20_000)],
		['endless nesting', '['.repeat(64 * 1024)],
	])('memory stays bounded with %s, and the connection is closed', async (_what, chunk) => {
		let closed = 0;
		server = await hostileServer(async (response) => {
			response.once('close', () => closed++);
			response.writeHead(200, { 'content-type': 'application/json' }).write('{"rawData":[');
			const more = () => {
				while (!response.destroyed && response.write(chunk));
			};
			response.on('drain', more);
			more();
		});
		const { grown, errors } = await measured();
		expect(errors).toEqual(Array(3).fill(expect.stringMatching(NOT_FROM_D3)));
		expect(grown).toBeLessThan(MAX_MEGABYTES);
		expect(closed).toBe(3);
	});

	const TAGS = 9 * MEGABYTE;
	it.each<[string, () => string]>([
		['5 MB of opening brackets', () => '['.repeat(5 * MEGABYTE)],
		['a response nested two million levels deep', () => `{"rawData":${nested(2_000_000)}}`],
		['deep nesting inside a text', () => JSON.stringify({ returnData: nested(1_000_000) })],
		['a page of unfinished tags', () => '<'.repeat(TAGS)],
		['a page of unfinished titles', () => '<title'.repeat(TAGS / 6)],
		['9 MB of blanks', () => ' '.repeat(TAGS)],
		['9 MB of backslashes', () => '\\'.repeat(TAGS)],
		[
			'a hundred thousand failed rows',
			() =>
				JSON.stringify({
					contextData: Array(100_000).fill({ 'Incident Number': 'x'.repeat(30), Result: 'Failed' }),
				}),
		],
	])('memory and error messages stay bounded with %s', async (_what, make) => {
		const text = make();
		server = await hostileServer((response) => void response.end(text));
		const { grown, errors } = await measured();
		for (const error of errors) {
			if (error === null) continue;
			expect(error).toMatch(
				/^(Check D3 first: |Safe to run again: )?(The response did not come from D3|D3('s)? )/,
			);
			expect(error.length).toBeLessThan(5000);
		}
		expect(grown).toBeLessThan(MAX_MEGABYTES);
	});
});

function nested(depth: number): string {
	return '['.repeat(depth) + ']'.repeat(depth);
}

// n8n walks recursively through what it stores; a stack overflow there would end the whole execution.
it.each([
	['accepts a response with the maximum nesting depth', 198, undefined],
	['does not accept a response one level deeper than the maximum', 199, NOT_FROM_D3],
	['does not accept a response far deeper than the maximum', 5000, NOT_FROM_D3],
])('%s', async (_how, depth, failure) => {
	server = await hostileServer(
		(response) => void response.end(`{"error":"","rawData":{"a":${nested(depth)}}}`),
	);
	const { error, outputs } = await run();
	if (failure === undefined) expect(outputs[0]).toHaveLength(1);
	else expect(error?.message).toMatch(failure);
});

it('does not count brackets inside a text as nesting', async () => {
	const name = `\\"${'['.repeat(1000)}\\\\`;
	server = await hostileServer((response) => void response.end(`{"rawData":{"name":"${name}"}}`));
	const { outputs } = await run();
	expect(outputs[0]![0]!.json).toEqual({ name: `"${'['.repeat(1000)}\\` });
});

it.each([
	[
		'in plain text',
		'{"error":"","rawData":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":1}}',
	],
	['in a list of rows', '{"rawData":[{"a":1,"__proto__":{"polluted":1}}]}'],
	['written with escapes', '{"rawData":{"\\u005f_proto__":{"polluted":1},"a":1}}'],
	[
		'in JSON inside a text',
		'{"returnData":"{\\"Data\\":{\\"__proto__\\":{\\"polluted\\":1},\\"a\\":1}}"}',
	],
	[
		'around the whole response',
		'{"__proto__":{"rawData":{"polluted":1}},"returnData":"Successful"}',
	],
])('a response with __proto__ %s adds no property to other objects', async (_how, text) => {
	server = await hostileServer((response) => void response.end(text));
	const { outputs, error } = await run();
	expect(error).toBeUndefined();
	const { json } = outputs[0]![0]!;
	expect(json.polluted).toBeUndefined();
	expect(Object.getPrototypeOf({ ...json })).toBe(Object.prototype);
});

// n8n's editor renders descriptions and hints: a link in them would look like one of n8n's own.
describe('markup', () => {
	const MARKUP = '<a href="https://evil.example">Log in</a><script>alert(1)</script><img src=x>';
	it.each<[string, number, string]>([
		['in the message of a rejection', 400, JSON.stringify({ Error: MARKUP })],
		['in the message of a failed login', 401, JSON.stringify({ Error: MARKUP })],
		['in the message of a server error', 500, JSON.stringify({ Error: MARKUP })],
		['in the error of a 200', 200, JSON.stringify({ error: MARKUP })],
		[
			'in a failed row',
			200,
			JSON.stringify({ contextData: [{ incidentNumber: MARKUP, Result: 'Failed' }] }),
		],
		['in an HTML page', 200, `<title>x</title>${MARKUP}`],
		['in broken HTML', 502, `<<b>script>alert(1)<</b>/script> ${MARKUP}`],
	])('markup %s does not reach the editor', async (_where, status, text) => {
		server = await hostileServer((response) => void response.writeHead(status).end(text));
		const parameters = taskParameters({
			taskName: MARKUP,
			site: MARKUP,
			options: { username: MARKUP },
		});
		for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
			const { error, outputs } = await runOnEngine({
				parameters,
				credential: server.credential,
				node: { onError },
			});
			const item = outputs[1]?.[0]?.json as { error: string; details: IDataObject } | undefined;
			const texts =
				onError === 'stopWorkflow'
					? [error!.message, error!.description]
					: [item!.error, item!.details.description];
			expect(JSON.stringify(texts)).not.toMatch(/<[a-z/!?]/i);
		}
	});

	it('markup in the error of a list search does not reach the editor', async () => {
		server = await hostileServer(
			(response) => void response.writeHead(400).end(JSON.stringify({ Error: MARKUP })),
		);
		const searching = callListSearch('searchUsers', { credential: server.credential });
		await expect(searching).rejects.toThrow(/D3 returned no list: ‹a href/);
	});

	it('markup in a date from D3 does not reach the hints in the editor', async () => {
		server = await hostileServer(
			(response) =>
				void response.end(
					JSON.stringify({ rawData: { 'Due Date': `2026-05-15 14:32:00 ${MARKUP}` } }),
				),
		);
		const { hints } = await run();
		expect(hints.join()).not.toMatch(/<[a-z/!?]/i);
	});
});

describe('the credential stays with its server', () => {
	let other: HostileServer;
	beforeEach(async () => {
		other = await hostileServer((response) => void response.end('{"rawData":{"a":1}}'));
	});
	afterEach(async () => await other.close());

	it.each([301, 302, 303, 307, 308])(
		'does not send the credential to another server after a redirect with HTTP %i',
		async (status) => {
			server = await hostileServer(
				(response) => void response.writeHead(status, { location: other.origin }).end(),
			);
			const { error } = await run();
			expect(error?.message).toContain(
				`was rejected: the server redirects to ${other.origin} (HTTP status ${status})`,
			);
			await expect(
				callListSearch('searchUsers', { credential: server.credential }),
			).rejects.toThrow(`The server redirects to ${other.origin} (HTTP status ${status})`);
			const parameters = { triggerOn: 'incidentCreated' };
			const trigger = new ActiveWorkflow({ parameters, credential: server.credential });
			await expect(trigger.activate()).rejects.toThrow(
				/was rejected: the server redirects to http/,
			);
			expect([server.requests.length, other.requests.length]).toEqual([3, 0]);
		},
	);

	it('does not send the credential to another server after a Refresh header', async () => {
		server = await hostileServer(
			(response) => void response.writeHead(200, { refresh: `0; url=${other.origin}` }).end(),
		);
		expect((await run()).error?.message).toMatch(NOT_FROM_D3);
		expect(other.requests).toEqual([]);
	});
});

const NO_RESPONSE = /^Check D3 first: D3 did not respond; task .* may or may not exist$/;

describe('a server that does not keep to HTTP', () => {
	const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
	const body = '{"rawData":{"a":1}}';
	it.each<[string, string, RegExp | undefined]>([
		[
			'announces more bytes than it sends',
			`${head}Content-Length: 5000\r\n\r\n${body}`,
			NO_RESPONSE,
		],
		['announces fewer bytes than it sends', `${head}Content-Length: 5\r\n\r\n${body}`, NOT_FROM_D3],
		[
			'announces an empty body and sends one',
			`${head}Content-Length: 0\r\n\r\n${body}`,
			NOT_FROM_D3,
		],
		['announces a negative length', `${head}Content-Length: -1\r\n\r\n${body}`, NO_RESPONSE],
		[
			'announces two lengths',
			`${head}Content-Length: 19\r\nContent-Length: 5\r\n\r\n${body}`,
			NO_RESPONSE,
		],
		[
			'sends broken chunks',
			`${head}Transfer-Encoding: chunked\r\n\r\nffffff\r\n${body}`,
			NO_RESPONSE,
		],
		[
			'announces gzip and sends plain text',
			`${head}Content-Encoding: gzip\r\nContent-Length: 19\r\n\r\n${body}`,
			NO_RESPONSE,
		],
		['sends thousands of headers', `${head}${'X-A: b\r\n'.repeat(50_000)}\r\n${body}`, NO_RESPONSE],
		['sends a header without an end', `${head}X-A: ${'b'.repeat(5_000_000)}`, NO_RESPONSE],
		['does not speak HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', NO_RESPONSE],
		[
			'sends a header called __proto__',
			`${head}__proto__: polluted\r\nContent-Length: 19\r\n\r\n${body}`,
			undefined,
		],
	])('the task has a clear outcome if the server %s', async (_what, bytes, failure) => {
		server = await rawServer((socket) => socket.end(bytes));
		const { error, outputs } = await run();
		if (failure === undefined) {
			expect(outputs[0]!.map(({ json }) => json)).toEqual([{ a: 1 }]);
		} else {
			expect(error?.message).toMatch(failure);
			expect(error?.context?.details).toMatchObject({ outcome: 'unconfirmed' });
		}
	});
});

it('replaces bytes that are not UTF-8 and keeps the rest of the response readable', async () => {
	const bytes = Buffer.concat([
		Buffer.from('{"rawData":{"name":"'),
		Buffer.from([0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
		Buffer.from('","a":1}}'),
	]);
	server = await hostileServer((response) => void response.end(bytes));
	const { outputs } = await run();
	expect(outputs[0]![0]!.json).toEqual({ name: expect.stringContaining('\ufffd'), a: 1 });
});

it('ends a response that drips forever at the timeout, and closes its connection', async () => {
	let closed = false;
	server = await hostileServer((response) => {
		response.writeHead(200).write('{"rawData":"');
		const dripping = setInterval(() => response.write('x'), 20);
		response.once('close', () => {
			closed = true;
			clearInterval(dripping);
		});
	});
	const { error } = await run({ timeout: 1 });
	expect(error?.message).toMatch(NO_RESPONSE);
	while (!closed) await new Promise((resolve) => setTimeout(resolve, 10));
	expect(await server.connections()).toBe(0);
});
