import type { Command } from '../D3Soar/command';
import { getAll as getEvents } from '../D3Soar/resources/event/getAll';
import { getAll as getIncidents } from '../D3Soar/resources/incident/getAll';

/** What starts the workflow. Saved in workflows, and in what they store. */
export type TriggerOn = 'incidentCreated' | 'incidentUpdated' | 'incidentClosed' | 'eventReceived';

/** How D3 is asked whether something has happened: it sends nothing by itself. */
export interface Occasion {
	/** The listing that tells. */
	readonly command: Command;
	/** Field of a row that says when it happened. */
	readonly date: string;
	/** Fields of a row of which the first that is there names it. */
	readonly names: readonly string[];
	/**
	 * Whether the listing's time window is about that date. If not, D3 has to be asked by a filter, for all
	 * that was created in a longer window.
	 */
	readonly windowed: boolean;
	/** For sentences: `incident`, `created`. */
	readonly what: string;
	readonly happened: string;
}

const incident = { command: getIncidents, names: getIncidents.pages!.names, what: 'incident' };

/** By the value of *Trigger On* that is saved in workflows. */
export const OCCASIONS: Record<TriggerOn, Occasion> = {
	incidentCreated: { ...incident, date: 'Date Created', windowed: true, happened: 'created' },
	incidentUpdated: { ...incident, date: 'Date Modified', windowed: false, happened: 'updated' },
	incidentClosed: { ...incident, date: 'Date Closed', windowed: false, happened: 'closed' },
	eventReceived: {
		command: getEvents,
		names: getEvents.pages!.names,
		what: 'event',
		date: 'IntakeTime',
		windowed: true,
		happened: 'received',
	},
};
