import type { Command } from '../../../shared/command';
import { dateTime, text, user } from '../../../shared/fields';
import { caseDetails } from './caseDetails';

const CONVERSION = 'Converted to the Time Zone of the credential or Options, not of the case.';

/**
 * Create a case.
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
		...caseDetails,
		user('User Name', {
			required: true,
			nameType: 'userName',
			description: 'User name (not full name) of the user to create the case as',
		}),
	],
	narrowedBy: ['Invesitagtor', 'Access Level'],
	unconfirmedTexts: {
		status: 'may or may not exist',
		whereToLook: 'Look at the cases of the owner site',
	},
};
