import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';

import type { Deadlines } from './deadlines';
import { redact } from './redaction';

/** n8n's type of a body that is read piece by piece. */
type Stream = Extract<IN8nHttpFullResponse['body'], { destroy(): unknown }>;

/** The most that is read of one answer. */
export const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

/** Why a request's signal is aborted. Made once: to make an error costs more than to abort. */
const CLOSED = new Error('The answer was read or is no longer waited for');

/** What a request needs to go out, apart from what it says. */
export interface RequestContext {
	/** n8n's functions: its helper signs and sends. */
	readonly context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;
	/** The decrypted credential, read once: n8n would read its database for every request. */
	readonly credential: ICredentialDataDecryptedObject;
	readonly deadlines: Deadlines;
}

/** What came back, as it is: a whole answer of whatever status, or why there is none. */
export type RawResponse = { readonly sentAt: Date } & (
	| {
			readonly kind: 'response';
			readonly status: number;
			readonly headers: IDataObject;
			readonly text: string;
	  }
	/** The answer began and did not end in time, or never began. */
	| { readonly kind: 'timeout' }
	/** More than {@link MAX_ANSWER_BYTES} came. */
	| { readonly kind: 'tooLarge' }
	/** The credential could not sign the request, so that it never left n8n. */
	| { readonly kind: 'unsigned'; readonly error: unknown }
	/** n8n's helper or the stream failed. */
	| { readonly kind: 'error'; readonly error: unknown }
);

/**
 * Sends one request to D3 and reads the whole answer. It never throws.
 *
 * @param url Below the server's, its segments encoded; or a whole one on the same server.
 * @param timeout Seconds for the whole answer, from the start of the request to its last byte.
 */
export async function send(
	{ context, credential, deadlines }: RequestContext,
	url: string,
	body: IDataObject,
	timeout: number,
): Promise<RawResponse> {
	const request: IHttpRequestOptions = {
		method: 'POST',
		url: url,
		// Of an object n8n's helper sends a copy, which lacks some names.
		body: JSON.stringify(body),
		headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
		encoding: 'stream',
		returnFullResponse: true,
		// A status is a plain value: n8n sends a 401 twice otherwise.
		ignoreHttpStatusErrors: true,
		// Frees the socket of a request that was given up before its answer began.
		timeout: timeout * 1000 + 5000,
	};
	const closeConnection = closeConnectionOf(request);
	const sentAt = new Date();
	return await deadlines.within(timeout * 1000, async (late) => {
		try {
			const pending = context.helpers.httpRequestWithAuthentication.call(
				context,
				'd3SoarApi',
				request,
				{ credentialsDecrypted: { id: '', name: '', type: 'd3SoarApi', data: credential } },
			) as Promise<IN8nHttpFullResponse>;

			const response = await orAborted(late, pending);
			if (response === undefined) return { kind: 'timeout', sentAt };
			const text = await orAborted(late, readText(response.body as Stream));
			if (text === undefined) return { kind: late.aborted ? 'timeout' : 'tooLarge', sentAt };
			const { statusCode: status, headers } = response;
			return { kind: 'response', sentAt, status, headers, text: withoutAuthHeader(text, request) };
		} catch (error) {
			const kind = authHeaderOf(request) === undefined ? 'unsigned' : 'error';
			return { kind, sentAt, error };
		} finally {
			closeConnection();
		}
	});
}

/**
 * Lets a request be given up whatever has come of its answer. A stream of n8n's waits for the next byte
 * before it lets go of the connection, however it is destroyed: only the request's signal closes it
 * at once. As n8n puts the signal of the run in its place, that one is followed; it is not aborted yet, since
 * a run that has ended sends nothing.
 */
function closeConnectionOf(request: IHttpRequestOptions): () => void {
	const closing = new AbortController();
	const { signal } = closing;
	const closeConnection = () => closing.abort(CLOSED);
	Object.defineProperty(request, 'abortSignal', {
		enumerable: true,
		get: () => signal,
		set: (runSignal: AbortSignal | undefined) =>
			runSignal?.addEventListener('abort', closeConnection, { signal }),
	});
	return closeConnection;
}

/** What comes, or nothing if the signal is aborted before: n8n's streams may never end by themselves. */
async function orAborted<T>(late: AbortSignal, coming: Promise<T>): Promise<T | undefined> {
	const aborted = new Promise<undefined>((resolve) => {
		late.addEventListener('abort', () => resolve(undefined));
	});
	return await Promise.race([coming, aborted]);
}

/** Reads a body to its end; `undefined` if it is too long. */
async function readText(body: Stream): Promise<string | undefined> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of body as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > MAX_RESPONSE_BYTES) return undefined;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}

/** What proved who calls must not come back with the answer. */
function withoutAuthHeader(text: string, request: IHttpRequestOptions): string {
	const secret = authHeaderOf(request);
	return secret === undefined ? text : redact(text, secret);
}

/** What the credential puts into the request before it goes out; not there if it could not. */
function authHeaderOf({ headers }: IHttpRequestOptions): string | undefined {
	const { d3key, d3jwt } = headers as { d3key?: string; d3jwt?: string };
	return d3key ?? d3jwt;
}
