import type { Command } from '../../../shared/command';
import { severalLines, text } from '../../../shared/fields';

/**
 * Add a note to an artifact.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/add-notes-to-artifacts (compared 2026-11)
 */
export const addNote: Command = {
	command: 'AddNotesToArtifacts',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Add Note',
		value: 'addNote',
		action: 'Add note to artifact',
		description: 'Add a note to an artifact',
	},
	fields: [
		text('Artifact Name', {
			required: true,
			placeholder: 'e.g. D3CYBER-DC',
			description: 'Name of the artifact',
		}),
		text('Artifact Type', {
			placeholder: 'e.g. Internal Endpoint',
			description: 'Type of the artifact, as named in D3',
		}),
		severalLines('Note', {
			required: true,
			placeholder: 'e.g. Blocked on the proxy',
			description: 'Text of the note',
		}),
	],
	narrowedBy: ['Artifact Type'],
	subject: (values) => `note on artifact "${String(values['Artifact Name'])}"`,
	unconfirmedTexts: { status: 'may or may not exist', whereToLook: "Look at the artifact's notes" },
};
