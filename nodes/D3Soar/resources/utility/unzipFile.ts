import type { Command } from '../../../shared/command';
import { list } from '../../../shared/fields';
import { textOf, type Field } from '../../../shared/fields/field';

/** Each belongs to the file at the same position: an empty one counts, and no characters are trimmed. */
const passwords: Field = {
	parameter: 'File Passwords',
	property: {
		displayName: 'File Passwords',
		name: 'filePasswords',
		type: 'string',
		typeOptions: { password: true, rows: 2 },
		default: '',
		description:
			'Passwords of the ZIP files, in the order of File IDs: one per line, with an empty line for a file without a password, or an array',
	},
	toD3: (value) => {
		const entries = Array.isArray(value) ? value : (textOf(value)?.split(/\r?\n/) ?? []);
		const given = entries.map((entry) => textOf(entry) ?? '');
		return given.some((entry) => entry !== '') ? given : undefined;
	},
};

/**
 * Unpack ZIP files. Its response was not seen but for that of a failure.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/unzip-files-and-save-to-playbook (compared 2026-11)
 */
export const unzipFile: Command = {
	command: 'UnzipAndSave',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Unzip Files',
		value: 'unzipFile',
		action: 'Unzip files',
		description: 'Extract ZIP files and save their contents as new playbook files',
	},
	fields: [
		list('File IDs', { placeholder: 'e.g. 271, 272', description: 'IDs of the ZIP files' }),
		passwords,
	],
	topLevel: ['File IDs'],
	narrowedBy: ['File IDs'],
	subject: (values) => `extraction of file ${String(values['File IDs'] ?? '')}`,
	unconfirmedTexts: {
		status: 'may or may not have been done',
		whereToLook: 'Look for the new files in D3',
	},
};
