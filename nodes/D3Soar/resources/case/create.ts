import type { Command } from '../../../shared/command';
import { dateTime, text, user } from '../../../shared/fields';
import { withTitle } from '../../../shared/fields/field';

const DATE =
	"A date without an offset is in the workflow's time zone and is converted to the Time Zone of the credential or of Options, not to the Time Zone of the case; 05/15/2026 14:32 is sent unchanged.";

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
			description:
				'Time zone of the case, as D3 shows it. The dates are not converted to it, but to the Time Zone of the credential or of Options.',
		}),
		text('Case Status', {
			required: true,
			placeholder: 'e.g. Active',
			description: 'Status of the case, as D3 shows it',
		}),
		dateTime('Incident Date', {
			format: 'ofCases',
			dateOnly: 'startOfDay',
			description: `When it happened. ${DATE}`,
		}),
		dateTime('Reported Date', {
			required: true,
			format: 'ofCases',
			dateOnly: 'startOfDay',
			description: `When it was reported. ${DATE}`,
		}),
		text('Owner Site', {
			required: true,
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
			required: true,
			nameType: 'userName',
			description: 'User name, not the full name, of the user who creates the case',
		}),
	],
	narrowedBy: ['Invesitagtor', 'Access Level'],
	unconfirmedTexts: {
		status: 'may or may not have been done',
		whereToLook: 'Look at the cases of the owner site',
	},
};
