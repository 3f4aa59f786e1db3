import type { Command } from '../../../shared/command';
import { incident, text } from '../../../shared/fields';

/**
 * Set one field of an incident. Its response was not seen.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/set-incident-field (compared 2026-11)
 */
export const setField: Command = {
	command: 'SetIncidentField',
	idempotency: 'idempotent',
	operation: {
		name: 'Set Field',
		value: 'setField',
		action: 'Set incident field',
		description: 'Set one field of an incident to a value',
	},
	fields: [
		incident('Incident Number', { required: true }),
		text('Field Name', {
			required: true,
			placeholder: 'e.g. Title',
			description: 'Name of the field, as D3 writes it',
		}),
		text('Field Value', {
			required: true,
			placeholder: 'e.g. Suspicious mail to finance',
			description:
				'What the field is set to; a date as 2026-05-15 14:32:00. D3 cuts a Title at 100 characters. It is sent as it is: a Description, Note or Conclusion, which D3 takes as HTML in Set Note, Description or Conclusion, belongs there or, as plain text, in Update or Close.',
		}),
	],
	subject: (values) =>
		`field "${String(values['Field Name'])}" of ${String(values['Incident Number'])}`,
};
