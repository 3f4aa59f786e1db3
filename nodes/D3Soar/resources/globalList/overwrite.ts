import type { Command } from '../../../shared/command';
import { json, text, booleanSwitch } from '../../../shared/fields';

/**
 * Replace the whole content of a global list.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/overwrite-global-list (compared 2026-11)
 */
export const overwrite: Command = {
	command: 'OverwriteGlobalList',
	idempotency: 'idempotent',
	operation: {
		name: 'Overwrite',
		value: 'overwrite',
		action: 'Overwrite global list',
		description: 'Replace the contents of a global list',
	},
	fields: [
		text('Global List Name', {
			required: true,
			description: 'Name of the global list',
		}),
		json('Global List Content', {
			type: 'array',
			description:
				'New contents of the list, as JSON, e.g. [{"ipAddress": "192.0.2.1"}]. The previous contents are lost.',
		}),
		booleanSwitch('Empty the List', {
			nodeOnly: true,
			description:
				'Whether to clear the list if Global List Content is empty. If off, empty content is rejected and the list stays unchanged.',
		}),
	],
	topLevel: ['Global List Content', 'Empty the List'],
	subject: (values) => `new contents of global list "${String(values['Global List Name'])}"`,
	validate: (values) =>
		values['Global List Content'] === undefined && values['Empty the List'] !== true
			? {
					message: 'Global List Content is empty, which would remove everything from the list',
					advice: 'Turn on Empty the List if that is what you want.',
				}
			: undefined,
	buildRequest: (values) => ({
		commandParams: {
			'Global List Name': values['Global List Name'],
			'Global List Content': values['Global List Content'] ?? [],
		},
	}),
};
