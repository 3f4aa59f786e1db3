import type { Command } from '../../command';
import { incident, json } from '../../fields';
import { editingType, investigationSection } from './investigation';

/**
 * Add a table to an investigation section of an incident.
 * https://docs.d3security.com/api-docs/Working-version/add-investigation-table-content
 */
export const addInvestigationTable: Command = {
	command: 'AddInvestigationTableContent',
	effect: 'once',
	operation: {
		name: 'Add Investigation Table',
		value: 'addInvestigationTable',
		action: 'Add investigation table to incident',
		description: 'Add a table to an investigation section of an incident',
	},
	fields: [
		incident('Incident Number', { required: true }),
		investigationSection,
		json('Investigation Detail in JSON', {
			required: true,
			of: 'object',
			description:
				'The table as one JSON object, e.g. {"Title": "Logins", "Description": "Last day", "Fields": [{"Title": "User", "Name": "user"}], "Data": [{"user": "jdoe"}]}',
		}),
		editingType,
	],
	about: (values) =>
		`table in section "${String(values['Investigation Section'])}" of ${String(values['Incident Number'])}`,
	unknown: {
		doubt: 'may or may not be there',
		check: "Look at the incident's investigation details",
	},
};
