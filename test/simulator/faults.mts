import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';

import { DOCUMENTED_ERRORS, type D3Response } from './responses.mts';
import type { SeenRequest } from './ledger.mts';

/** One way in which a server, or something between it and n8n, misbehaves. */
export interface Fault {
	/** When it shows. `early`: before anything of the body was read. `late`: when the request is complete. */
	readonly stage: 'early' | 'late';
	/** Whether D3 executes the command before. */
	readonly executesCommand: boolean;
	/** Answers, or does not; it may look at what D3 would answer, and at the request. */
	readonly respond: (
		reply: ServerResponse,
		response: D3Response,
		request: SeenRequest,
	) => void | Promise<void>;
}

/** The command is not executed. */
function insteadOfCommand(respond: Fault['respond']): Fault {
	return { stage: 'late', executesCommand: false, respond };
}

/** The command is executed, and what D3 would answer is known. */
function afterCommand(respond: Fault['respond']): Fault {
	return { stage: 'late', executesCommand: true, respond };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Answers with this instead of what D3 would say. */
export function answering(
	status: number,
	text: string,
	headers: Record<string, string> = JSON_TYPE,
): Fault {
	return insteadOfCommand((reply) => void reply.writeHead(status, headers).end(text));
}

/** Answers with what it was asked, its headers too, as careless servers and proxies do. */
export function echoing(
	status: number,
	write: (echo: string) => string,
	headers: (echo: string) => Record<string, string> = () => JSON_TYPE,
): Fault {
	return insteadOfCommand((reply, _response, { headers: asked, body }) => {
		const echo = JSON.stringify({ headers: asked, body });
		reply.writeHead(status, headers(echo)).end(write(echo));
	});
}

/** D3 does what it was asked, and then this is answered. */
export function doneButAnswering(
	status: number,
	text: string,
	headers: Record<string, string> = JSON_TYPE,
): Fault {
	return afterCommand((reply) => void reply.writeHead(status, headers).end(text));
}

/** The right response, after so many milliseconds. */
export function delayed(milliseconds: number): Fault {
	return afterCommand(async (reply, { status, text }) => {
		await sleep(milliseconds);
		reply.writeHead(status, JSON_TYPE).end(text);
	});
}

/** A fault that takes so many milliseconds to show. */
export function later(milliseconds: number, fault: Fault): Fault {
	return {
		...fault,
		respond: async (...given) => {
			await sleep(milliseconds);
			await fault.respond(...given);
		},
	};
}

/** D3's 429, with the header that D3 does not document and gateways send. */
export function tooMany(retryAfter?: string): Fault {
	const { status, text } = DOCUMENTED_ERRORS.rateLimited;
	return answering(status, text, {
		...JSON_TYPE,
		...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
	});
}

export const faults = {
	unexpected: answering(DOCUMENTED_ERRORS.unexpected.status, DOCUMENTED_ERRORS.unexpected.text),
	doneButUnexpected: doneButAnswering(
		DOCUMENTED_ERRORS.unexpected.status,
		DOCUMENTED_ERRORS.unexpected.text,
	),
	invalidBody: answering(DOCUMENTED_ERRORS.invalidBody.status, DOCUMENTED_ERRORS.invalidBody.text),
	invalidKey: answering(DOCUMENTED_ERRORS.invalidKey.status, DOCUMENTED_ERRORS.invalidKey.text),
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
		stage: 'early',
		executesCommand: false,
		respond: (reply) => void reply.socket?.resetAndDestroy(),
	},
	/** D3 does it; its response never arrives, because the connection is reset. */
	doneButReset: afterCommand((reply) => void reply.socket?.resetAndDestroy()),
	/** Never a word. */
	silent: insteadOfCommand(() => undefined),
	doneButSilent: afterCommand(() => undefined),
	/** The right response, a byte every 50 ms: never idle, and never there in time. */
	doneButDripping: afterCommand(async (reply, { text }) => {
		reply.writeHead(200, JSON_TYPE);
		for (const byte of text) {
			if (reply.destroyed) return;
			reply.write(byte);
			await sleep(50);
		}
		reply.end();
	}),
	/** Half a response, then nothing. */
	doneButStalled: afterCommand(
		(reply, { text }) => void reply.writeHead(200, JSON_TYPE).write(text.slice(0, text.length / 2)),
	),
	/** Half a response, then the connection is closed as if that were all. */
	doneButTruncated: afterCommand(
		(reply, { text }) => void reply.writeHead(200, JSON_TYPE).end(text.slice(0, text.length / 2)),
	),
	/** The right response, called text. */
	wronglyTyped: afterCommand(
		(reply, { text }) => void reply.writeHead(200, { 'content-type': 'text/plain' }).end(text),
	),
	/** The right response, with 1 MB of blanks before its end. */
	large: afterCommand(
		(reply, { text }) =>
			void reply.writeHead(200, JSON_TYPE).end(`${text.slice(0, -1)}${' '.repeat(1024 * 1024)}}`),
	),
	/** A response that goes on for as long as somebody reads it. */
	doneButEndless: afterCommand(async (reply) => {
		reply.writeHead(200, JSON_TYPE).write('{"rawData":"');
		const chunk = 'x'.repeat(64 * 1024);
		while (!reply.destroyed) {
			if (!reply.write(chunk)) await Promise.race([drained(reply), sleep(100)]);
		}
	}),
} as const satisfies Record<string, Fault>;

async function drained(reply: ServerResponse): Promise<void> {
	return await new Promise((resolve) => reply.once('drain', resolve));
}
