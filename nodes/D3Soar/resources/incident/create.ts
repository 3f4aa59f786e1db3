import type { Command } from '../../../shared/command';
import { choice, dateTime, formattedText, json, text, user } from '../../../shared/fields';

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
			description: 'Type of the incident, as your D3 names it',
		}),
		text('Title', {
			placeholder: 'e.g. Suspicious mail to finance',
			description: 'What the incident is called in D3',
		}),
		formattedText('Description', {
			placeholder: 'e.g. Three people received the same invoice from an unknown sender',
			description: 'What happened.',
		}),
		choice('Severity', {
			options: ['Critical', 'High', 'Medium', 'Low', 'Informational'],
			description: 'How bad it is',
		}),
		text('Playbook', {
			placeholder: 'e.g. Phishing Response',
			description: 'Name of the incident playbook that D3 runs on the new incident',
		}),
		user('Owner', {
			nameType: 'userName',
			description:
				'User name, not the full name, of the user who owns the incident. Left empty, D3 makes System the owner.',
		}),
		text('TimeZone', {
			placeholder: 'e.g. (GMT-08:00) Pacific Standard Time',
			description:
				'Time zone of the incident, written as D3 lists it. Left empty, D3 takes (UTC+00:00) Coordinated Universal Time. Due Date is not converted to it, but to the Time Zone of the credential or of Options.',
		}),
		dateTime('DueDate', {
			dateOnly: 'endOfDay',
			description:
				"When the incident is due, which must not be in the past. A date without an offset is in the workflow's time zone and is converted to the Time Zone of the credential or of Options, not to the Time Zone of the incident above. If your D3 reads due dates in the zone of the incident, give that zone there too. A date without a time means the end of that day.",
		}),
		json('RawData', {
			type: 'object',
			description:
				'More fields for the raw data of the incident, as one JSON object, e.g. {"sender": "a@example.com"}',
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
