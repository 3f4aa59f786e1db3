import type { Command } from '../../../shared/command';
import { list, text } from '../../../shared/fields';

/**
 * Convert files to another format.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/convert-file-format (compared 2026-11)
 */
export const convertFile: Command = {
	command: 'FileFormatConvert',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Convert Files',
		value: 'convertFile',
		action: 'Convert files',
		description: 'Convert TXT, XML, JSON or CSV files to another format, as new files',
	},
	fields: [
		list('File IDs', {
			required: true,
			placeholder: 'e.g. 271, 272',
			description: 'IDs of the files to convert',
		}),
		text('Source Table', {
			required: true,
			default: 'IR_ATCHMNT',
			placeholder: 'e.g. IR_ATCHMNT',
			description: 'D3 table that stores the files',
		}),
		text('Format', {
			required: true,
			default: 'JSON',
			placeholder: 'e.g. JSON',
			description: 'Format of the new files',
		}),
	],
	subject: (values) => `conversion of file ${String(values['File IDs'])}`,
	unconfirmedTexts: {
		status: 'may or may not have been done',
		whereToLook: 'Look for the new files in D3',
	},
};
