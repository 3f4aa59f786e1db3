import {
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { SECRET_NAMES, type Authentication } from '../../../credentials/D3SoarApi.credentials';
import { withoutMarkup } from '../answer/markup';
import type { Misreading } from '../answer/zoneEcho';
import type { Call, Command, Effect } from '../command';
import type { Options } from '../options';
import type { Cause, Miss } from './outcome';
import { isTool } from './tool';

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
interface Asked {
	/** Missing for a poll, which has no items. */
	readonly item?: number;
	readonly command: Command;
	/** Missing where the item's parameters could not be read. */
	readonly call?: Call;
	readonly authentication: Authentication;
	readonly options: Pick<Options, 'timeout' | 'afterUnknown'>;
}

/** What each cause is called, and what to do about it. */
type Sentences = (told: {
	readonly miss: Miss;
	readonly command: string;
	/** The call as a noun: `task "Block sender" on 20220125-1`. */
	readonly about: string;
	readonly access: NonNullable<Command['access']>;
	/** `may or may not exist`. */
	readonly doubt: string;
	readonly check: string;
	readonly sent: string;
	readonly secret: string;
	readonly username: string;
	readonly site: string;
	readonly timeout: number;
	/** Whether nobody has to run anything again: n8n polls again by itself. */
	readonly polled: boolean;
}) => [message: string, description: string];

const SENTENCES: Record<Cause, Sentences> = {
	parameter: ({ miss }) => [miss.words, ''],
	credential: ({ miss, about, polled }) => [
		`${about} was not sent. ${miss.words}`,
		`Open the credential and mend it${polled ? '' : ', then run this item again'}.`,
	],
	failure: ({ miss, about, username, site, polled }) => [
		`D3 rejected ${about}: ${miss.words || `HTTP status ${miss.httpCode}`}`,
		`Check the values of this ${polled ? 'node' : 'item'}. D3 may also answer so when the user "${username}" is not allowed to see the incident or the site "${site}".`,
	],
	authentication: ({ miss, about, command, access, secret, username, site }) => [
		`D3 rejected ${about}: ${miss.words || `HTTP status ${miss.httpCode}`}`,
		`${command} was called with the ${secret} of the credential, for the user "${username}" and the site "${site}". ${access.key}`,
	],
	wrongAddress: ({ miss, about, command, access }) => [
		`${about} was not taken: the Server URL does not lead to the D3 command ${command} (HTTP status ${miss.httpCode})`,
		access.address,
	],
	rateLimit: ({ miss, about, polled }) => [
		`D3 did not take ${about}, because it limits the rate of requests: ${miss.words}`,
		`${polled ? 'Poll less often, or lower Requests per Second in the nodes that write to D3' : 'It was tried for as long as Keep Trying For says. Run this item again later, or lower Requests per Second'}: D3 documents a maximum of 50, and probably counts all its callers together.`,
	],
	unreachable: ({ miss, about, polled }) => [
		`D3 could not be reached; ${about} was not sent`,
		`${reachability(miss.code)} Check the Server URL of the credential and the network between n8n and D3, also the proxy if n8n's environment names one (HTTP_PROXY, HTTPS_PROXY)${polled ? '' : ', then run this item again'}.`,
	],
	untrusted: ({ about, miss }) => [
		`No trusted connection to D3; ${about} was not sent`,
		`The certificate or the encryption of the server was refused (${miss.code}). Give n8n the certificate of your own authority with NODE_EXTRA_CA_CERTS, check that the Server URL says https only where the server does, or, if you accept the risk, switch on Ignore SSL Issues in the credential.`,
	],
	blocked: ({ about }) => [
		`n8n blocked the address of D3; ${about} was not sent`,
		"n8n's SSRF protection does not allow private addresses. Ask the administrator of n8n to name D3's host in N8N_SSRF_ALLOWED_HOSTNAMES, or its addresses in N8N_SSRF_ALLOWED_IP_RANGES, in n8n's environment.",
	],
	proxy: ({ about, polled }) => [
		`The proxy between n8n and D3 asks for a login; ${about} was not sent`,
		`Ask the administrator of n8n to put the login into the proxy's address (HTTP_PROXY, HTTPS_PROXY: http://user:password@proxy:port), or to name D3's host in NO_PROXY, in n8n's environment.${polled ? '' : ' Then run this item again.'}`,
	],
	serverFailure: ({ miss, about, doubt, check, sent }) => [
		`D3 failed: ${miss.words || `HTTP status ${miss.httpCode}`}; ${about} ${doubt}`,
		`Sent ${sent}, answered with HTTP status ${miss.httpCode}. D3 may also answer so for a wrong value. ${check}`,
	],
	noAnswer: ({ miss, about, doubt, check, sent, timeout }) => [
		`D3 did not answer; ${about} ${doubt}`,
		`Sent ${sent}, ${waited(miss.code, timeout)}. ${check}`,
	],
	unreadable: ({ miss, about, doubt, check, sent }) => [
		`The answer is not one of D3; ${about} ${doubt}`,
		`Sent ${sent}. What came back${miss.words === '' ? ' was empty' : ` began with or said: ${miss.words}`}. A login page or a proxy in between answers like that: compare the Server URL with D3's Request URL. ${check}`,
	],
	unlisted: ({ miss, command }) => [
		`The answer to ${command} holds no list where D3 is known to put one`,
		`Your D3 may put its rows elsewhere. It began with: ${miss.words}. Command > Run with Reads Only hands on whatever D3 answers.`,
	],
	partial: ({ miss, about, doubt, check, sent }) => [
		`D3 did only a part: ${miss.words}; ${about} ${doubt}`,
		`Sent ${sent}. ${check}`,
	],
};

/** What is said of a call that D3 may or may not have carried out, unless the command knows better. */
const UNKNOWN: Record<Effect, NonNullable<Command['unknown']>> = {
	read: { doubt: 'gave nothing', check: '' },
	repeatable: {
		doubt: 'may or may not be done',
		check:
			'Doing it a second time changes nothing more: run this item again with After Unknown: Resend, unless something else has changed it since.',
	},
	once: { doubt: 'may or may not be done', check: 'Look for it in D3' },
};

/** What to check when D3 takes the key, or the address, for wrong, unless the command knows better. */
function accessTo(command: string): NonNullable<Command['access']> {
	return {
		key: `D3 makes keys per command: check in Configuration > Utility Commands > ${command} > Webhook Authentication that this one was made there, and that the user may do this in D3.`,
		address: `Compare the Server URL of the credential with the Request URL that D3 shows for ${command}. If they agree, your D3 may not have this command.`,
	};
}

/** What to do about a call that D3 may or may not have carried out, and how often it was sent if more than once. */
function whatToDo(
	effect: Effect,
	check: string,
	tries: number,
	{ afterUnknown }: Asked['options'],
): string {
	const times = tries > 1 ? `It was sent ${tries} times. ` : '';
	if (effect !== 'once') return times + check;
	return afterUnknown === 'resend'
		? `${times}${check}, to see what is there.`
		: `Not sent again, to avoid a duplicate. ${check}: there - nothing to do; not there - run this item again with After Unknown: Resend.`;
}

/** Puts what happened to an item into words. Socket codes stay in `details`. */
export function reportOf(miss: Miss, asked: Asked): Report {
	const { item, command, call, authentication, options } = asked;
	const effect = call?.effect ?? command.effect;
	const { doubt, check } = (effect === 'once' ? command.unknown : undefined) ?? UNKNOWN[effect];
	const name = call?.command ?? command.command;
	const [message, description] = SENTENCES[miss.cause]({
		miss,
		command: name,
		about: call?.about ?? name,
		access: command.access ?? accessTo(name),
		doubt,
		check: whatToDo(effect, check, miss.tries ?? 1, options),
		sent: `${miss.sentAt?.toISOString().slice(11, 19)} UTC`,
		secret: SECRET_NAMES[authentication],
		username: call?.username ?? '',
		site: call?.site ?? '',
		timeout: options.timeout,
		polled: item === undefined,
	});
	return {
		message: withoutMarkup(item === undefined ? message : `Item ${item}: ${message}`),
		description: withoutMarkup((miss.advice ?? description).trim()),
		details: definedOnly({
			outcome: miss.kind,
			command: name,
			site: call?.site,
			incidentNumber: call?.incidents.length === 1 ? call.incidents[0] : undefined,
			httpCode: miss.httpCode,
			code: miss.code,
			sentAt: miss.sentAt?.toISOString(),
		}),
	};
}

/** For the output that continues. n8n tells an error item by these keys and no others. */
export function errorItem(
	{ message, description, details }: Report,
	item: number,
): INodeExecutionData {
	return { json: { error: message, details: { ...details, description } }, pairedItem: { item } };
}

/** For a run that stops. */
export function errorOf(report: Report, node: INode, itemIndex?: number): NodeOperationError {
	const { description, details } = report;
	// An agent is told nothing else, and has to know what to do.
	const message = isTool(node)
		? `${report.message.replace(/\.$/, '')}. ${description}`.trim()
		: report.message;
	const of = itemIndex === undefined ? {} : { itemIndex };
	const error = new NodeOperationError(node, message, { description, ...of });
	// n8n replaces a message in which it finds a socket code, even in the name of a task.
	error.message = message;
	error.context.details = details;
	return error;
}

/** How far a run came. */
interface Count {
	readonly accepted: number;
	readonly of: number;
	/** Whether what was accepted is remembered for a retry: reading again does no harm. */
	readonly remembered: boolean;
}

/** A failure that stopped a run of several items: also says what of it is done. */
export function withCount(report: Report, { accepted, of, remembered }: Count): Report {
	if (of <= 1) return report;
	const count = `D3 had accepted ${accepted} of ${of} items when the node stopped.`;
	const kept =
		remembered && accepted > 0
			? ' Those are not sent again by Retry On Fail, nor by a retry of this execution.'
			: '';
	return { ...report, description: `${report.description} ${count}${kept}`.trim() };
}

/** n8n cancelled the execution while nothing had failed. */
export function cancellation(
	{ accepted, of }: Omit<Count, 'remembered'>,
	node: INode,
): NodeOperationError {
	return new NodeOperationError(
		node,
		`The execution was cancelled when D3 had accepted ${accepted} of ${of} items`,
	);
}

/** What a run as a whole has to say to the builder, above its output. */
export function hintsFor(run: {
	slowedDown: boolean;
	unknown: number;
	misread: readonly MisreadDate[];
}): string[] {
	const hints: string[] = [];
	if (run.slowedDown) {
		hints.push(
			'D3 limited the rate of requests, so the node slowed down and tried again. If that happens often, lower Requests per Second in the options.',
		);
	}
	if (run.unknown > 0) {
		hints.push(
			`${counted(run.unknown, 'item')} ended unknown: no usable answer says what D3 did. Look for details.outcome "unknown" in the output.`,
		);
	}
	return [...hints, ...zoneHints(run.misread)].map(withoutMarkup);
}

/** A date of an input item that D3 took for another moment. */
export interface MisreadDate extends Misreading {
	readonly item: number;
}

/** One hint for each pair of zones, whatever the number of items: they are mended together. */
function zoneHints(misread: readonly MisreadDate[]): string[] {
	const pairs = new Map<string, { first: MisreadDate; items: Set<number> }>();
	for (const date of [...misread].sort((a, b) => a.item - b.item)) {
		const pair = `${date.zone} ${date.d3Zone}`;
		const known = pairs.get(pair);
		if (known === undefined) pairs.set(pair, { first: date, items: new Set([date.item]) });
		else known.items.add(date.item);
	}
	return [...pairs.values()].map(({ first, items }) => {
		const { item, parameter, sent, zone, echo, d3Zone, minutes } = first;
		return [
			`Item ${item}: ${parameter} was sent as ${sent} in ${zone}, and D3 read it as ${echo} (${d3Zone}), which is ${duration(minutes)} ${minutes < 0 ? 'earlier' : 'later'}.`,
			...(items.size > 1 ? [`So it is with ${items.size} items.`] : []),
			`Set Time Zone to ${d3Zone}, in the credential or, where only some items are concerned, in the options.`,
		].join(' ');
	});
}

/** `5 hours and 30 minutes` */
function duration(minutes: number): string {
	const all = Math.abs(minutes);
	const parts = [counted(Math.floor(all / 60), 'hour'), counted(all % 60, 'minute')];
	return parts.filter((part) => !part.startsWith('0 ')).join(' and ');
}

function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function waited(code: string | undefined, timeout: number): string {
	if (code === 'ERR_CANCELED') return 'then n8n cancelled the execution';
	return code === undefined ? `no whole answer in ${timeout} s` : 'the connection broke';
}

function reachability(code: string | undefined): string {
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
