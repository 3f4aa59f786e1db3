import { NodeOperationError, type INode } from 'n8n-workflow';

import type { Report } from '../../shared/report';

/** How far a run came. */
export interface Progress {
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
