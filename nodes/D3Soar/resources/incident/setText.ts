import type { Command } from '../../command';
import { choice, html, incident } from '../../fields';

/**
 * Set the description, note or conclusion of an incident. The page's first line says "Adds", so a second
 * time may write it twice.
 * https://docs.d3security.com/api-docs/Working-version/set-incident-field-html
 */
export const setText: Command = {
	command: 'SetIncidentFieldHTML',
	effect: 'once',
	operation: {
		name: 'Set Note, Description or Conclusion',
		value: 'setText',
		action: 'Set note, description or conclusion of incident',
		description:
			'Set the note, the description or the conclusion of an incident, formatted as HTML',
	},
	fields: [
		incident('Incident Number', { required: true }),
		choice('Field Name', {
			required: true,
			options: ['Description', 'Note', 'Conclusion'],
			description: 'Which text of the incident to set',
		}),
		html('HTML Content', {
			required: true,
			placeholder: 'e.g. <p>The sender was blocked.</p>',
			description: 'What the text is set to. HTML tags are allowed.',
		}),
	],
	about: (values) => `${String(values['Field Name'])} of ${String(values['Incident Number'])}`,
	unknown: { doubt: 'may or may not be written', check: 'Look for the text in the incident' },
};
