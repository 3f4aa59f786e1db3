import type { Command } from '../../../shared/command';
import { InvalidParameter } from '../../../shared/errors';
import { json, scalar, setting, text } from '../../../shared/fields';

/**
 * Replace the objects of a global list that have a value under a key. "If an incorrect key or value is provided (data
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
		scalar('Value', {
			required: true,
			placeholder: 'e.g. 192.0.2.1',
			description:
				'Value that they have under this key, of the same type as in the list: 2 and "2" are not the same to D3. Where none has it, D3 changes nothing and reports no error: then OldList and NewList of the output are the same.',
		}),
		setting('Value Type', {
			default: 'asGiven',
			options: [
				{
					name: 'As Given',
					value: 'asGiven',
					description: 'The type that the expression gives; what is typed in is text',
				},
				{ name: 'Text', value: 'text' },
				{ name: 'Number', value: 'number' },
				{ name: 'Boolean', value: 'boolean' },
			],
			description: 'What Value is in the list',
		}),
		json('Object', {
			required: true,
			type: 'object',
			description:
				'What each of them is replaced by, whole, as one JSON object, e.g. {"ipAddress": "192.0.2.2", "owner": "IT"}',
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
