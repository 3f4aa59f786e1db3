import type { Command } from '../../../shared/command';
import { incident, json, text } from '../../../shared/fields';

/**
 * Update fields of a dynamic form section of an incident.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/update-dynamic-form-value-by-incident-number (compared 2026-11)
 */
export const updateDynamicFields: Command = {
	command: 'UpdateDynamicFieldsByNumber',
	idempotency: 'idempotent',
	operation: {
		name: 'Update Dynamic Fields',
		value: 'updateDynamicFields',
		action: 'Update dynamic fields of incident',
		description: 'Update values in a section of the dynamic form of an incident',
	},
	fields: [
		incident('Incident Number', { required: true }),
		text('Section Name', {
			required: true,
			placeholder: 'e.g. Affected Users',
			description: 'Name of the section of the form',
		}),
		json('Conditions', {
			required: true,
			type: 'object',
			description: 'Entries of the section to update, as JSON, e.g. {"User": "jdoe"}',
		}),
		json('Field Values', {
			required: true,
			type: 'object',
			description: 'New values, as JSON, e.g. {"State": "Contained"}',
		}),
	],
	subject: (values) =>
		`section "${String(values['Section Name'])}" of ${String(values['Incident Number'])}`,
};
