import type { Command } from '../../../shared/command';
import { choice, incident, text } from '../../../shared/fields';

/**
 * The entries of the timeline of an incident. Requires D3 16.8 or later. The utility page also takes "ascending" and
 * "descending"; the API page prints only ASC.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-incident-timeline-entries (compared 2026-11)
 */
export const getTimelineEntries: Command = {
	command: 'GetIncidentTimelineEntries',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Timeline Entries',
		value: 'getTimelineEntries',
		action: 'Get timeline entries of incident',
		description: 'Get the timeline entries of an incident. Requires D3 16.8 or later.',
	},
	fields: [
		incident('Incident Number', { required: true }),
		text('Filter', {
			placeholder: 'e.g. phishing',
			description:
				'Only entries that contain this text in their summary, note, event type, tactic, technique, risk level, description or author',
		}),
		choice('Sort Order', {
			options: ['ASC', 'DESC'],
			description:
				'Sort order of the entries: ASC is earliest first, DESC latest first. If not set, D3 sorts ascending.',
		}),
	],
	narrowedBy: ['Filter'],
};
