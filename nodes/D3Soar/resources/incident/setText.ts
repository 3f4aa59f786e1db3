import type { Command } from '../../../shared/command';
import { choice, html, incident } from '../../../shared/fields';

/**
 * Set the description, note or conclusion of an incident. The page's first line says "Adds", so sending it twice may
 * write it twice.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/set-incident-field-html (compared 2026-11)
 */
export const setText: Command = {
	command: 'SetIncidentFieldHTML',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Set Note, Description or Conclusion',
		value: 'setText',
		action: 'Set note, description or conclusion of incident',
		description: 'Set the note, description or conclusion of an incident as HTML',
	},
	fields: [
		incident('Incident Number', { required: true }),
		choice('Field Name', {
			required: true,
			options: ['Description', 'Note', 'Conclusion'],
			description: 'Text to set',
		}),
		html('HTML Content', {
			required: true,
			placeholder: 'e.g. <p>The sender was blocked.</p>',
			description: 'New text',
		}),
	],
	subject: (values) => `${String(values['Field Name'])} of ${String(values['Incident Number'])}`,
	unconfirmedTexts: {
		status: 'may or may not have been written',
		whereToLook: 'Look for the text in the incident',
	},
};
