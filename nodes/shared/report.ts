import {
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { SECRET_NAMES, type Authentication } from '../../credentials/D3SoarApi.credentials';
import { neutralizeTags } from './response/markup';
import type { DateMismatch } from './response/dateCheck';
import type { Call, Command, Idempotency } from './command';
import type { Options } from '../D3Soar/options';
import type { Cause, Failure } from './transport/outcome';
import { isAgentTool } from './agentTool';

/** What a builder reads about an item, or a poll, that did not end well. */
export interface Report {
	/** What happened to which item. */
	readonly message: string;
	/** What to do about it. */
	readonly description: string;
	/** For a Switch node to route by. */
	readonly details: IDataObject;
}

/** Who asked, for the sentences. */
interface ReportContext {
	/** Missing for a poll, which has no items. */
	readonly item?: number;
	readonly command: Command;
	/** Missing where the item's parameters could not be read. */
	readonly call?: Call;
	readonly authentication: Authentication;
	readonly options: Pick<Options, 'timeout' | 'onUnconfirmed'>;
}

/** What each cause is called, and what to do about it. */
type Message = (told: {
	readonly failure: Failure;
	readonly command: string;
	/** The call as a noun: `task "Block sender" on 20220125-1`. */
	readonly subject: string;
	readonly troubleshooting: NonNullable<Command['troubleshooting']>;
	/** `may or may not exist`. */
	readonly status: string;
	readonly nextStep: string;
	readonly sent: string;
	readonly secret: string;
	readonly username: string;
	readonly site: string;
	readonly timeout: number;
	/** Whether nobody has to run anything again: n8n polls again by itself. */
	readonly isPoll: boolean;
}) => [message: string, description: string];

const MESSAGES: Record<Cause, Message> = {
	parameter: ({ failure }) => [failure.message, ''],
	credential: ({ failure, subject, isPoll }) => [
		`${subject} was not sent. ${failure.message}`,
		`Open the credential and mend it${isPoll ? '' : ', then run this item again'}.`,
	],
	refused: ({ failure, subject, username, site, isPoll }) => [
		`D3 rejected ${subject}: ${failure.message || `HTTP status ${failure.httpCode}`}`,
		`Check the values of this ${isPoll ? 'node' : 'item'}. D3 may also answer so when the user "${username}" is not allowed to see the incident or the site "${site}".`,
	],
	authentication: ({ failure, subject, command, troubleshooting, secret, username, site }) => [
		`D3 rejected ${subject}: ${failure.message || `HTTP status ${failure.httpCode}`}`,
		`${command} was called with the ${secret} of the credential, for the user "${username}" and the site "${site}". ${troubleshooting.key}`,
	],
	notFound: ({ failure, subject, command, troubleshooting }) => [
		`${subject} was not taken: the Server URL does not lead to the D3 command ${command} (HTTP status ${failure.httpCode})`,
		troubleshooting.url,
	],
	rateLimit: ({ failure, subject, isPoll }) => [
		`D3 did not take ${subject}, because it limits the rate of requests: ${failure.message}`,
		`${isPoll ? 'Poll less often, or lower Requests per Second in the nodes that write to D3' : 'It was tried for as long as Keep Trying For says. Run this item again later, or lower Requests per Second'}: D3 documents a maximum of 50, and probably counts all its callers together.`,
	],
	unreachable: ({ failure, subject, isPoll }) => [
		`D3 could not be reached; ${subject} was not sent`,
		`${connectionProblem(failure.code)} Check the Server URL of the credential and the network between n8n and D3, also the proxy if n8n's environment names one (HTTP_PROXY, HTTPS_PROXY)${isPoll ? '' : ', then run this item again'}.`,
	],
	tls: ({ subject, failure }) => [
		`No trusted connection to D3; ${subject} was not sent`,
		`The certificate or the encryption of the server was refused (${failure.code}). Give n8n the certificate of your own authority with NODE_EXTRA_CA_CERTS, check that the Server URL says https only where the server does, or, if you accept the risk, switch on Ignore SSL Issues in the credential.`,
	],
	ssrfBlocked: ({ subject }) => [
		`n8n blocked the address of D3; ${subject} was not sent`,
		"n8n's SSRF protection does not allow private addresses. Ask the administrator of n8n to name D3's host in N8N_SSRF_ALLOWED_HOSTNAMES, or its addresses in N8N_SSRF_ALLOWED_IP_RANGES, in n8n's environment.",
	],
	proxyAuthentication: ({ subject, isPoll }) => [
		`The proxy between n8n and D3 asks for a login; ${subject} was not sent`,
		`Ask the administrator of n8n to put the login into the proxy's address (HTTP_PROXY, HTTPS_PROXY: http://user:password@proxy:port), or to name D3's host in NO_PROXY, in n8n's environment.${isPoll ? '' : ' Then run this item again.'}`,
	],
	serverFailure: ({ failure, subject, status, nextStep, sent }) => [
		`D3 failed: ${failure.message || `HTTP status ${failure.httpCode}`}; ${subject} ${status}`,
		`Sent ${sent}, answered with HTTP status ${failure.httpCode}. D3 may also answer so for a wrong value. ${nextStep}`,
	],
	noResponse: ({ failure, subject, status, nextStep, sent, timeout }) => [
		`D3 did not answer; ${subject} ${status}`,
		`Sent ${sent}, ${howItEnded(failure.code, timeout)}. ${nextStep}`,
	],
	invalidResponse: ({ failure, subject, status, nextStep, sent }) => [
		`The answer is not one of D3; ${subject} ${status}`,
		`Sent ${sent}. What came back${failure.message === '' ? ' was empty' : ` began with or said: ${failure.message}`}. A login page or a proxy in between answers like that: compare the Server URL with D3's Request URL. ${nextStep}`,
	],
	missingList: ({ failure, command }) => [
		`The answer to ${command} holds no list where D3 is known to put one`,
		`Your D3 may put its rows elsewhere. It began with: ${failure.message}. Command > Run with Reads Only hands on whatever D3 answers.`,
	],
	partial: ({ failure, subject, status, nextStep, sent }) => [
		`D3 did only a part: ${failure.message}; ${subject} ${status}`,
		`Sent ${sent}. ${nextStep}`,
	],
};

/** What is said of a call that D3 may or may not have carried out, unless the command knows better. */
const IF_UNCONFIRMED: Record<Idempotency, NonNullable<Command['ifUnconfirmed']>> = {
	readOnly: { status: 'gave nothing', whereToLook: '' },
	idempotent: {
		status: 'may or may not be done',
		whereToLook:
			'Doing it a second time changes nothing more: run this item again with After Unknown: Resend, unless something else has changed it since.',
	},
	notIdempotent: { status: 'may or may not be done', whereToLook: 'Look for it in D3' },
};

/** What to check when D3 takes the key, or the address, for wrong, unless the command knows better. */
function defaultTroubleshooting(command: string): NonNullable<Command['troubleshooting']> {
	return {
		key: `D3 makes keys per command: check in Configuration > Utility Commands > ${command} > Webhook Authentication that this one was made there, and that the user may do this in D3.`,
		url: `Compare the Server URL of the credential with the Request URL that D3 shows for ${command}. If they agree, your D3 may not have this command.`,
	};
}

/** What to do about a call that D3 may or may not have carried out, and how often it was sent if more than once. */
function nextStep(
	idempotency: Idempotency,
	check: string,
	attempts: number,
	{ onUnconfirmed }: ReportContext['options'],
): string {
	const times = attempts > 1 ? `It was sent ${attempts} times. ` : '';
	if (idempotency !== 'notIdempotent') return times + check;
	return onUnconfirmed === 'sendAgain'
		? `${times}${check}, to see what is there.`
		: `Not sent again, to avoid a duplicate. ${check}: there - nothing to do; not there - run this item again with After Unknown: Resend.`;
}

/** Puts what happened to an item into words. Socket codes stay in `details`. */
export function reportOf(failure: Failure, context: ReportContext): Report {
	const { item, command, call, authentication, options } = context;
	const idempotency = call?.idempotency ?? command.idempotency;
	const { status, whereToLook } =
		(idempotency === 'notIdempotent' ? command.ifUnconfirmed : undefined) ??
		IF_UNCONFIRMED[idempotency];
	const name = call?.command ?? command.command;
	const [message, description] = MESSAGES[failure.cause]({
		failure,
		command: name,
		subject: call?.subject ?? name,
		troubleshooting: command.troubleshooting ?? defaultTroubleshooting(name),
		status,
		nextStep: nextStep(idempotency, whereToLook, failure.attempts ?? 1, options),
		sent: `${failure.sentAt?.toISOString().slice(11, 19)} UTC`,
		secret: SECRET_NAMES[authentication],
		username: call?.username ?? '',
		site: call?.site ?? '',
		timeout: options.timeout,
		isPoll: item === undefined,
	});
	return {
		message: neutralizeTags(item === undefined ? message : `Item ${item}: ${message}`),
		description: neutralizeTags((failure.advice ?? description).trim()),
		details: definedOnly({
			outcome: failure.kind,
			command: name,
			site: call?.site,
			incidentNumber: call?.incidentNumbers.length === 1 ? call.incidentNumbers[0] : undefined,
			httpCode: failure.httpCode,
			code: failure.code,
			sentAt: failure.sentAt?.toISOString(),
		}),
	};
}

/**
 * For the output that continues. From 2.36 on n8n tells an error item by these keys and no others.
 *
 * n8n before that takes only one that has an error of its own to the error output. It writes to that error,
 * and where there is no such output it would put it in the place of the json.
 */
export function errorItem(report: Report, item: number, node: INode): INodeExecutionData {
	const { message, description, details } = report;
	const output: INodeExecutionData = {
		json: { error: message, details: { ...details, description } },
		pairedItem: { item },
	};
	if (node.onError === 'continueErrorOutput') {
		Object.defineProperty(output, 'error', { value: errorOf(report, node, item), writable: true });
	}
	return output;
}

/** For a run that stops. */
export function errorOf(report: Report, node: INode, itemIndex?: number): NodeOperationError {
	const { description, details } = report;
	// An agent is told nothing else, and has to know what to do.
	const message = isAgentTool(node)
		? `${report.message.replace(/\.$/, '')}. ${description}`.trim()
		: report.message;
	const total = itemIndex === undefined ? {} : { itemIndex };
	const error = new NodeOperationError(node, message, { description, ...total });
	// n8n replaces a message in which it finds a socket code, even in the name of a task.
	error.message = message;
	error.context.details = details;
	return error;
}

/** How far a run came. */
interface Progress {
	readonly accepted: number;
	readonly total: number;
	/** Whether what was accepted is remembered for a retry: reading again does no harm. */
	readonly isRemembered: boolean;
}

/** A failure that stopped a run of several items: also says what of it is done. */
export function withProgress(report: Report, { accepted, total, isRemembered }: Progress): Report {
	if (total <= 1) return report;
	const count = `D3 had accepted ${accepted} of ${total} items when the node stopped.`;
	const retryNote =
		isRemembered && accepted > 0
			? ' Those are not sent again by Retry On Fail, nor by a retry of this execution.'
			: '';
	return { ...report, description: `${report.description} ${count}${retryNote}`.trim() };
}

/** n8n cancelled the execution while nothing had failed. */
export function cancellation(
	{ accepted, total }: Omit<Progress, 'isRemembered'>,
	node: INode,
): NodeOperationError {
	return new NodeOperationError(
		node,
		`The execution was cancelled when D3 had accepted ${accepted} of ${total} items`,
	);
}

/** What a run as a whole has to say to the builder, above its output. */
export function hintsFor(run: {
	wasRateLimited: boolean;
	unconfirmed: number;
	dateMismatches: readonly ItemDateMismatch[];
}): string[] {
	const hints: string[] = [];
	if (run.wasRateLimited) {
		hints.push(
			'D3 limited the rate of requests, so the node slowed down and tried again. If that happens often, lower Requests per Second in the options.',
		);
	}
	if (run.unconfirmed > 0) {
		hints.push(
			`${pluralize(run.unconfirmed, 'item')} ended unconfirmed: no usable answer says what D3 did. Look for details.outcome "unconfirmed" in the output.`,
		);
	}
	return [...hints, ...zoneHints(run.dateMismatches)].map(neutralizeTags);
}

/** A date of an input item that D3 took for another moment. */
export interface ItemDateMismatch extends DateMismatch {
	readonly item: number;
}

/** One hint for each pair of zones, whatever the number of items: they are mended together. */
function zoneHints(misread: readonly ItemDateMismatch[]): string[] {
	const pairs = new Map<string, { first: ItemDateMismatch; items: Set<number> }>();
	for (const date of [...misread].sort((a, b) => a.item - b.item)) {
		const pair = `${date.zone} ${date.d3Zone}`;
		const group = pairs.get(pair);
		if (group === undefined) pairs.set(pair, { first: date, items: new Set([date.item]) });
		else group.items.add(date.item);
	}
	return [...pairs.values()].map(({ first, items }) => {
		const { item, parameter, sent, zone, confirmed, d3Zone, minutes } = first;
		return [
			`Item ${item}: ${parameter} was sent as ${sent} in ${zone}, and D3 read it as ${confirmed} (${d3Zone}), which is ${duration(minutes)} ${minutes < 0 ? 'earlier' : 'later'}.`,
			...(items.size > 1 ? [`So it is with ${items.size} items.`] : []),
			`Set Time Zone to ${d3Zone}, in the credential or, where only some items are concerned, in the options.`,
		].join(' ');
	});
}

/** `5 hours and 30 minutes` */
function duration(minutes: number): string {
	const all = Math.abs(minutes);
	const parts = [pluralize(Math.floor(all / 60), 'hour'), pluralize(all % 60, 'minute')];
	return parts.filter((part) => !part.startsWith('0 ')).join(' and ');
}

function pluralize(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function howItEnded(code: string | undefined, timeout: number): string {
	if (code === 'ERR_CANCELED') return 'then n8n cancelled the execution';
	return code === undefined ? `no whole answer in ${timeout} s` : 'the connection broke';
}

function connectionProblem(code: string | undefined): string {
	switch (code) {
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return 'The name of the server is not known.';
		case 'ECONNREFUSED':
			return 'The server refused the connection.';
		default:
			return 'No connection could be made.';
	}
}

function definedOnly(details: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
