import type { Command } from '../../../shared/command';
import { choice, dateTime, incident, severalLines, text } from '../../../shared/fields';

/**
 * Add an entry to the timeline of an incident. Requires D3 16.8 or later. Its response was not seen.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/add-incident-timeline-entry (compared 2026-11)
 */
export const addTimelineEntry: Command = {
	command: 'AddIncidentTimelineEntry',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Add Timeline Entry',
		value: 'addTimelineEntry',
		action: 'Add timeline entry to incident',
		description: 'Add an entry to the timeline of an incident. Requires D3 16.8 or later.',
	},
	fields: [
		incident('Incident Number', { required: true }),
		dateTime('Time', {
			dateOnly: 'startOfDay',
			description:
				"When it happened. D3 reads it in the incident's time zone: set that as Time Zone in Options.",
		}),
		severalLines('Note', {
			placeholder: 'e.g. Seen in the proxy log',
			description: 'Note of the entry',
		}),
		text('Event Type', {
			placeholder: 'e.g. Unauthorized Access',
			description: 'Event type of the entry',
		}),
		text('Tactic & Technique', {
			placeholder: 'e.g. Collection / Data from Local System',
			description: 'Tactic and technique, separated by a slash',
		}),
		choice('Risk', {
			options: ['ZeroRisk', 'Low', 'Medium', 'High', 'N/A'],
			description: 'Risk level of the entry',
		}),
		text('Description', { description: 'Description of the entry' }),
		text('Summary', {
			placeholder: 'e.g. First click on the link',
			description: 'Summary of the entry',
		}),
	],
	subject: (values) => `timeline entry on ${String(values['Incident Number'])}`,
	unconfirmedTexts: {
		status: 'may or may not exist',
		whereToLook: "Look at the incident's timeline",
	},
};
