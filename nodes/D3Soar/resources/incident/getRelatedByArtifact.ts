import type { Command } from '../../../shared/command';
import { list, number, text } from '../../../shared/fields';

/**
 * The incidents in which the given artifacts occur.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/get-related-incidents-by-artifact (compared 2026-11)
 */
export const getRelatedByArtifact: Command = {
	command: 'GetRelatedIncidentsByArtifact',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Related by Artifact',
		value: 'getRelatedByArtifact',
		action: 'Get incidents related by artifact',
		description: 'Get the incidents that contain the given artifacts',
	},
	fields: [
		text('Artifact Type', {
			required: true,
			placeholder: 'e.g. Internal Endpoint',
			description: 'Type of the artifacts, as named in D3',
		}),
		list('Artifact Name(s)', {
			separator: 'lines',
			required: true,
			placeholder: 'e.g. https://example.com/login',
			description: 'Names of the artifacts',
		}),
		number('Search Within Last Number of Days', {
			required: true,
			description: 'Days to look back from today (UTC), by incident creation date, e.g. 30',
		}),
		number('Maximum Number of Results', {
			required: true,
			description: 'Maximum number of incidents to return, e.g. 100',
		}),
	],
};
