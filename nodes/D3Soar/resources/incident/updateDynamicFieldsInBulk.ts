import type { Command } from '../../../shared/command';
import { incident, json, text } from '../../../shared/fields';

/**
 * Update fields of dynamic form sections of many incidents.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/update-dynamic-form-value-by-incident-number-in-bu (compared 2026-11)
 */
export const updateDynamicFieldsInBulk: Command = {
	command: 'UpdateDynamicFieldsByNumberInBulk',
	idempotency: 'idempotent',
	operation: {
		name: 'Update Dynamic Fields in Bulk',
		value: 'updateDynamicFieldsInBulk',
		action: 'Update dynamic fields of incidents in bulk',
		description:
			'Update values in a section of the dynamic form of an incident, combining many items into one request',
	},
	fields: [
		incident('Incident Number', { required: true }),
		text('Section Name', {
			required: true,
			placeholder: 'e.g. Affected Users',
			description: 'Name of the section of the form',
		}),
		json('Condition', {
			required: true,
			type: 'object',
			description: 'Entries of the section to update, as JSON, e.g. {"User": "jdoe"}',
		}),
		json('Field Value', {
			required: true,
			type: 'object',
			description: 'New values, as JSON, e.g. {"State": "Contained"}',
		}),
	],
	subject: (values) =>
		`section "${String(values['Section Name'])}" of ${String(values['Incident Number'])}`,
	bulkParameter: 'Input',
	buildRequest: (values) => ({
		commandParams: {
			Input: [
				{
					IncidentNumber: values['Incident Number'],
					SectionName: values['Section Name'],
					Condition: values.Condition,
					FieldValue: values['Field Value'],
				},
			],
		},
	}),
};
