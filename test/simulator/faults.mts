import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';

import { documented, type Answer } from './answers.mts';
import type { SeenRequest } from './ledger.mts';

/** One way in which a server, or something between it and n8n, misbehaves. */
export interface Fault {
	/** `early`: before anything of the body was read. `late`: when the request is complete. */
	readonly moment: 'early' | 'late';
	/** Whether D3 does what it was asked, before it misbehaves. */
	readonly done: boolean;
	/** Answers, or does not. */
	readonly act: (
		response: ServerResponse,
		answer: Answer,
		request: SeenRequest,
	) => void | Promise<void>;
}

function instead(act: Fault['act']): Fault {
	return { moment: 'late', done: false, act };
}

function afterwards(act: Fault['act']): Fault {
	return { moment: 'late', done: true, act };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Answers with this instead of what D3 would say. */
export function answering(
	status: number,
	text: string,
	headers: Record<string, string> = JSON_TYPE,
): Fault {
	return instead((response) => void response.writeHead(status, headers).end(text));
}

/** Answers with what it was asked, its headers too, as careless servers and proxies do. */
export function echoing(
	status: number,
	write: (echo: string) => string,
	headers: (echo: string) => Record<string, string> = () => JSON_TYPE,
): Fault {
	return instead((response, _answer, { headers: asked, body }) => {
		const echo = JSON.stringify({ headers: asked, body });
		response.writeHead(status, headers(echo)).end(write(echo));
	});
}

/** D3 does what it was asked, and then this is answered. */
export function doneButAnswering(
	status: number,
	text: string,
	headers: Record<string, string> = JSON_TYPE,
): Fault {
	return afterwards((response) => void response.writeHead(status, headers).end(text));
}

/** The right answer, after so many milliseconds. */
export function delayed(milliseconds: number): Fault {
	return afterwards(async (response, { status, text }) => {
		await sleep(milliseconds);
		response.writeHead(status, JSON_TYPE).end(text);
	});
}

/** A fault that takes so many milliseconds to show. */
export function later(milliseconds: number, fault: Fault): Fault {
	return {
		...fault,
		act: async (...given) => {
			await sleep(milliseconds);
			await fault.act(...given);
		},
	};
}

/** D3's 429, with the header that D3 does not document and gateways send. */
export function tooMany(retryAfter?: string): Fault {
	const { status, text } = documented.rateLimited;
	return answering(status, text, {
		...JSON_TYPE,
		...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
	});
}

export const faults = {
	unexpected: answering(documented.unexpected.status, documented.unexpected.text),
	doneButUnexpected: doneButAnswering(documented.unexpected.status, documented.unexpected.text),
	invalidBody: answering(documented.invalidBody.status, documented.invalidBody.text),
	invalidKey: answering(documented.invalidKey.status, documented.invalidKey.text),
	loginPage: answering(
		200,
		'<html><head><title>Sign in</title></head><body>Password</body></html>',
		{
			'content-type': 'text/html',
		},
	),
	empty: answering(200, ''),
	/** The connection is reset before the request was read. */
	reset: {
		moment: 'early',
		done: false,
		act: (response) => void response.socket?.resetAndDestroy(),
	},
	/** D3 does it; its answer never arrives, because the connection is reset. */
	doneButReset: afterwards((response) => void response.socket?.resetAndDestroy()),
	/** Never a word. */
	silent: instead(() => undefined),
	doneButSilent: afterwards(() => undefined),
	/** The right answer, a byte every 50 ms: never idle, and never there in time. */
	doneButDripping: afterwards(async (response, { text }) => {
		response.writeHead(200, JSON_TYPE);
		for (const byte of text) {
			if (response.destroyed) return;
			response.write(byte);
			await sleep(50);
		}
		response.end();
	}),
	/** Half an answer, then nothing. */
	doneButStalled: afterwards(
		(response, { text }) =>
			void response.writeHead(200, JSON_TYPE).write(text.slice(0, text.length / 2)),
	),
	/** Half an answer, then the connection is closed as if that were all. */
	doneButTruncated: afterwards(
		(response, { text }) =>
			void response.writeHead(200, JSON_TYPE).end(text.slice(0, text.length / 2)),
	),
	/** The right answer, called text. */
	wronglyTyped: afterwards(
		(response, { text }) =>
			void response.writeHead(200, { 'content-type': 'text/plain' }).end(text),
	),
	/** The right answer, with 1 MB of blanks before its end. */
	large: afterwards(
		(response, { text }) =>
			void response
				.writeHead(200, JSON_TYPE)
				.end(`${text.slice(0, -1)}${' '.repeat(1024 * 1024)}}`),
	),
	/** An answer that goes on for as long as somebody reads it. */
	doneButEndless: afterwards(async (response) => {
		response.writeHead(200, JSON_TYPE).write('{"rawData":"');
		const chunk = 'x'.repeat(64 * 1024);
		while (!response.destroyed) {
			if (!response.write(chunk)) await Promise.race([drained(response), sleep(100)]);
		}
	}),
} as const satisfies Record<string, Fault>;

async function drained(response: ServerResponse): Promise<void> {
	return await new Promise((resolve) => response.once('drain', resolve));
}
