import type { Command } from '../../command';
import { json, text } from '../../fields';

/** Change what a global list holds under a key. */
export const update: Command = {
	command: 'UpdateGlobalList',
	effect: 'repeatable',
	operation: {
		name: 'Update',
		value: 'update',
		action: 'Update global list',
		description: 'Update a global list with a key and a value, or with an object',
	},
	fields: [
		text('Global List Name', {
			required: true,
			description: 'Name of the global list as D3 shows it',
		}),
		text('Key', { description: 'Key in the list' }),
		text('Value', { description: 'Value for the key' }),
		json('Object', { of: 'object', description: 'The object for the list, as JSON' }),
	],
	about: (values) => `update of global list "${String(values['Global List Name'] ?? '')}"`,
};
