import type { Command } from '../../../shared/command';
import { InvalidParameter } from '../../../shared/errors';
import { json, scalar, setting, text } from '../../../shared/fields';

/**
 * Replace the objects in a global list that match a key and value. "If an incorrect key or value is provided (data
 * type or literal value)", D3 reports no error, and the old and the new list of its response are the same.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/update-global-list (compared 2026-11)
 */
export const update: Command = {
	command: 'UpdateGlobalList',
	idempotency: 'idempotent',
	operation: {
		name: 'Update',
		value: 'update',
		action: 'Update global list',
		description: 'Replace the objects in a global list that match a key and value',
	},
	fields: [
		text('Global List Name', {
			required: true,
			description: 'Name of the global list',
		}),
		text('Key', {
			required: true,
			placeholder: 'e.g. ipAddress',
			description: 'Key to find the objects to replace by',
		}),
		scalar('Value', {
			required: true,
			placeholder: 'e.g. 192.0.2.1',
			description:
				'Value of that key in the objects to replace, of the same type as in the list: to D3, 2 and "2" differ. If no object matches, D3 changes nothing and reports no error: OldList and NewList of the output are then the same.',
		}),
		setting('Value Type', {
			default: 'asGiven',
			options: [
				{
					name: 'As Given',
					value: 'asGiven',
					description: 'The type that the expression returns; typed values are text',
				},
				{ name: 'Text', value: 'text' },
				{ name: 'Number', value: 'number' },
				{ name: 'Boolean', value: 'boolean' },
			],
			description: 'Type of Value in the list',
		}),
		json('Object', {
			required: true,
			type: 'object',
			description:
				'Object that replaces each match entirely, as JSON, e.g. {"ipAddress": "192.0.2.2", "owner": "IT"}',
		}),
	],
	subject: (values) => `update of global list "${String(values['Global List Name'] ?? '')}"`,
	buildRequest: ({ 'Value Type': type, Value: value, ...params }) => ({
		commandParams: { ...params, Value: typed(value, String(type)) },
	}),
};

/** The value in the type that the user has chosen. */
function typed(value: unknown, type: string): string | number | boolean {
	const text = String(value).trim();
	switch (type) {
		case 'text':
			return String(value);
		case 'number':
			if (String(Number(text)) === text && Number.isFinite(Number(text))) return Number(text);
			throw new InvalidParameter(
				`Value "${text}" is not a number that can be sent exactly`,
				'Write it with digits and a point, without zeros around it, e.g. 2 or 0.5, or choose another Value Type.',
			);
		case 'boolean':
			if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
			throw new InvalidParameter(
				`Value "${text}" is neither true nor false`,
				'Enter true or false, or choose another Value Type.',
			);
		default:
			return value as string | number | boolean;
	}
}
