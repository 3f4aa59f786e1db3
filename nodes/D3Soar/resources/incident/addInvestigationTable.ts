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
				"Section to write into, without a space after the colon: Findings:Initial findings, Findings:Data Enrichments, Findings:Data Correlations, Findings:Indicators of Attack (IOA), Findings:Indicators of Compromise (IOC), Remediations and Mitigations, or Recommendations. If D3 rejects it, copy the name from the command's page in D3.",
		}),
		json('Investigation Detail in JSON', {
			required: true,
			type: 'object',
			description:
				'Table, as JSON, e.g. {"Title": "Logins", "Description": "Last day", "Fields": [{"Title": "User", "Name": "user"}], "Data": [{"user": "jdoe"}]}',
		}),
		editingType,
	],
	subject: (values) =>
		`table in section "${String(values['Investigation Section'])}" of ${String(values['Incident Number'])}`,
	unconfirmedTexts: {
		status: 'may or may not have been added',
		whereToLook: "Look at the incident's investigation details",
	},
};
