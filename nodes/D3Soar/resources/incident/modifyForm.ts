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
			'Add a section to the forms of incident types, or delete it there. For administrators.',
	},
	fields: [
		list('Incident Types', {
			separator: 'lines',
			required: true,
			placeholder: 'e.g. Phishing',
			description: 'Incident types whose forms to change',
		}),
		text('Section', {
			required: true,
			placeholder: 'e.g. Privilege Escalation',
			description: 'Name of the section. D3 can add only sections that are reusable form items.',
		}),
		choice('Action', {
			required: true,
			options: ['Add', 'Delete'],
			default: 'Add',
			description: 'Whether to add the section or to delete it with all its values',
		}),
		booleanSwitch('Delete the Section and Its Values', {
			nodeOnly: true,
			description:
				'Whether the section may be deleted. All incidents of these types, old ones as well, then lose the section and what was filled in there. Otherwise Delete is refused.',
		}),
	],
	topLevel: ['Delete the Section and Its Values'],
	subject: (values) => `section "${String(values.Section)}" of incident forms`,
	validate: (values) =>
		String(values.Action).toLowerCase() !== 'add' &&
		values['Delete the Section and Its Values'] !== true
			? {
					message: 'Deleting a section destroys its values in all incidents of the type',
					advice: 'Turn on Delete the Section and Its Values if that is meant.',
				}
			: undefined,
};
