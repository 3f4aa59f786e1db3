import type { Command } from '../../../shared/command';
import { choice, dateTime, formattedText, json, text, user } from '../../../shared/fields';
import { SEVERITIES } from '../../../shared/severities';

/**
 * Create an incident. Its response was not seen.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/create-an-incident (compared 2026-11)
 */
export const create: Command = {
	command: 'CreateAnIncident',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Create',
		value: 'create',
		action: 'Create incident',
		description: 'Create an incident',
	},
	fields: [
		text('IncidentType', {
			required: true,
			placeholder: 'e.g. Phishing',
			description: 'Type of the incident, as named in D3',
		}),
		text('Title', {
			placeholder: 'e.g. Suspicious email to finance',
			description: 'Title of the incident',
		}),
		formattedText('Description', {
			placeholder: 'e.g. Three people received the same invoice from an unknown sender',
			description: 'What happened.',
		}),
		choice('Severity', {
			options: SEVERITIES,
			description: 'How bad it is',
		}),
		text('Playbook', {
			placeholder: 'e.g. Phishing Response',
			description: 'Incident playbook that D3 runs on the new incident',
		}),
		user('Owner', {
			nameType: 'userName',
			description: 'User name (not full name) of the owner. If empty, D3 assigns System.',
		}),
		text('TimeZone', {
			placeholder: 'e.g. (GMT-08:00) Pacific Standard Time',
			description:
				'Time zone of the incident, as shown in D3. If empty, D3 uses (UTC+00:00) Coordinated Universal Time. Due Date is not converted to it.',
		}),
		dateTime('DueDate', {
			dateOnly: 'endOfDay',
			isDeadline: true,
			description:
				'When the incident is due. Must not be in the past. Converted to the Time Zone of the credential or Options, not of the incident. If your D3 reads due dates in the time zone of the incident, set that one in Options too.',
		}),
		json('RawData', {
			type: 'object',
			description: 'Additional raw data fields, as JSON, e.g. {"sender": "a@example.com"}',
		}),
	],
	narrowedBy: ['Playbook', 'Owner', 'TimeZone'],
	topLevel: ['Title', 'Severity'],
	subject: (created) =>
		created.Title === undefined
			? `incident of type ${String(created.IncidentType)}`
			: `incident "${String(created.Title)}"`,
	unconfirmedTexts: {
		status: 'may or may not exist',
		whereToLook: "Look at D3's list of incidents",
	},
};
