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
			description: 'Name of the field, as in D3',
		}),
		text('Field Value', {
			required: true,
			placeholder: 'e.g. Suspicious email to finance',
			description:
				'New value of the field, sent to D3 unchanged. Write dates as 2026-05-15 14:32:00. D3 truncates Title to 100 characters. For a note, description or conclusion, use Set Note, Description or Conclusion (HTML); for plain text, Update (description) or Close (conclusion).',
		}),
	],
	subject: (values) =>
		`field "${String(values['Field Name'])}" of ${String(values['Incident Number'])}`,
};
