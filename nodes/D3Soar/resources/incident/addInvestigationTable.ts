import type { Command } from '../../../shared/command';
import { incident, json } from '../../../shared/fields';
import { editingType, investigationSection } from './investigation';

/**
 * Add a table to an investigation section of an incident.
 * https://docs.d3security.com/api-docs/Working-version/add-investigation-table-content
 */
export const addInvestigationTable: Command = {
	command: 'AddInvestigationTableContent',
	idempotency: 'notIdempotent',
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
			type: 'object',
			description:
				'The table as one JSON object, e.g. {"Title": "Logins", "Description": "Last day", "Fields": [{"Title": "User", "Name": "user"}], "Data": [{"user": "jdoe"}]}',
		}),
		editingType,
	],
	subject: (values) =>
		`table in section "${String(values['Investigation Section'])}" of ${String(values['Incident Number'])}`,
	ifUnconfirmed: {
		status: 'may or may not be there',
		whereToLook: "Look at the incident's investigation details",
	},
};
