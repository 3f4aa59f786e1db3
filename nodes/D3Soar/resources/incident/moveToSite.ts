import type { Command } from '../../../shared/command';
import { incidents, text } from '../../../shared/fields';

/**
 * Move incidents to another site.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/update-incidents-site-in-bulk (compared 2026-11)
 */
export const moveToSite: Command = {
	command: 'UpdateIncidentSiteInBulk',
	idempotency: 'idempotent',
	operation: {
		name: 'Move to Site',
		value: 'moveToSite',
		action: 'Move incidents to site',
		description: 'Move incidents to another site',
	},
	fields: [
		incidents('Incident Numbers', { required: true }),
		// D3 calls it Site, like the site in which the command runs.
		text('New Site', {
			required: true,
			placeholder: 'e.g. Security Operations',
			description: 'New site of the incidents',
		}),
	],
	sendsUsernameParameter: true,
	bulkParameter: 'Incident Numbers',
	buildRequest: (values) => ({
		commandParams: { 'Incident Numbers': values['Incident Numbers'], Site: values['New Site'] },
	}),
};
