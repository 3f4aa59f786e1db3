import type { Command } from '../../../shared/command';
import { dateTime, text, user } from '../../../shared/fields';
import { withTitle } from '../../../shared/fields/field';

/**
 * Change a case.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/update-a-case (compared 2026-11)
 */
export const update: Command = {
	command: 'updateCase',
	idempotency: 'idempotent',
	operation: {
		name: 'Update',
		value: 'update',
		action: 'Update case',
		description: 'Change a case',
	},
	fields: [
		text('Case Number', {
			required: true,
			placeholder: 'e.g. 20230130-156',
			description: 'Number of the case in D3',
		}),
		text('Case Status', { description: 'New status of the case, as D3 shows it' }),
		dateTime('Incident Date', {
			format: 'ofCases',
			dateOnly: 'startOfDay',
			description:
				"When it happened. A date without an offset is in the workflow's time zone; 05/15/2026 14:32 is sent unchanged.",
		}),
		text('Owner Site', {
			placeholder: 'e.g. Security Operations',
			description: 'Name of the site that owns the case',
		}),
		text('Case Type', {
			placeholder: 'e.g. IT Forensic',
			description: 'Type of the case, as D3 shows it',
		}),
		text('Priority', {
			placeholder: 'e.g. Level 1',
			description: 'Priority of the case, as D3 shows it',
		}),
		withTitle(
			'Investigator',
			text('Invesitagtor', {
				description:
					'Name of the investigator of the case. D3 itself spells the parameter this way.',
			}),
		),
		text('Description', { description: 'What the case is about' }),
		text('Title', { description: 'Title of the case' }),
		text('Access Level', {
			placeholder: 'e.g. 5',
			description: 'Access level of the case, as D3 shows it',
		}),
		user('User Name', {
			nameType: 'userName',
			description: 'User name, not the full name, of the user who changes the case',
		}),
	],
	narrowedBy: ['Owner Site', 'Invesitagtor', 'Access Level', 'User Name'],
	subject: (values) => `update of case ${String(values['Case Number'])}`,
};
