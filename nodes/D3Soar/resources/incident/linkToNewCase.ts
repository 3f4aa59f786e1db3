import type { Command } from '../../../shared/command';
import { dateTime, incidents, text, user, yesNoSwitch } from '../../../shared/fields';

/**
 * Create a case and link incidents to it. Without numbers D3 uses the current incident, which a call does not have.
 * D3's utility page requires all but Copy Form Data, its API page nothing: a call with all of them is right by both.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/link-incidents-to-a-new-case (compared 2026-11)
 * @see https://docs.d3security.com/api-docs/Working-version/link-incidents-to-a-new-case (compared 2026-11)
 */
export const linkToNewCase: Command = {
	command: 'LinkIncidentsToNewCase',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Link to New Case',
		value: 'linkToNewCase',
		action: 'Link incidents to new case',
		description: 'Create a case and link incidents to it',
	},
	fields: [
		incidents('Incident Numbers', { required: true }),
		text("Case Owner's Site", {
			required: true,
			placeholder: 'e.g. Security Operations',
			description: 'Name of the site that owns the case',
		}),
		dateTime('Case Reported Date', {
			required: true,
			default: '={{ $now }}',
			dateOnly: 'startOfDay',
			description:
				'When the case was reported. Converted to the Time Zone of the credential or Options, not to Case Timezone.',
		}),
		text('Case Type', {
			required: true,
			placeholder: 'e.g. IT Forensic',
			description: 'Type of the case, as shown in D3',
		}),
		user('Case Lead Investigators', {
			required: true,
			nameType: 'fullName',
			description: 'Full name of the lead investigator',
		}),
		text('Case Priority', {
			required: true,
			placeholder: 'e.g. 3',
			description: 'Priority of the case, as a number',
		}),
		text('Case Timezone', {
			required: true,
			placeholder: 'e.g. (GMT-08:00) Pacific Standard Time',
			description:
				'Time zone of the case, as shown in D3. Case Reported Date is not converted to it.',
		}),
		yesNoSwitch('Copy Form Data', {
			description: 'Whether to copy the form data of the incidents into the case',
		}),
	],
	sendsUsernameParameter: true,
	subject: (values) => `new case for ${(values['Incident Numbers'] as string[]).join(', ')}`,
	unconfirmedTexts: { status: 'may or may not exist', whereToLook: "Look at D3's list of cases" },
};
