import type { Command } from '../../../shared/command';
import { json, text } from '../../../shared/fields';

/**
 * Replace the objects of a global list that have a value under a key. If no object has it, D3 reports no error
 * and the list stays unchanged.
 * https://docs.d3security.com/utility-command-docs/Working-version/update-global-list
 */
export const update: Command = {
	command: 'UpdateGlobalList',
	idempotency: 'idempotent',
	operation: {
		name: 'Update',
		value: 'update',
		action: 'Update global list',
		description: 'Replace the objects of a global list that have a value under a key',
	},
	fields: [
		text('Global List Name', {
			required: true,
			description: 'Name of the global list as D3 shows it',
		}),
		text('Key', {
			required: true,
			placeholder: 'e.g. ipAddress',
			description: 'Key by which to find the objects to replace',
		}),
		text('Value', {
			required: true,
			placeholder: 'e.g. 192.0.2.1',
			description:
				'Value that they have under this key. Where none has it, D3 changes nothing and does not complain.',
		}),
		json('Object', {
			required: true,
			type: 'object',
			description:
				'What each of them is replaced by, whole, as one JSON object, e.g. {"ipAddress": "192.0.2.2", "owner": "IT"}',
		}),
	],
	subject: (values) => `update of global list "${String(values['Global List Name'] ?? '')}"`,
};
