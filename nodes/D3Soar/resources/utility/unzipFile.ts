import type { Command } from '../../command';
import { list } from '../../fields';

const passwords = list('File Passwords', {
	withCommas: true,
	description: 'Passwords of the ZIP files',
});

/** Unpack ZIP files. https://docs.d3security.com/api-docs/Working-version/unzip-files-and-save-to-playbook */
export const unzipFile: Command = {
	command: 'UnzipAndSave',
	effect: 'once',
	operation: {
		name: 'Unzip Files',
		value: 'unzipFile',
		action: 'Unzip files',
		description: 'Unpack ZIP files and save what is in them as new playbook files',
	},
	fields: [
		list('File IDs', { placeholder: 'e.g. 271, 272', description: 'IDs of the ZIP files' }),
		{ ...passwords, property: { ...passwords.property, typeOptions: { password: true } } },
	],
	about: (values) => `unpacking of file ${String(values['File IDs'] ?? '')}`,
	unknown: { doubt: 'may or may not have been done', check: 'Look for the new files in D3' },
};
