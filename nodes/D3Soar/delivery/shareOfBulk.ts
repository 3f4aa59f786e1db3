import type { IDataObject } from 'n8n-workflow';

import { shortened, toldOf } from '../answer/failure';
import type { Call } from '../command';
import { miss, type Accepted, type Miss, type Outcome } from './outcome';

/** How one item ended. */
export type Share =
	| (Accepted & {
			/** What of the answer is the item's, where that is told apart. */
			readonly rows?: IDataObject[];
	  })
	| Miss;

/**
 * An item's share in the outcome of a request that did the same to several incidents: a row that D3
 * refused fails only the item that named its incident.
 */
export function shareIn(outcome: Outcome, { incidents }: Call): Share {
	if (outcome.answer === undefined) return outcome;
	const { done, refused, silent } = toldOf(outcome.answer, incidents);
	if (refused.length > 0 || silent.length > 0) {
		const words = [...refused];
		if (silent.length > 0) words.push(`its answer does not name ${shortened(silent.join(', '))}`);
		return miss(done.length === 0 && silent.length === 0 ? 'failure' : 'partial', {
			words: shortened(words.join('; '), 2000),
			...(outcome.sentAt && { sentAt: outcome.sentAt }),
		});
	}
	return done.length > 0
		? { kind: 'accepted', answer: outcome.answer, sentAt: outcome.sentAt!, rows: done }
		: outcome;
}
