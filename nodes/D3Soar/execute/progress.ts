import { NodeOperationError, type INode } from 'n8n-workflow';

import { withNote, type Report } from '../../shared/report';

/** How far a run got. */
export interface Progress {
	readonly accepted: number;
	readonly total: number;
	/** The items that are unconfirmed, counted from 0, besides the one that is reported. */
	readonly othersUnconfirmed: readonly number[];
	/** Whether the retry state keeps what was accepted: for reads it does not, since reading again does no harm. */
	readonly isRemembered: boolean;
	/** Whether n8n cancelled the execution, of which it offers no Retry then. */
	readonly isCancelled: boolean;
}

/** The report of a failure that stopped a run of several items, with the run's progress. */
export function withProgress(
	report: Report,
	{ accepted, total, othersUnconfirmed, isRemembered, isCancelled }: Progress,
): Report {
	if (total <= 1) return report;
	const count = `D3 had accepted ${accepted} of ${total} items when the node stopped.`;
	const again = isCancelled
		? ' A new execution sends them again.'
		: ' They will not be sent again by Retry On Fail, or when you retry this execution.';
	const allAgain = isCancelled ? '' : ' Always Send Again sends them again too.';
	const others =
		othersUnconfirmed.length > 0
			? ` Other items are unconfirmed: ${listed(othersUnconfirmed)}.${isRemembered ? allAgain : ''}`
			: '';
	return withNote(report, `${count}${isRemembered && accepted > 0 ? again : ''}${others}`);
}

/** As many items as a description names. */
const MAX_LISTED = 50;

/** `1, 3, 5` */
function listed(items: readonly number[]): string {
	const more = items.length - MAX_LISTED;
	return items.slice(0, MAX_LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** The error for an execution that n8n cancelled before any item failed. */
export function cancellation(
	{ accepted, total }: Pick<Progress, 'accepted' | 'total'>,
	node: INode,
): NodeOperationError {
	return new NodeOperationError(
		node,
		`Execution cancelled after D3 had accepted ${accepted} of ${total} items`,
	);
}
