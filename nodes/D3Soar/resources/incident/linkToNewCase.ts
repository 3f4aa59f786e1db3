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
			description: 'Site that owns the new case',
		}),
		dateTime('Case Reported Date', {
			required: true,
			default: '={{ $now }}',
			dateOnly: 'startOfDay',
			description:
				"When the case was reported. A date without an offset is in the workflow's time zone and is converted to the Time Zone of the credential or of Options, not to Case Timezone; 2026-05-15 14:32:00 is sent unchanged.",
		}),
		text('Case Type', {
			required: true,
			placeholder: 'e.g. Criminal Investigation',
			description: 'Type of the new case, as your D3 names it',
		}),
		user('Case Lead Investigators', {
			required: true,
			nameType: 'fullName',
			description: 'Full name of the user who leads the investigation of the new case',
		}),
		text('Case Priority', {
			required: true,
			placeholder: 'e.g. 3',
			description: 'Priority of the new case, as a number',
		}),
		text('Case Timezone', {
			required: true,
			placeholder: 'e.g. (GMT-08:00) Pacific Standard Time',
			description:
				'Time zone of the new case, written as D3 lists it. Case Reported Date is not converted to it, but to the Time Zone of the credential or of Options.',
		}),
		yesNoSwitch('Copy Form Data', {
			description: 'Whether to copy the form data of the incidents into the case',
		}),
	],
	sendsUsernameParameter: true,
	subject: (values) => `new case for ${(values['Incident Numbers'] as string[]).join(', ')}`,
	unconfirmedTexts: { status: 'may or may not exist', whereToLook: "Look at D3's list of cases" },
};
