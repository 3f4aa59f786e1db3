import type { Command } from '../shared/command';
import { getAll as getEvents } from '../D3Soar/resources/event/getAll';
import { getAll as getIncidents } from '../D3Soar/resources/incident/getAll';

/** What starts the workflow. Saved in workflows, and in what they store. */
export type TriggerOn = 'incidentCreated' | 'incidentUpdated' | 'incidentClosed' | 'eventReceived';

/** How D3 is asked whether something has happened: it sends nothing by itself. */
export interface TriggerType {
	/** The listing that tells. */
	readonly command: Command;
	/** Field of a row that says when it happened. */
	readonly dateField: string;
	/** Fields of a row of which the first that is there names it. */
	readonly idFields: readonly string[];
	/**
	 * Whether the listing's time window is about that date. If not, D3 has to be asked by a filter, for all
	 * that was created in a longer window.
	 */
	readonly usesTimeWindow: boolean;
	/** For sentences: `incident`, `created`. */
	readonly noun: string;
	readonly participle: string;
}

const incident = {
	command: getIncidents,
	idFields: getIncidents.pages!.idFields,
	noun: 'incident',
};

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
		command: getEvents,
		idFields: getEvents.pages!.idFields,
		noun: 'event',
		dateField: 'IntakeTime',
		usesTimeWindow: true,
		participle: 'received',
	},
};
