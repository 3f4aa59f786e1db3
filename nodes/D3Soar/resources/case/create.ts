import type { Command } from '../../../shared/command';
import { dateTime, text, user } from '../../../shared/fields';
import { withTitle } from '../../../shared/fields/field';

const CONVERSION = 'Converted to the Time Zone of the credential or Options, not of the case.';

/**
 * Create a case. The table of the page has Investigator, the body to send Invesitagtor.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/create-a-case (compared 2026-11)
 */
export const create: Command = {
	command: 'createCase',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Create',
		value: 'create',
		action: 'Create case',
		description: 'Create a case',
	},
	fields: [
		text('Time Zone', {
			required: true,
			placeholder: 'e.g. PST',
			description: 'Time zone of the case, as shown in D3. Dates are not converted to it.',
		}),
		text('Case Status', {
			required: true,
			placeholder: 'e.g. Active',
			description: 'Status of the case, as shown in D3',
		}),
		dateTime('Incident Date', {
			format: 'ofCases',
			dateOnly: 'startOfDay',
			description: `When it happened. ${CONVERSION}`,
		}),
		dateTime('Reported Date', {
			required: true,
			format: 'ofCases',
			dateOnly: 'startOfDay',
			description: `When it was reported. ${CONVERSION}`,
		}),
		text('Owner Site', {
			required: true,
			placeholder: 'e.g. Security Operations',
			description: 'Name of the site that owns the case',
		}),
		text('Case Type', {
			placeholder: 'e.g. IT Forensic',
			description: 'Type of the case, as shown in D3',
		}),
		text('Priority', {
			placeholder: 'e.g. Level 1',
			description: 'Priority of the case, as shown in D3',
		}),
		withTitle(
			'Investigator',
			text('Invesitagtor', {
				description: 'Name of the investigator',
			}),
		),
		text('Description', { description: 'What the case is about' }),
		text('Title', { description: 'Title of the case' }),
		text('Access Level', {
			placeholder: 'e.g. 5',
			description: 'Access level of the case, as shown in D3',
		}),
		user('User Name', {
			required: true,
			nameType: 'userName',
			description: 'User name (not full name) of the user to create the case as',
		}),
	],
	narrowedBy: ['Invesitagtor', 'Access Level'],
	unconfirmedTexts: {
		status: 'may or may not have been done',
		whereToLook: 'Look at the cases of the owner site',
	},
};
