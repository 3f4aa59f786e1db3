import type { Command } from '../../../shared/command';
import { list } from '../../../shared/fields';

/**
 * Remove files from cases.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/remove-case-attachment (compared 2026-11)
 */
export const removeAttachments: Command = {
	command: 'RemoveCaseAttachment',
	idempotency: 'idempotent',
	operation: {
		name: 'Remove Attachments',
		value: 'removeAttachments',
		action: 'Remove attachments from cases',
		description: 'Remove files from cases by ID or name',
	},
	fields: [
		list('Case Numbers', {
			required: true,
			placeholder: 'e.g. 20220111-1',
			description: 'Numbers of the cases',
		}),
		list('File Ids', {
			type: 'integers',
			placeholder: 'e.g. 271, 272',
			description: 'IDs of the files to remove. Enter these or File Names',
		}),
		list('File Names', {
			separator: 'lines',
			placeholder: 'e.g. invoice.pdf',
			description: 'Names of the files to remove. Enter these or File IDs',
		}),
	],
	topLevel: ['File Ids', 'File Names'],
	narrowedBy: ['File Ids', 'File Names'],
	subject: (values) => `removal of files from case ${String(values['Case Numbers'])}`,
	validate: (values) =>
		values['File Ids'] === undefined && values['File Names'] === undefined
			? {
					message:
						'File IDs and File Names are both empty: D3 might then remove every file from the cases',
					advice: 'Enter at least one of them.',
				}
			: undefined,
};
