import type { Command } from '../../../shared/command';
import { incidents, list } from '../../../shared/fields';

/**
 * Remove files from incidents: all files if neither ids nor names are given.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/remove-incident-attachment (compared 2026-11)
 */
export const removeAttachments: Command = {
	command: 'RemoveIncidentAttachment',
	idempotency: 'idempotent',
	operation: {
		name: 'Remove Attachments',
		value: 'removeAttachments',
		action: 'Remove attachments from incidents',
		description: 'Remove given files from incidents',
	},
	fields: [
		incidents('Incident Numbers', { required: true }),
		list('File Ids', {
			type: 'integers',
			placeholder: 'e.g. 271',
			description: 'Numbers of the files to remove. Give these or File Names',
		}),
		list('File Names', {
			separator: 'lines',
			placeholder: 'e.g. invoice.pdf',
			description: 'Names of the files to remove. Give these or File IDs',
		}),
	],
	topLevel: ['File Ids', 'File Names'],
	narrowedBy: ['File Ids', 'File Names'],
	validate: (values) =>
		values['File Ids'] === undefined && values['File Names'] === undefined
			? {
					message:
						'File IDs and File Names are both empty, for which D3 would remove every file of the incident',
					advice: 'Enter at least one of them.',
				}
			: undefined,
};
