import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Wait } from './wait';

/** How a question ended. */
export type Answer =
	| {
			readonly reason: 'approved' | 'declined';
			readonly comment: string;
			/** Who answered, as the user's single sign-on says; `null` if it was not asked. */
			readonly approver: string | null;
			readonly respondedAt: string;
	  }
	| { readonly reason: 'timedOut' };

/**
 * The item that goes on. n8n's human review reads `data`: `approved`, and `chatInput`, which it hands to the model as
 * what the person said.
 */
export function itemFor(wait: Wait, answer: Answer): INodeExecutionData {
	const { requestedAt, assignee, executionId, task } = wait;
	const { reason } = answer;
	const given = 'comment' in answer ? answer : { comment: '', approver: null, respondedAt: null };
	const chatInput = reason === 'approved' ? '' : chatInputFor(answer);
	const data: IDataObject = {
		approved: reason === 'approved',
		comment: given.comment,
		...(chatInput !== '' && { chatInput }),
		reason,
		approver: given.approver,
		verified: given.approver !== null,
		requestedAt,
		respondedAt: given.respondedAt,
		assignee,
		executionId,
	};
	return { json: { data, task }, pairedItem: { item: 0 } };
}

/** Empty where n8n's own words say more: without a comment it tells the model to stop. */
function chatInputFor(answer: Answer): string {
	return 'comment' in answer
		? answer.comment
		: 'Nobody answered in time, so this is not approved. Do not try it again by yourself.';
}
