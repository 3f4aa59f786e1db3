import {
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { keyFor } from '../../credentials/keys';
import { isAgentTool } from './agentTool';
import type { Call, Command, Idempotency } from './command';
import { MESSAGES } from './messages';
import { lowerFirst, neutralizeTags, upperFirst, withoutFinalPeriod } from './text';
import type { RequestOptions } from './transport/d3Client';
import type { Failure } from './transport/outcome';

/** What a user reads about an item or a poll that failed. */
export interface Report {
	/** What happened, and to which item; of an unconfirmed one first what to do. */
	readonly message: string;
	/** What to do about it. */
	readonly description: string;
	/** Data about the failure, for example for a Switch node to route by. */
	readonly details: IDataObject;
}

/** What a report needs to know about the call and the item. */
interface ReportContext {
	/** The item and how many the run has; missing for a poll, which has no items. */
	readonly item?: { readonly index: number; readonly count: number };
	readonly command: Pick<
		Command,
		'command' | 'idempotency' | 'unconfirmedTexts' | 'troubleshooting'
	>;
	/** Missing where the item's parameters could not be read. */
	readonly call?: Call;
	readonly options: RequestOptions;
	/** `retry` if not said. */
	readonly reader?: Reader;
}

/**
 * Who acts on a failure: somebody who sees a failed execution, which has n8n's Retry; somebody who handles items that
 * went on; or the model of an AI agent, which can only tell the user.
 */
export type Reader = 'retry' | 'items' | 'agent';

/** A retry sends an unconfirmed item only if the user says so. */
const RUN_AGAIN: Record<Reader, string> = {
	retry: 'run this item again; for Retry, first set If D3 Does Not Confirm to Always Send Again.',
	items: 'run this item again.',
	agent: 'tell the user to run it again, and do not call this tool again for it.',
};

/** Texts for an unconfirmed call, unless the command has its own. */
const IF_UNCONFIRMED: Record<Idempotency, NonNullable<Command['unconfirmedTexts']>> = {
	readOnly: { status: 'gave nothing', whereToLook: '' },
	idempotent: {
		status: 'may or may not be done',
		whereToLook:
			'A second time changes nothing more, unless somebody has changed the same thing since',
	},
	notIdempotent: { status: 'may or may not be done', whereToLook: 'Look for it in D3' },
};

/** Describes the failure of an item or a poll. Socket codes stay in `details`. */
export function reportOf(failure: Failure, context: ReportContext): Report {
	const { item, command, call, options, reader = 'retry' } = context;
	const idempotency = call?.idempotency ?? command.idempotency;
	const unconfirmed =
		(idempotency === 'notIdempotent' ? command.unconfirmedTexts : undefined) ??
		IF_UNCONFIRMED[idempotency];
	const name = call?.command ?? command.command;
	const [message, description] = MESSAGES[failure.cause].forItem({
		failure,
		command: name,
		subject: call?.subject ?? name,
		troubleshooting: command.troubleshooting ?? defaultTroubleshooting(name),
		status: unconfirmed.status,
		nextStep: nextStep(idempotency, unconfirmed, failure.attempts ?? 1, options, reader),
		sent: `${failure.sentAt?.toISOString().slice(11, 19)} UTC`,
		usedKey: () => keyFor(call!.credential, call!.url),
		...(call?.user !== undefined && { user: call.user }),
		username: call?.username ?? '',
		site: call?.site ?? '',
		timeout: call?.limits.timeout ?? 0,
		isPoll: item === undefined,
	});
	const safeToRetry = isSafeToRetry(failure, idempotency);
	return {
		message: neutralizeTags(
			item === undefined
				? message
				: withPlace(
						failure.kind === 'unconfirmed'
							? upperFirst(firstStep(idempotency, reader) + message)
							: message,
						item,
					),
		),
		description: neutralizeTags((failure.advice ?? description).trim()),
		details: definedOnly({
			outcome: failure.kind,
			safeToRetry,
			command: name,
			site: call?.site,
			incidentNumber: call?.incidentNumbers.length === 1 ? call.incidentNumbers[0] : undefined,
			httpCode: failure.httpCode,
			code: failure.code,
			sentAt: failure.sentAt?.toISOString(),
		}),
	};
}

/** Whether running the item again cannot do anything twice. */
function isSafeToRetry({ kind }: Failure, idempotency: Idempotency): boolean {
	return kind !== 'unconfirmed' || idempotency !== 'notIdempotent';
}

/** What to do about an unconfirmed item: somebody on call reads no further. */
function firstStep(idempotency: Idempotency, reader: Reader): string {
	if (idempotency === 'notIdempotent') return 'Check D3 first: ';
	// An agent's next call for the same would not be sent.
	const mayCallAgain = reader !== 'agent' || idempotency === 'readOnly';
	return mayCallAgain ? 'Safe to run again: ' : '';
}

/**
 * The message with the item that it is about, where there are several. It counts and writes as n8n's editor does,
 * which then adds nothing, and in logs, error workflows and the caller of a sub-workflow the item is not lost.
 */
function withPlace(message: string, { index, count }: NonNullable<ReportContext['item']>): string {
	return count > 1 ? `${withoutFinalPeriod(message)} [item ${index}]` : message;
}

function definedOnly(details: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

/** What to check if D3 rejects the key or does not know the URL, unless the command has its own texts. */
function defaultTroubleshooting(command: string): NonNullable<Command['troubleshooting']> {
	return {
		key: `D3 issues a separate key for each command. Check under Configuration > Utility Commands > ${command} > Webhook Authentication that this key was generated there, and that the user is allowed to run ${command}.`,
		url: `Compare the credential's Server URL with the Request URL that D3 shows for ${command}. If they match, your D3 version may not include this command.`,
	};
}

/** What to do about an unconfirmed call, and how often it was sent if more than once. */
function nextStep(
	idempotency: Idempotency,
	{ whereToLook, ifThere = 'there is nothing to do' }: NonNullable<Command['unconfirmedTexts']>,
	attempts: number,
	{ onUnconfirmed }: ReportContext['options'],
	reader: Reader,
): string {
	const times = attempts > 1 ? `It was sent ${attempts} times. ` : '';
	const isSentAgain = onUnconfirmed === 'sendAgain';
	if (idempotency === 'readOnly') return times.trimEnd();
	if (idempotency === 'idempotent') {
		return `${times}${whereToLook}. So ${RUN_AGAIN[isSentAgain && reader === 'retry' ? 'items' : reader]}`;
	}
	if (reader === 'agent') {
		return `${times}Do not call this tool again for it, not in other words either. Tell the user to ${lowerFirst(whereToLook)}. If it is there, ${ifThere}.`;
	}
	return isSentAgain
		? `${times}${whereToLook}, to see what is there.`
		: `Not sent again, to avoid a duplicate. ${whereToLook}. If it is there, ${ifThere}. If not, ${RUN_AGAIN[reader]}`;
}

/** The report with more to read at its end. */
export function withNote(report: Report, note: string): Report {
	return { ...report, description: `${report.description} ${note}`.trim() };
}

/**
 * The item for a run that continues. n8n detects an error item by the keys of its `json`: `error` with `message` or
 * `details`, and no others (`handleNodeErrorOutput` in n8n-core's workflow-execute.ts, read in 2.41.1).
 *
 * n8n before 2.36 sends only an item with an `error` of its own to the error output, and n8n 1 writes to that.
 * It must not be there for the regular output: n8n would replace the `json` by its message.
 */
export function errorItem(report: Report, item: number, node: INode): INodeExecutionData {
	const { message, description, details } = report;
	const json = { error: message, details: { ...details, description } };
	const output: INodeExecutionData = { json, pairedItem: { item } };
	if (node.onError === 'continueErrorOutput') {
		Object.defineProperty(output, 'error', { value: errorOf(report, node, item), writable: true });
	}
	return output;
}

/**
 * The error for a run that stops. Not a NodeApiError: n8n replaces its message by a sentence of its own for each
 * status (n8n-workflow's node-api.error.ts, read in 2.41.0).
 */
export function errorOf(report: Report, node: INode, itemIndex?: number): NodeOperationError {
	const { description, details } = report;
	// An agent gets only the message, and has to know what to do.
	const message = isAgentTool(node)
		? `${withoutFinalPeriod(report.message)}. ${description}`.trim()
		: report.message;
	const error = operationError(node, message, {
		description,
		...(itemIndex === undefined ? {} : { itemIndex }),
	});
	error.context.details = details;
	return error;
}

/**
 * A NodeOperationError that keeps its message: n8n replaces a message in which it finds a socket code, even in
 * the name of a task (n8n-workflow's node.error.ts, read in 2.41.0).
 */
export function operationError(
	node: INode,
	message: string,
	options?: ConstructorParameters<typeof NodeOperationError>[2],
): NodeOperationError {
	const error = new NodeOperationError(node, message, options);
	error.message = message;
	return error;
}
