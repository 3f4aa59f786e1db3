import type { Command } from '../../../shared/command';
import { choice, list, text, booleanSwitch } from '../../../shared/fields';

/**
 * Add a section to the forms of incident types, or delete it there: "all incidents of that type will lose the
 * section along with any associated dynamic field values". D3 documents that it acts idempotently.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/modify-incident-form (compared 2026-11)
 */
export const modifyForm: Command = {
	command: 'ModifyIncidentForm',
	idempotency: 'idempotent',
	operation: {
		name: 'Modify Form',
		value: 'modifyForm',
		action: 'Modify form of incident types',
		description:
			'Add a section to the forms of incident types, or delete one. Requires administrator rights.',
	},
	fields: [
		list('Incident Types', {
			separator: 'lines',
			required: true,
			placeholder: 'e.g. Phishing',
			description: 'Incident types to change the forms of',
		}),
		text('Section', {
			required: true,
			placeholder: 'e.g. Privilege Escalation',
			description: 'Name of the section. D3 can only add sections that are reusable form items.',
		}),
		choice('Action', {
			required: true,
			options: ['Add', 'Delete'],
			default: 'Add',
			description: 'Whether to add the section, or delete it with all its values',
		}),
		booleanSwitch('Delete the Section and Its Values', {
			nodeOnly: true,
			description:
				'Whether to allow deleting the section. All incidents of these types, including existing ones, then lose the section and its values. If off, Delete is rejected.',
		}),
	],
	topLevel: ['Delete the Section and Its Values'],
	subject: (values) => `section "${String(values.Section)}" of incident forms`,
	validate: (values) =>
		String(values.Action).toLowerCase() !== 'add' &&
		values['Delete the Section and Its Values'] !== true
			? {
					message: 'Deleting a section destroys its values in all incidents of the type',
					advice: 'Turn on Delete the Section and Its Values if that is what you want.',
				}
			: undefined,
};
