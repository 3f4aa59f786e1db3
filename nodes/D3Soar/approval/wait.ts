import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { ToolCall } from './toolCall';

/** What a person is asked, and all that the page shows: stored before the execution waits. */
export interface Wait {
	/** Which question the links are about: a link of an earlier one decides nothing. */
	readonly question: string;
	readonly site: string;
	readonly incidentNumber: string;
	readonly taskName: string;
	readonly message: string;
	readonly assignee: string;
	/** The call of a tool that an agent wants to make, if that is what is asked. */
	readonly tool?: ToolCall;
	readonly workflow: string;
	readonly executionId: string;
	/** IANA zone in which times are shown. */
	readonly timezone: string;
	/** Whether the page has a field for a comment. */
	readonly comment: 'off' | 'optional' | 'required';
	/** The header that names who answers, in small letters; empty if anybody may. */
	readonly approverHeader: string;
	/** ISO 8601, in UTC. */
	readonly requestedAt: string;
	/** ISO 8601, in UTC; missing if there is no limit. */
	readonly until?: string;
	/** What D3 made of the task. */
	readonly task: IDataObject;
}

/** What the node keeps in its context, which n8n stores with the execution. */
interface Kept {
	approval?: Wait | undefined;
}

/** Keeps what is asked for as long as the execution waits. */
export function keepWait(context: IExecuteFunctions, wait: Wait | undefined): void {
	(context.getContext('node') as Kept).approval = wait;
}

/**
 * What the execution waits for. A webhook has no access to the node's context but by an expression.
 *
 * @returns `undefined` if nothing is asked.
 */
export function readWait(context: IWebhookFunctions): Wait | undefined {
	const node = escaped(context.getNode().name);
	const text = context.evaluateExpression(`{{ JSON.stringify($("${node}").context.approval) }}`);
	return typeof text === 'string' ? (JSON.parse(text) as Wait) : undefined;
}

/** An instant for people, in the task as on the page: `28 Nov 2026, 14:05 (Europe/Berlin)`. */
export function shownTime(instant: string, zone: string): string {
	const local = DateTime.fromISO(instant, { zone, locale: 'en-GB' });
	return `${local.toFormat('d LLL yyyy, HH:mm')} (${zone})`;
}

/** A text as a literal of an expression, in which no character has a meaning. */
function escaped(text: string): string {
	return text.replace(
		/[^A-Za-z\d ]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
