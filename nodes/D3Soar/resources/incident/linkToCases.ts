import type { Command } from '../../../shared/command';
import { incidents, list } from '../../../shared/fields';

/**
 * Link incidents to existing cases.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/link-incident-to-existing-cases (compared 2026-11)
 */
export const linkToCases: Command = {
	command: 'LinkIncidentToExistingCases',
	idempotency: 'idempotent',
	operation: {
		name: 'Link to Cases',
		value: 'linkToCases',
		action: 'Link incidents to cases',
		description: 'Link incidents to existing cases',
	},
	fields: [
		list('Case Numbers', {
			required: true,
			placeholder: 'e.g. 20220111-1',
			description: 'Numbers of the cases',
		}),
		incidents('Incident ID List', { required: true }),
	],
	sendsUsernameParameter: true,
};
