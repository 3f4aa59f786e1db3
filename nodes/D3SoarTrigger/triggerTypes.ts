import type { Listing } from '../shared/command';
import { eventListing } from '../shared/listings/events';
import { incidentListing } from '../shared/listings/incidents';

/** What starts the workflow. Saved in workflows, and in what they store. */
export type TriggerOn = 'incidentCreated' | 'incidentUpdated' | 'incidentClosed' | 'eventReceived';

/** How D3 is asked whether something has happened: it sends nothing by itself. */
export interface TriggerType {
	/** The listing that tells. */
	readonly listing: Listing;
	/** Field of a row that says when it happened. */
	readonly dateField: string;
	/**
	 * Whether the listing's time window is about that date. If not, D3 has to be asked by a filter, for all
	 * that was created in a longer window.
	 */
	readonly usesTimeWindow: boolean;
	/** For sentences: `incident`, `created`. */
	readonly noun: string;
	readonly participle: string;
}

const incident = { listing: incidentListing, noun: 'incident' };

/** By the value of *Trigger On* that is saved in workflows. */
export const TRIGGER_TYPES: Record<TriggerOn, TriggerType> = {
	incidentCreated: {
		...incident,
		dateField: 'Date Created',
		usesTimeWindow: true,
		participle: 'created',
	},
	incidentUpdated: {
		...incident,
		dateField: 'Date Modified',
		usesTimeWindow: false,
		participle: 'updated',
	},
	incidentClosed: {
		...incident,
		dateField: 'Date Closed',
		usesTimeWindow: false,
		participle: 'closed',
	},
	eventReceived: {
		listing: eventListing,
		noun: 'event',
		dateField: 'IntakeTime',
		usesTimeWindow: true,
		participle: 'received',
	},
};
