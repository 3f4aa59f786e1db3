import type { IDataObject } from 'n8n-workflow';

import { isCutOff, parseJsonObject, parseResponse } from '../response/parse';
import { reportedFailure } from '../response/reportedFailure';
import { messageFromBody } from '../response/messageFromBody';
import type { Call } from '../command';
import type { RawResponse } from './request';

/** Why a call was not accepted. The messages for users are chosen by it. */
export type Cause = keyof typeof KIND_OF_CAUSE;

/**
 * How an item can end other than accepted. `rejected`: D3 said no. `notSent`: it provably never reached
 * D3. `unconfirmed`: it was sent, and nobody can tell whether D3 acted.
 */
export type FailureKind = 'rejected' | 'notSent' | 'unconfirmed';

const KIND_OF_CAUSE = {
	refused: 'rejected',
	requestTooLarge: 'rejected',
	authentication: 'rejected',
	notFound: 'rejected',
	redirect: 'rejected',
	rateLimit: 'rejected',
	parameter: 'notSent',
	credential: 'notSent',
	noTurn: 'notSent',
	unreachable: 'notSent',
	tls: 'notSent',
	ssrfBlocked: 'notSent',
	proxyAuthentication: 'notSent',
	serverFailure: 'unconfirmed',
	noResponse: 'unconfirmed',
	invalidResponse: 'unconfirmed',
	incompleteResponse: 'unconfirmed',
	// It may have blocked D3's response, and not the request.
	gatewayPage: 'unconfirmed',
	tooLarge: 'unconfirmed',
	missingList: 'unconfirmed',
	repeatedPage: 'unconfirmed',
	missingRows: 'unconfirmed',
	partial: 'unconfirmed',
	doubtful: 'unconfirmed',
} as const satisfies Record<string, FailureKind>;

/** D3 did what the call requested. */
export interface Accepted {
	readonly kind: 'accepted';
	readonly response: IDataObject;
	readonly sentAt: Date;
}

/** D3 did not do what the call requested, or nobody knows. */
export interface Failure {
	readonly kind: FailureKind;
	readonly cause: Cause;
	/** D3's own message, or n8n's; empty if there is none. */
	readonly message: string;
	/** What to do, if more is known than the cause alone says. */
	readonly advice?: string;
	readonly sentAt?: Date;
	readonly httpCode?: number;
	/** Code of the socket or TLS failure. */
	readonly code?: string;
	/** Whether the body is not D3's, so that something between n8n and D3 has answered in its place. */
	readonly isForeign?: boolean;
	/** Where a redirect leads: `https://login.example.com`, without the path, which may hold a secret. */
	readonly redirectsTo?: string;
	/** Value of the `Retry-After` header, as received. */
	readonly retryAfter?: string;
	/** How often the call was sent, once its outcome is final. */
	readonly attempts?: number;
	/** D3's response, if there is one that says what was done and what was not. */
	readonly response?: IDataObject;
}

/** What of a call its outcome depends on. */
type JudgedCall = Pick<Call, 'idempotency'> & {
	readonly credential: Pick<Call['credential'], 'serverUrl'>;
};

/** How one call to D3 ended. */
export type Outcome = Accepted | Failure;

/** A failure with this cause; the cause decides its kind. */
export function failed(cause: Cause, rest: Omit<Failure, 'kind' | 'cause'>): Failure {
	return { kind: KIND_OF_CAUSE[cause], cause, ...rest };
}

/**
 * Decides the outcome of an attempt from what came back. What is only seen later has its place elsewhere: the rows of
 * a bulk request (bulkOutcome.ts) and the pages of a listing (pages.ts).
 *
 * @param call What was sent.
 */
export function outcomeOf(raw: RawResponse, call: JudgedCall): Outcome {
	const { sentAt } = raw;
	switch (raw.kind) {
		case 'response':
			return outcomeOfResponse(raw, call);
		case 'timeout':
			return failed('noResponse', { sentAt, message: '' });
		case 'tooLarge':
			return failed('tooLarge', { sentAt, message: '' });
		case 'unsigned':
			return failed('credential', { message: innermostMessage(raw.error, causesOf(raw.error)) });
		case 'error':
			return outcomeOfError(raw.error, sentAt);
	}
}

type ResponseWithBody = Extract<RawResponse, { kind: 'response' }>;

function outcomeOfResponse(raw: ResponseWithBody, call: JudgedCall): Outcome {
	const { status, text, sentAt, headers } = raw;
	const retryAfter = headers['retry-after'];
	const details = {
		sentAt,
		httpCode: status,
		...(typeof retryAfter === 'string' ? { retryAfter } : {}),
	};
	if (status < 200 || status > 299) {
		const cause = causeOfStatus(status);
		const isForeign = text.trim() !== '' && !isD3Error(text);
		const isBlocked = isForeign && (cause === 'authentication' || cause === 'refused');
		return failed(isBlocked ? 'gatewayPage' : cause, {
			...details,
			message: messageFromBody(text),
			...(isForeign && { isForeign }),
			...(cause === 'redirect' && redirectOf(headers.location, call)),
		});
	}

	const response = parseResponse(text);
	if (response === undefined) {
		const cause = isCutOff(text) ? 'incompleteResponse' : 'invalidResponse';
		return failed(cause, { ...details, message: messageFromBody(text) });
	}

	const failure = reportedFailure(response, call.idempotency);
	if (failure === undefined) return { kind: 'accepted', response, sentAt };
	return failed(failure.partial ? 'partial' : 'refused', {
		...details,
		message: failure.message,
		response,
	});
}

/** Where a redirect leads, unless it stays on the server. */
function redirectOf(location: unknown, { credential }: JudgedCall): Pick<Failure, 'redirectsTo'> {
	const target = String(location);
	if (!/^https?:/i.test(target) || !URL.canParse(target)) return {};
	const { origin } = new URL(target);
	return origin === new URL(credential.serverUrl).origin ? {} : { redirectsTo: origin };
}

/**
 * Whether the body of a status other than 200 is D3's: JSON with `Error`. Firewalls and gateways answer with pages,
 * texts and JSON of their own.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/http-status-codes
 */
function isD3Error(text: string): boolean {
	const body = parseJsonObject(text);
	return body !== undefined && ('Error' in body || 'error' in body);
}

/** https://docs.d3security.com/api-docs/Working-version/http-status-codes documents 400, 401, 429, 500. */
function causeOfStatus(status: number): Cause {
	if (status === 401 || status === 403) return 'authentication';
	// Only proxies respond with it, and then forward nothing. RFC 9110, 15.5.8
	if (status === 407) return 'proxyAuthentication';
	// Whoever responds with it has not read the request to its end. RFC 9110, 15.5.14
	if (status === 413) return 'requestTooLarge';
	if (status === 429) return 'rateLimit';
	if (status >= 300 && status < 400) return 'redirect';
	if (status === 404 || status === 405) return 'notFound';
	if (status >= 400 && status < 500) return 'refused';
	return 'serverFailure';
}

/** An error of n8n's helper: the chain of its causes ends in the error of Node.js. */
function outcomeOfError(error: unknown, sentAt: Date): Failure {
	const causes = causesOf(error);
	const message = innermostMessage(error, causes);
	const code = causes.map((cause) => cause.code).find((value) => typeof value === 'string');
	const cause = causeOfError(causes);
	const details = { message, ...(code !== undefined ? { code } : {}) };
	return failed(cause, KIND_OF_CAUSE[cause] === 'unconfirmed' ? { ...details, sentAt } : details);
}

function innermostMessage(error: unknown, causes: ErrorLike[]): string {
	return causes.at(-1)?.message ?? String(error);
}

function causeOfError(causes: ErrorLike[]): Cause {
	const anyCause = (test: (error: ErrorLike) => boolean) => causes.some(test);
	if (anyCause(({ name, message }) => name.startsWith('SsrfBlocked') || BLOCKED.test(message))) {
		return 'ssrfBlocked';
	}
	if (anyCause(({ code }) => CERTIFICATE.test(code ?? ''))) return 'tls';
	if (anyCause(wasConnecting)) return 'unreachable';
	if (anyCause(({ code, message }) => code === 'EPROTO' && HANDSHAKE.test(message))) return 'tls';
	return 'noResponse';
}

/** Whether the connection was not yet made, so that nothing of the request can have been sent. */
function wasConnecting({ syscall, message, errors }: ErrorLike): boolean {
	// A host name with several IP addresses: Node.js tried each of them.
	if (Array.isArray(errors) && errors.length > 0) {
		return errors.every((error) => isErrorLike(error) && wasConnecting(error));
	}
	// n8n puts the words of several addresses into one text.
	const isSaid = () => message.split(' | ').every((words) => NOT_YET_CONNECTED.test(words));
	return syscall === 'connect' || syscall === 'getaddrinfo' || isSaid();
}

/**
 * Node.js's message for a system call that failed, which begins with its name, and the one if the server closes the
 * connection before encryption begins: the request comes after that.
 */
const NOT_YET_CONNECTED =
	/^(?:connect|getaddrinfo) E[A-Z_]+\b|disconnected before secure TLS connection was established/;

/** n8n's message for an address that its SSRF protection blocks. */
const BLOCKED = /^The request was blocked because /;
/** Codes with which Node.js refuses a certificate, before the request is written. */
const CERTIFICATE = /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$/;
/** OpenSSL's messages if the TLS handshake failed, also because the server speaks plain HTTP. */
const HANDSHAKE = /wrong version number|handshake failure|protocol version|unsupported protocol/i;

interface ErrorLike {
	readonly name: string;
	readonly message: string;
	readonly code?: string;
	readonly syscall?: string;
	readonly cause?: unknown;
	/** Errors of an `AggregateError`. */
	readonly errors?: unknown;
	/** Of n8n's own error: the code of what failed, or an HTTP status. */
	readonly httpCode?: unknown;
	/** Of n8n's own error: the words of what failed. */
	readonly messages?: unknown;
	/** Of n8n's own error: where its words are a name only, the words of what failed. */
	readonly description?: unknown;
}

/** The error and its causes, outermost first. */
function causesOf(error: unknown): ErrorLike[] {
	const causes: ErrorLike[] = [];
	for (let next = error; isErrorLike(next) && causes.length < 10; next = next.cause) {
		causes.push(next);
	}
	const [outermost] = causes;
	return outermost === undefined || causes.length > 1
		? causes
		: [outermost, ...remainsOf(outermost)];
}

/**
 * What n8n 1.104 to 2.33 keep of the causes of their own error, which they drop: the code in `httpCode`, the
 * words in `messages` or, for a name with several addresses, in `description`, one after another.
 */
function remainsOf({ httpCode, messages, description }: ErrorLike): ErrorLike[] {
	if (!Array.isArray(messages)) return [];
	const code = typeof httpCode === 'string' ? { code: httpCode } : {};
	return [...messages, description]
		.filter((words) => typeof words === 'string')
		.map((message) => ({ name: '', message, ...code }));
}

function isErrorLike(error: unknown): error is ErrorLike {
	return typeof error === 'object' && error !== null && 'message' in error && 'name' in error;
}
