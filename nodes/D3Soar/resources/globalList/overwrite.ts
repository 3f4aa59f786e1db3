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
		description: 'Replace everything that a global list holds',
	},
	fields: [
		text('Global List Name', {
			required: true,
			description: 'Name of the global list as D3 shows it',
		}),
		json('Global List Content', {
			type: 'array',
			description:
				'Everything that the list is to hold from now on, as a JSON array of objects, e.g. [{"ipAddress": "192.0.2.1"}]. What it held before is lost.',
		}),
		booleanSwitch('Empty the List', {
			nodeOnly: true,
			description:
				'Whether the list may be left with nothing in it when Global List Content is empty. Otherwise an empty content is refused, and the list stays as it is.',
		}),
	],
	topLevel: ['Global List Content', 'Empty the List'],
	subject: (values) => `new content of global list "${String(values['Global List Name'])}"`,
	validate: (values) =>
		values['Global List Content'] === undefined && values['Empty the List'] !== true
			? {
					message: 'Global List Content is empty, which would remove everything from the list',
					advice: 'Turn on Empty the List if that is meant.',
				}
			: undefined,
	buildRequest: (values) => ({
		commandParams: {
			'Global List Name': values['Global List Name'],
			'Global List Content': values['Global List Content'] ?? [],
		},
	}),
};
