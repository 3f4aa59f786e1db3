import type { Command } from '../../../shared/command';
import { choice, list, text } from '../../../shared/fields';

/**
 * Publish a live playbook to sites.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/publish-live-playbooks-across-sites (compared 2026-11)
 */
export const publishAcrossSites: Command = {
	command: 'PublishLivePlaybooksAcrossSites',
	idempotency: 'idempotent',
	operation: {
		name: 'Publish Across Sites',
		value: 'publishAcrossSites',
		action: 'Publish live playbook across sites',
		description: 'Change the sites a live playbook is published to. Requires administrator rights.',
	},
	fields: [
		text('Playbook Name', {
			required: true,
			placeholder: 'e.g. Phishing Response',
			description: 'Name of the live playbook',
		}),
		list('Site List', {
			separator: 'lines',
			required: true,
			placeholder: 'e.g. Security Operations',
			description: 'Names of the sites',
		}),
		choice('Action', {
			required: true,
			options: ['Add', 'Remove', 'Overwrite'],
			description:
				'Whether to add these sites, remove them, or replace the current sites with them',
		}),
	],
	subject: (values) => `publishing of playbook "${String(values['Playbook Name'])}"`,
};
