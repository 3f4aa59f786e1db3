import type { Command } from '../../../shared/command';
import { incidents, list } from '../../../shared/fields';

/**
 * Remove files from incidents: every one if neither ids nor names are given.
 * https://docs.d3security.com/utility-command-docs/Working-version/remove-incident-attachment
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
			withCommas: true,
			placeholder: 'e.g. invoice.pdf',
			description: 'Names of the files to remove. Give these or File IDs',
		}),
	],
	validate: (values) =>
		values['File Ids'] === undefined && values['File Names'] === undefined
			? 'Give File IDs or File Names: with neither D3 would remove every file of the incident'
			: undefined,
};
