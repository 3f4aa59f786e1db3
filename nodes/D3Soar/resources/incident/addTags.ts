import type { Command } from '../../../shared/command';
import { choice, incident, list } from '../../../shared/fields';
import { withName } from '../../../shared/fields/field';

/**
 * Add tags to an incident.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/add-incident-tags (compared 2026-11)
 */
export const addTags: Command = {
	command: 'AddIncidentTags',
	idempotency: 'idempotent',
	operation: {
		name: 'Add Tags',
		value: 'addTags',
		action: 'Add tags to incident',
		description: 'Add tags to an incident',
	},
	fields: [
		incident('Incident Number', { required: true }),
		// Not `mode`: n8n hides parameters of that name from AI builders.
		withName(
			'tagMode',
			choice('Mode', {
				required: true,
				options: ['Append'],
				default: 'Append',
				description:
					'How to combine the tags with existing ones: Append adds them. Use an expression for other modes of your D3.',
			}),
		),
		list('Tags', {
			required: true,
			placeholder: 'e.g. phishing, finance',
			description: 'Tags to add',
		}),
	],
};
