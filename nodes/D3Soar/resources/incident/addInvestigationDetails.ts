import type { Command } from '../../../shared/command';
import { html, incident, json } from '../../../shared/fields';
import { editingType, investigationSection } from './investigation';

/**
 * Write into an investigation section of an incident. Its response was not seen.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/add-investigation-details (compared 2026-11)
 */
export const addInvestigationDetails: Command = {
	command: 'AddInvestigationDetails',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Add Investigation Details',
		value: 'addInvestigationDetails',
		action: 'Add investigation details to incident',
		description: 'Write into an investigation section of an incident',
	},
	fields: [
		incident('Incident Number', { required: true }),
		investigationSection,
		html('Investigation Detail Content', {
			required: true,
			placeholder: 'e.g. <p>The sender was blocked.</p>',
			description: 'Text to write',
		}),
		json('Investigation Detail in JSON', {
			type: 'object',
			description: `Indicators of attack or compromise to create (shown in D3's link analysis), as JSON, e.g. {"Name": "The fake invoice scam", "Type": "Phishing email"}`,
		}),
		editingType,
	],
	subject: (values) =>
		`section "${String(values['Investigation Section'])}" of ${String(values['Incident Number'])}`,
	unconfirmedTexts: {
		status: 'may or may not have been written',
		whereToLook: "Look at the incident's investigation details",
	},
};
