import type { Command } from '../../../shared/command';
import { incident, json, text } from '../../../shared/fields';
import { editingType } from './investigation';

/**
 * Add a table to an investigation section of an incident. The sections are not those of Add Investigation Details.
 * D3's page prints a small L for the I of "Initial findings" and "Indicators", and its samples a Summary that it
 * does not list: the names are D3's to say. Its response was not seen.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/add-investigation-table-content (compared 2026-11)
 * @see https://docs.d3security.com/api-docs/Working-version/add-investigation-table-content (compared 2026-11)
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
		text('Investigation Section', {
			required: true,
			placeholder: 'e.g. Recommendations',
			description:
				'Section to write into, with no blank after its colon: Findings:Initial findings, Findings:Data Enrichments, Findings:Data Correlations, Findings:Indicators of Attack (IOA), Findings:Indicators of Compromise (IOC), Remediations and Mitigations, or Recommendations. If D3 refuses it, copy the name that the command in D3 offers.',
		}),
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
	unconfirmedTexts: {
		status: 'may or may not be there',
		whereToLook: "Look at the incident's investigation details",
	},
};
