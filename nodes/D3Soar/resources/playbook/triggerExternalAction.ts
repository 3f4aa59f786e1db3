import type { Command } from '../../../shared/command';
import { json } from '../../../shared/fields';

/**
 * Trigger "On Incident External Action" in the playbooks of the first incident that meets conditions. D3's API page
 * requires Trigger Data, its utility page does not. That `{}` is right by both is inferred. Its response was not
 * seen to its end.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/trigger-incident-external-action (compared 2026-11)
 * @see https://docs.d3security.com/api-docs/Working-version/trigger-incident-external-action (compared 2026-11)
 */
export const triggerExternalAction: Command = {
	command: 'TriggerIncidentExternalAction',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Trigger External Action',
		value: 'triggerExternalAction',
		action: 'Trigger external action of incident',
		description:
			'Trigger "On Incident External Action" in the playbooks of the first incident that matches the conditions',
	},
	fields: [
		json('Search Conditions', {
			required: true,
			type: 'object',
			dates: 'iso8601',
			description:
				'Conditions that select the incident, as JSON, e.g. {"Number": "20220125-1"} or {"Type": "Phishing", "Severity": {"$in": ["Critical", "High"]}}. D3 uses the first match. Write dates as {"$date": "2026-05-15T14:32:00Z"}.',
		}),
		json('Trigger Data', {
			type: 'object',
			description:
				'Data to pass to the external action, as JSON. If empty, D3 gets an empty object.',
		}),
	],
	narrowedBy: ['Trigger Data'],
	topLevel: ['Trigger Data'],
	buildRequest: (values) => ({
		commandParams: { ...values, 'Trigger Data': values['Trigger Data'] ?? {} },
	}),
	unconfirmedTexts: {
		status: 'may or may not have been triggered',
		whereToLook: "Look for its run in the incident's playbook",
	},
};
