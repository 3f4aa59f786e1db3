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
		description: 'Get the incidents in which given artifacts occur',
	},
	fields: [
		text('Artifact Type', {
			required: true,
			placeholder: 'e.g. Internal Endpoint',
			description: 'Type of the artifacts, as D3 names it',
		}),
		list('Artifact Name(s)', {
			separator: 'lines',
			required: true,
			placeholder: 'e.g. https://example.com/login',
			description: 'Names of the artifacts to look for',
		}),
		number('Search Within Last Number of Days', {
			required: true,
			description:
				'How many days to look back from today in UTC, by the creation of the incidents, e.g. 30',
		}),
		number('Maximum Number of Results', {
			required: true,
			description: 'How many incidents to return at most, e.g. 100',
		}),
	],
};
