import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';

import { ActiveWorkflow, runNode, searchList, taskParameters } from '../support/n8nEngine.mts';
import { hostileServer, rawServer, type HostileServer } from './server.mts';

/**
 * D3's address may be taken over, mistyped, or have something in between. Whatever answers there, n8n
 * keeps its memory, its objects and its credential, and the builder reads what happened.
 */

const MEGABYTE = 1024 * 1024;
/** Three answers at a time of at most 10 MB, as bytes, as text and as objects; without a limit it would be thousands. */
const MOST_MEGABYTES = 400;

let server: HostileServer;
afterEach(async () => {
	await server.close();
	expect(Object.keys(Object.prototype)).toEqual([]);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

const run = async (parameters = {}, node = {}) =>
	await runNode({
		parameters: taskParameters({ options: { timeout: 5, ...parameters } }),
		credential: server.credential,
		node,
	});

/** Runs against the server in a process of its own. */
async function measured(): Promise<{ grown: number; errors: Array<string | null> }> {
	const script = join('test', 'hostile', 'memory.mts');
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

const UNKNOWN = /^Item \d: The answer is not one of D3; task .* may or may not exist$/;

describe('memory stays bounded with', () => {
	const zeros = () => Buffer.alloc(100 * MEGABYTE, ' ');
	it.each<[string, string, () => Buffer]>([
		['a gzip bomb', 'gzip', () => gzipSync(zeros())],
		['a deflate bomb', 'deflate', () => deflateSync(zeros())],
		['a brotli bomb', 'br', () => brotliCompressSync(zeros())],
	])('%s', async (_what, encoding, make) => {
		const bomb = make();
		expect(bomb.length).toBeLessThan(MEGABYTE);
		server = await hostileServer(
			(response) =>
				void response
					.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding })
					.end(bomb),
		);
		const { grown, errors } = await measured();
		expect(errors).toEqual(Array(3).fill(expect.stringMatching(UNKNOWN)));
		expect(grown).toBeLessThan(MOST_MEGABYTES);
	});

	it.each<[string, string]>([
		['an endless text', 'x'.repeat(64 * 1024)],
		['an endless list', '[],'.repeat(20_000)],
		['an endless nest', '['.repeat(64 * 1024)],
	])('%s, and the connection is closed', async (_what, chunk) => {
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
		expect(errors).toEqual(Array(3).fill(expect.stringMatching(UNKNOWN)));
		expect(grown).toBeLessThan(MOST_MEGABYTES);
		expect(closed).toBe(3);
	});

	const TAGS = 9 * MEGABYTE;
	it.each<[string, () => string]>([
		['5 MB of opening brackets', () => '['.repeat(5 * MEGABYTE)],
		['an answer nested two million deep', () => `{"rawData":${nested(2_000_000)}}`],
		['one nested deep in a text', () => JSON.stringify({ returnData: nested(1_000_000) })],
		['a page of beginnings of tags', () => '<'.repeat(TAGS)],
		['a page of beginnings of titles', () => '<title'.repeat(TAGS / 6)],
		['9 MB of blanks', () => ' '.repeat(TAGS)],
		['9 MB of backslashes', () => '\\'.repeat(TAGS)],
		[
			'a hundred thousand failures',
			() =>
				JSON.stringify({
					contextData: Array(100_000).fill({ 'Incident Number': 'x'.repeat(30), Result: 'Failed' }),
				}),
		],
	])('%s, and nothing takes long', async (_what, make) => {
		const text = make();
		server = await hostileServer((response) => void response.end(text));
		const { grown, errors } = await measured();
		for (const error of errors) {
			if (error === null) continue;
			expect(error).toMatch(/^Item \d: (The answer is not one of D3|D3 )/);
			expect(error.length).toBeLessThan(5000);
		}
		expect(grown).toBeLessThan(MOST_MEGABYTES);
	});
});

function nested(depth: number): string {
	return '['.repeat(depth) + ']'.repeat(depth);
}

// n8n walks through what it stores; a stack that overflows there would take the whole execution with it.
it.each([
	['as deep as is taken', 198, undefined],
	['one deeper', 199, UNKNOWN],
	['far too deep', 5000, UNKNOWN],
])('an answer nested %s', async (_how, depth, failure) => {
	server = await hostileServer(
		(response) => void response.end(`{"error":"","rawData":{"a":${nested(depth)}}}`),
	);
	const { error, outputs } = await run();
	if (failure === undefined) expect(outputs[0]).toHaveLength(1);
	else expect(error?.message).toMatch(failure);
});

it('brackets in a text are no nesting', async () => {
	const name = `\\"${'['.repeat(1000)}\\\\`;
	server = await hostileServer((response) => void response.end(`{"rawData":{"name":"${name}"}}`));
	const { outputs } = await run();
	expect(outputs[0]![0]!.json).toEqual({ name: `"${'['.repeat(1000)}\\` });
});

it.each([
	[
		'plainly',
		'{"error":"","rawData":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":1}}',
	],
	['in a row', '{"rawData":[{"a":1,"__proto__":{"polluted":1}}]}'],
	['with escapes', '{"rawData":{"\\u005f_proto__":{"polluted":1},"a":1}}'],
	['in a text', '{"returnData":"{\\"Data\\":{\\"__proto__\\":{\\"polluted\\":1},\\"a\\":1}}"}'],
	['as the whole answer', '{"__proto__":{"rawData":{"polluted":1}},"returnData":"Successful"}'],
])('no object gets a property that an answer names for all of them %s', async (_how, text) => {
	server = await hostileServer((response) => void response.end(text));
	const { outputs, error } = await run();
	expect(error).toBeUndefined();
	const { json } = outputs[0]![0]!;
	expect(json.polluted).toBeUndefined();
	expect(Object.getPrototypeOf({ ...json })).toBe(Object.prototype);
});

// n8n's editor renders descriptions and hints: a link in them would look like one of n8n's own.
describe('no markup of a server or an item reaches the editor', () => {
	const MARKUP = '<a href="https://evil.example">Log in</a><script>alert(1)</script><img src=x>';
	it.each<[string, number, string]>([
		['in the words of a rejection', 400, JSON.stringify({ Error: MARKUP })],
		['in the words of a failed login', 401, JSON.stringify({ Error: MARKUP })],
		['in the words of a failure', 500, JSON.stringify({ Error: MARKUP })],
		['in a 200', 200, JSON.stringify({ error: MARKUP })],
		[
			'in a row',
			200,
			JSON.stringify({ contextData: [{ incidentNumber: MARKUP, Result: 'Failed' }] }),
		],
		['in a page', 200, `<title>x</title>${MARKUP}`],
		['in what is no page', 502, `<<b>script>alert(1)<</b>/script> ${MARKUP}`],
	])('%s', async (_where, status, text) => {
		server = await hostileServer((response) => void response.writeHead(status).end(text));
		const parameters = taskParameters({
			taskName: MARKUP,
			site: MARKUP,
			options: { username: MARKUP },
		});
		for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
			const { error, outputs } = await runNode({
				parameters,
				credential: server.credential,
				node: { onError },
			});
			const item = outputs[1]?.[0]?.json as { error: string; details: IDataObject } | undefined;
			const told =
				onError === 'stopWorkflow'
					? [error!.message, error!.description]
					: [item!.error, item!.details.description];
			expect(JSON.stringify(told)).not.toMatch(/<[a-z/!?]/i);
		}
	});

	it('in the message of a list', async () => {
		server = await hostileServer(
			(response) => void response.writeHead(400).end(JSON.stringify({ Error: MARKUP })),
		);
		const searching = searchList('searchUsers', { credential: server.credential });
		await expect(searching).rejects.toThrow(/D3 does not list anything: ‹a href/);
	});

	it('in a hint', async () => {
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

	it.each([301, 302, 303, 307, 308])('whose redirect %i points elsewhere', async (status) => {
		server = await hostileServer(
			(response) => void response.writeHead(status, { location: other.origin }).end(),
		);
		const { error } = await run();
		expect(error?.message).toContain(
			`does not lead to the D3 command CreateTask (HTTP status ${status})`,
		);
		await expect(searchList('searchUsers', { credential: server.credential })).rejects.toThrow(
			'does not lead to the D3 command GetUsersBySite',
		);
		const parameters = { triggerOn: 'incidentCreated' };
		const trigger = new ActiveWorkflow({ parameters, credential: server.credential });
		await expect(trigger.activate()).rejects.toThrow(
			'does not lead to the D3 command GetIncidents',
		);
		expect([server.requests.length, other.requests.length]).toEqual([3, 0]);
	});

	it('whose page refreshes to elsewhere', async () => {
		server = await hostileServer(
			(response) => void response.writeHead(200, { refresh: `0; url=${other.origin}` }).end(),
		);
		expect((await run()).error?.message).toMatch(UNKNOWN);
		expect(other.requests).toEqual([]);
	});
});

const NO_ANSWER = /^Item 0: D3 did not answer; task .* may or may not exist$/;

describe('a server that does not keep to HTTP', () => {
	const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
	const body = '{"rawData":{"a":1}}';
	it.each<[string, string, RegExp | undefined]>([
		['says that more comes than does', `${head}Content-Length: 5000\r\n\r\n${body}`, NO_ANSWER],
		['says that less comes than does', `${head}Content-Length: 5\r\n\r\n${body}`, UNKNOWN],
		['says that nothing comes', `${head}Content-Length: 0\r\n\r\n${body}`, UNKNOWN],
		['says a negative length', `${head}Content-Length: -1\r\n\r\n${body}`, NO_ANSWER],
		[
			'says two lengths',
			`${head}Content-Length: 19\r\nContent-Length: 5\r\n\r\n${body}`,
			NO_ANSWER,
		],
		['breaks its chunks', `${head}Transfer-Encoding: chunked\r\n\r\nffffff\r\n${body}`, NO_ANSWER],
		[
			'says gzip and sends none',
			`${head}Content-Encoding: gzip\r\nContent-Length: 19\r\n\r\n${body}`,
			NO_ANSWER,
		],
		['sends thousands of headers', `${head}${'X-A: b\r\n'.repeat(50_000)}\r\n${body}`, NO_ANSWER],
		['sends a header without an end', `${head}X-A: ${'b'.repeat(5_000_000)}`, NO_ANSWER],
		['sends no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n', NO_ANSWER],
		[
			'sends a header called __proto__',
			`${head}__proto__: polluted\r\nContent-Length: 19\r\n\r\n${body}`,
			undefined,
		],
	])('and %s', async (_what, bytes, failure) => {
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

it('bytes that are no UTF-8 become marks of replacement, and the rest stays readable', async () => {
	const bytes = Buffer.concat([
		Buffer.from('{"rawData":{"name":"'),
		Buffer.from([0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
		Buffer.from('","a":1}}'),
	]);
	server = await hostileServer((response) => void response.end(bytes));
	const { outputs } = await run();
	expect(outputs[0]![0]!.json).toEqual({ name: expect.stringContaining('\ufffd'), a: 1 });
});

it('an answer that drips forever ends at the deadline, and its connection with it', async () => {
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
	expect(error?.message).toMatch(NO_ANSWER);
	while (!closed) await new Promise((resolve) => setTimeout(resolve, 10));
	expect(await server.connections()).toBe(0);
});
