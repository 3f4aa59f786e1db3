import type { Command } from '../../command';
import { choice, html, incident, json, text } from '../../fields';

/** Write into an investigation section of an incident. */
export const addInvestigationDetails: Command = {
	command: 'AddInvestigationDetails',
	effect: 'once',
	operation: {
		name: 'Add Investigation Details',
		value: 'addInvestigationDetails',
		action: 'Add investigation details to incident',
		description: 'Write into an investigation section of an incident',
	},
	fields: [
		incident('Incident Number', { required: true }),
		text('Investigation Section', {
			required: true,
			placeholder: 'e.g. Findings',
			description: 'Name of the section to write into, as D3 shows it',
		}),
		html('Investigation Detail Content', {
			required: true,
			placeholder: 'e.g. <p>The sender was blocked.</p>',
			description: 'What to write there. HTML tags are allowed.',
		}),
		json('Investigation Detail in JSON', {
			of: 'object',
			description: 'The same details as one JSON object, e.g. {"sender": "a@example.com"}',
		}),
		choice('Editing Type', {
			required: true,
			options: ['Overwrite'],
			default: 'Overwrite',
			description:
				'What happens to the text that is there. An expression may give another editing type of your D3.',
		}),
	],
	about: (values) =>
		`section "${String(values['Investigation Section'])}" of ${String(values['Incident Number'])}`,
	unknown: {
		doubt: 'may or may not be written',
		check: "Look at the incident's investigation details",
	},
};
