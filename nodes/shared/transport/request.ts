import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';

import type { D3SoarCredential } from '../../../credentials/credential';
import { LATE, type Deadlines } from './deadlines';
import type { Redactor } from './redaction';

/** n8n's type of a body that is read as a stream. */
type Stream = Extract<IN8nHttpFullResponse['body'], { destroy(): unknown }>;

/** Max size of a response. */
export const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

/** The reason with which a request's signal is aborted. Made once: making an error costs more than aborting. */
const CLOSED = new Error('The response was read or is no longer awaited');

/** What sending a request needs, apart from its content. */
export interface RequestContext {
	/** n8n's functions: its helper authenticates and sends. */
	readonly context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;
	readonly deadlines: Deadlines;
	readonly redactor: Redactor;
	/** What closes the connections of the requests that are under way. */
	readonly inFlight: Set<() => void>;
}

/** One request. */
export interface D3Request {
	/** Decrypted, since n8n would read its database once more for the request, and always for item 0. */
	readonly credential: D3SoarCredential;
	/** A path below the server's URL, its segments encoded; or an absolute URL on the same server. */
	readonly url: string;
	readonly body: IDataObject;
	/** Seconds for the whole response, from the start of the request to its last byte. */
	readonly timeout: number;
}

/** What came back, not yet judged: a whole response of any status, or why there is none. */
export type RawResponse = { readonly sentAt: Date } & (
	| {
			readonly kind: 'response';
			readonly status: number;
			readonly headers: IDataObject;
			readonly text: string;
	  }
	/** The response did not end in time, or never began. */
	| { readonly kind: 'timeout' }
	/** More than {@link MAX_RESPONSE_BYTES} came. */
	| { readonly kind: 'tooLarge' }
	/** The credential could not sign the request, so that it never left n8n. */
	| { readonly kind: 'unsigned'; readonly error: unknown }
	/** n8n's helper or the stream failed. */
	| { readonly kind: 'error'; readonly error: unknown }
);

/** Sends one request to D3 and reads the whole response. It never throws. */
export async function send(
	{ context, deadlines, redactor, inFlight }: RequestContext,
	{ credential, url, body, timeout }: D3Request,
): Promise<RawResponse> {
	const closing = new AbortController();
	const close = () => closing.abort(CLOSED);
	const request: IHttpRequestOptions = {
		method: 'POST',
		url,
		// As text: of an object n8n's helper sends a copy, which lacks some properties.
		body: JSON.stringify(body),
		headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
		encoding: 'stream',
		returnFullResponse: true,
		// Error statuses are read here: if n8n threw them, it would send the request again after a 401.
		ignoreHttpStatusErrors: true,
		// Frees the socket of a request that was given up before its response began.
		timeout: timeout * 1000 + 5000,
		// Closes the connection, whatever part of the response has come: a stream of n8n's, however it is destroyed,
		// waits for the next byte before it does. n8n would replace the signal by the run's
		// (`requestOptions.abortSignal = ...` in n8n-core's request-helpers/authentication.ts, read in 2.41.1); what a
		// cancelled run has under way, D3Client.abort() closes. request.test.mts fails when n8n changes it.
		get abortSignal() {
			return closing.signal;
		},
		set abortSignal(_) {},
	};
	inFlight.add(close);
	let isRead = false;
	const sentAt = new Date();
	return await deadlines.within(timeout * 1000, async (late) => {
		try {
			// n8n's streams may never end by themselves.
			const response = await Promise.race([responseTo(request, context, credential), late]);
			if (response === LATE) return { kind: 'timeout', sentAt };
			const { status, headers, text } = response;
			if (text === undefined) return { kind: 'tooLarge', sentAt };
			isRead = true;
			// The key or token must not come back with the response.
			const redacted = redactor.redact(text, authHeaderOf(request) ?? '');
			return { kind: 'response', sentAt, status, headers, text: redacted };
		} catch (error) {
			const kind = authHeaderOf(request) === undefined ? 'unsigned' : 'error';
			return { kind, sentAt, error };
		} finally {
			inFlight.delete(close);
			if (!isRead) close();
		}
	});
}

/** The whole response to a request; without a text if that is too large. */
async function responseTo(
	request: IHttpRequestOptions,
	context: RequestContext['context'],
	credential: D3SoarCredential,
): Promise<{ status: number; headers: IDataObject; text: string | undefined }> {
	const { statusCode, headers, body } = (await context.helpers.httpRequestWithAuthentication.call(
		context,
		'd3SoarApi',
		request,
		{
			credentialsDecrypted: {
				id: '',
				name: '',
				type: 'd3SoarApi',
				data: credential as unknown as ICredentialDataDecryptedObject,
			},
		},
	)) as IN8nHttpFullResponse;
	return { status: statusCode, headers, text: await readText(body as Stream) };
}

/** Reads a body to its end; `undefined` if it is too large. `for await` takes more memory for each response. */
async function readText(body: Stream): Promise<string | undefined> {
	return await new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let bytes = 0;
		body.on('data', (chunk: Buffer) => {
			bytes += chunk.length;
			if (bytes > MAX_RESPONSE_BYTES) resolve(undefined);
			else chunks.push(chunk);
		});
		body.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
		body.on('error', reject);
	});
}

/** What the credential puts into the request before it goes out; not there if it could not. */
function authHeaderOf({ headers }: IHttpRequestOptions): string | undefined {
	const { d3key, d3jwt } = headers as { d3key?: string; d3jwt?: string };
	return d3key ?? d3jwt;
}
