import type { Command } from '../../../shared/command';
import { incident, list } from '../../../shared/fields';

/**
 * Remove tags from an incident. Without tags D3 would remove all of them, so they are required here.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/remove-incident-tags (compared 2026-11)
 */
export const removeTags: Command = {
	command: 'RemoveIncidentTags',
	idempotency: 'idempotent',
	operation: {
		name: 'Remove Tags',
		value: 'removeTags',
		action: 'Remove tags from incident',
		description: 'Remove the given tags from an incident',
	},
	fields: [
		incident('Incident Number', { required: true }),
		list('Tags', {
			required: true,
			placeholder: 'e.g. phishing, finance',
			description:
				'Tags to remove. Must not be empty, because D3 would then remove every tag from the incident',
		}),
	],
};
