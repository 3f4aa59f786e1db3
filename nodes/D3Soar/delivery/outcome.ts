import type { IDataObject } from 'n8n-workflow';

import { CredentialProblem } from '../../../credentials/CredentialProblem';
import { answerFrom } from '../answer/parse';
import { failureIn, wordsOf } from '../answer/failure';
import type { Effect } from '../command';
import type { Reply } from './request';

/** What came back, in the terms in which a builder is told. */
export type Cause = keyof typeof KINDS;

/**
 * How an item ends other than accepted. `rejected`: D3 said no. `notDelivered`: it provably never
 * reached D3. `unknown`: it was sent, and nobody can tell whether D3 acted.
 */
export type Kind = 'rejected' | 'notDelivered' | 'unknown';

const KINDS = {
	failure: 'rejected',
	authentication: 'rejected',
	wrongAddress: 'rejected',
	rateLimit: 'rejected',
	parameter: 'notDelivered',
	credential: 'notDelivered',
	unreachable: 'notDelivered',
	untrusted: 'notDelivered',
	blocked: 'notDelivered',
	proxy: 'notDelivered',
	serverFailure: 'unknown',
	noAnswer: 'unknown',
	unreadable: 'unknown',
	unlisted: 'unknown',
	partial: 'unknown',
} as const satisfies Record<string, Kind>;

/** D3 did what it was asked. */
export interface Accepted {
	readonly kind: 'accepted';
	readonly answer: IDataObject;
	readonly sentAt: Date;
}

/** D3 did not do what it was asked, or nobody knows. */
export interface Miss {
	readonly kind: Kind;
	readonly cause: Cause;
	/** D3's own words, or what n8n says; empty where nothing was said. */
	readonly words: string;
	/** What to do, where more is known than the cause alone tells. */
	readonly advice?: string;
	readonly sentAt?: Date;
	readonly httpCode?: number;
	/** Code of the socket or TLS failure. */
	readonly code?: string;
	/** What the header of that name asks, as it came. */
	readonly retryAfter?: string;
	/** How often the call was sent, once its outcome stays. */
	readonly tries?: number;
	/** D3's answer, where it has one that tells what it did and what not. */
	readonly answer?: IDataObject;
}

/** How one call to D3 ended. */
export type Outcome = Accepted | Miss;

/** A miss of the kind that its cause stands for. */
export function miss(cause: Cause, rest: Omit<Miss, 'kind' | 'cause'>): Miss {
	return { kind: KINDS[cause], cause, ...rest };
}

/**
 * The one place where it is decided how an item ended.
 *
 * @param effect What the call does that was replied to.
 */
export function outcomeOf(reply: Reply, effect: Effect): Outcome {
	const { sentAt } = reply;
	switch (reply.kind) {
		case 'answer':
			return outcomeOfAnswer(reply, effect);
		case 'late':
			return miss('noAnswer', { sentAt, words: '' });
		case 'tooLong':
			return miss('unreadable', { sentAt, words: 'more than 10 MB' });
		case 'failed':
			return outcomeOfFailure(reply.error, sentAt);
	}
}

function outcomeOfAnswer(reply: Extract<Reply, { kind: 'answer' }>, effect: Effect): Outcome {
	const { status, text, sentAt, headers } = reply;
	const retryAfter = headers['retry-after'];
	const told = {
		sentAt,
		httpCode: status,
		...(typeof retryAfter === 'string' ? { retryAfter } : {}),
	};
	if (status < 200 || status > 299)
		return miss(causeOfStatus(status), { ...told, words: wordsOf(text) });

	const answer = answerFrom(text);
	if (answer === undefined) return miss('unreadable', { ...told, words: wordsOf(text) });

	const failure = failureIn(answer, effect);
	if (failure === undefined) return { kind: 'accepted', answer, sentAt };
	return miss(failure.partial ? 'partial' : 'failure', { ...told, words: failure.words, answer });
}

/** https://docs.d3security.com/api-docs/Working-version/http-status-codes documents 400, 401, 429, 500. */
function causeOfStatus(status: number): Cause {
	if (status === 401 || status === 403) return 'authentication';
	// Only proxies answer it, and then pass nothing on. RFC 9110, 15.5.8
	if (status === 407) return 'proxy';
	if (status === 429) return 'rateLimit';
	if (status === 404 || status === 405 || (status >= 300 && status < 400)) return 'wrongAddress';
	if (status >= 400 && status < 500) return 'failure';
	return 'serverFailure';
}

/** Failures of n8n's helper: the error's causes lead to the one that Node.js made. */
function outcomeOfFailure(error: unknown, sentAt: Date): Miss {
	const causes = causesOf(error);
	const words = causes.at(-1)?.message ?? String(error);
	const code = causes.map((cause) => cause.code).find((value) => typeof value === 'string');
	const cause = causeOfFailure(causes);
	const told = { words, ...(code !== undefined ? { code } : {}) };
	return miss(cause, KINDS[cause] === 'unknown' ? { ...told, sentAt } : told);
}

function causeOfFailure(causes: Failure[]): Cause {
	const some = (test: (failure: Failure) => boolean) => causes.some(test);
	if (some((failure) => failure instanceof CredentialProblem)) return 'credential';
	if (some(({ name }) => name.startsWith('SsrfBlocked'))) return 'blocked';
	if (some(({ code }) => CERTIFICATE.test(code ?? ''))) return 'untrusted';
	if (some(wasConnecting)) return 'unreachable';
	if (some(({ code, message }) => code === 'EPROTO' && HANDSHAKE.test(message))) return 'untrusted';
	return 'noAnswer';
}

/** Whether the connection was still being made, so that nothing of the request can have gone out. */
function wasConnecting({ syscall, message, errors }: Failure): boolean {
	// A name with several addresses: Node.js tried each of them.
	if (Array.isArray(errors) && errors.length > 0) {
		return errors.every((error) => isFailure(error) && wasConnecting(error));
	}
	return syscall === 'connect' || syscall === 'getaddrinfo' || NOT_YET_SECURE.test(message);
}

/** Node.js's words when the server hangs up before encryption begins: the request comes after that. */
const NOT_YET_SECURE = /disconnected before secure TLS connection was established/;
/** Codes with which Node.js refuses a certificate, before the request is written. */
const CERTIFICATE = /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$/;
/** OpenSSL's words when no encrypted connection came about: also plain HTTP on the other side. */
const HANDSHAKE = /wrong version number|handshake failure|protocol version|unsupported protocol/i;

interface Failure {
	readonly name: string;
	readonly message: string;
	readonly code?: string;
	readonly syscall?: string;
	readonly cause?: unknown;
	/** Of an `AggregateError`. */
	readonly errors?: unknown;
}

/** The failure and what led to it, outermost first. */
function causesOf(error: unknown): Failure[] {
	const causes: Failure[] = [];
	for (let next = error; isFailure(next) && causes.length < 10; next = next.cause) {
		causes.push(next);
	}
	return causes;
}

function isFailure(error: unknown): error is Failure {
	return typeof error === 'object' && error !== null && 'message' in error && 'name' in error;
}
