import type { IDataObject } from 'n8n-workflow';

import { bulkResultFor } from '../../shared/response/reportedFailure';
import { joinSentences, truncate } from '../../shared/text';
import type { Call } from '../../shared/command';
import { failed, type Accepted, type Failure, type Outcome } from '../../shared/transport/outcome';

/** The outcome of one item. */
export type ItemOutcome =
	| (Accepted & {
			/** The item's own rows of the response, if they can be told apart. */
			readonly rows?: IDataObject[];
	  })
	| Failure;

/**
 * The outcome of one item of a bulk request: a row that D3 rejected fails only the item that named its
 * incident.
 */
export function outcomeForItem(outcome: Outcome, { incidentNumbers }: Call): ItemOutcome {
	if (outcome.response === undefined) return outcome;
	const { succeeded, rejected, missing } = bulkResultFor(outcome.response, incidentNumbers);
	if (rejected.length > 0 || missing.length > 0) {
		const messages = [...rejected];
		if (missing.length > 0)
			messages.push(`its response does not name ${truncate(missing.join(', '))}`);
		return failed(succeeded.length === 0 && missing.length === 0 ? 'refused' : 'partial', {
			message: truncate(joinSentences(messages, '; '), 2000),
			...(outcome.sentAt && { sentAt: outcome.sentAt }),
		});
	}
	return succeeded.length > 0
		? { kind: 'accepted', response: outcome.response, sentAt: outcome.sentAt!, rows: succeeded }
		: outcome;
}
