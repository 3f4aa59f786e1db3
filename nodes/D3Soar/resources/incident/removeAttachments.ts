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
		description: 'Remove files from incidents by ID or name',
	},
	fields: [
		incidents('Incident Numbers', { required: true }),
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
	validate: (values) =>
		values['File Ids'] === undefined && values['File Names'] === undefined
			? {
					message:
						'File IDs and File Names are both empty: D3 would then remove every file from the incidents',
					advice: 'Enter at least one of them.',
				}
			: undefined,
};
