import type { Command } from '../../../shared/command';
import { choice, list, text } from '../../../shared/fields';

/**
 * Choose which sites may use a global list.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/share-global-lists-across-sites (compared 2026-11)
 */
export const shareAcrossSites: Command = {
	command: 'ShareGlobalListsAcrossSites',
	idempotency: 'idempotent',
	operation: {
		name: 'Share Across Sites',
		value: 'shareAcrossSites',
		action: 'Share global list across sites',
		description: 'Change the sites a global list is shared with',
	},
	fields: [
		text('Global List Name', {
			required: true,
			description: 'Name of the global list',
		}),
		list('Site List', {
			separator: 'lines',
			required: true,
			placeholder: 'e.g. Security Operations',
			description: 'Names of the sites',
		}),
		choice('Action', {
			options: ['Add', 'Remove', 'Overwrite'],
			description:
				'Whether to add these sites, remove them, or replace the current sites with them. If not set, D3 adds them.',
		}),
	],
	topLevel: ['Action'],
	narrowedBy: ['Action'],
	subject: (values) => `sharing of global list "${String(values['Global List Name'])}"`,
};
