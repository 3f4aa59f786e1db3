import type { Command } from '../../../shared/command';
import { dateTime, text, user } from '../../../shared/fields';
import { caseDetails } from './caseDetails';

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
		description: 'Update a case',
	},
	fields: [
		text('Case Number', {
			required: true,
			placeholder: 'e.g. 20230130-156',
			description: 'Number of the case',
		}),
		text('Case Status', { description: 'New status of the case, as shown in D3' }),
		dateTime('Incident Date', {
			format: 'ofCases',
			dateOnly: 'startOfDay',
			description: 'When it happened.',
		}),
		text('Owner Site', {
			placeholder: 'e.g. Security Operations',
			description: 'Name of the site that owns the case',
		}),
		...caseDetails,
		user('User Name', {
			nameType: 'userName',
			description: 'User name (not full name) of the user to update the case as',
		}),
	],
	narrowedBy: ['Owner Site', 'Invesitagtor', 'Access Level', 'User Name'],
	subject: (values) => `update of case ${String(values['Case Number'])}`,
};
