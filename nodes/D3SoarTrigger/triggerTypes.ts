import type { Listing } from '../shared/command';
import { eventListing } from '../shared/listings/events';
import { incidentListing } from '../shared/listings/incidents';

/** What starts the workflow. Saved in workflows and in their static data. */
export type TriggerOn = 'incidentCreated' | 'incidentUpdated' | 'incidentClosed' | 'eventReceived';

/** How to find out from D3 whether something happened: D3 sends nothing by itself. */
export interface TriggerType {
	/** The listing that shows it. */
	readonly listing: Listing;
	/** Field of a row that holds the date. */
	readonly dateField: string;
	/**
	 * Whether the listing's time window applies to that date. If not, a filter selects by it, among all rows
	 * that were created in a longer window.
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
