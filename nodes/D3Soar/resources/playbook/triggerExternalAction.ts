import type { Command } from '../../command';
import { json } from '../../fields';

/** Trigger an external action of incidents. */
export const triggerExternalAction: Command = {
	command: 'TriggerIncidentExternalAction',
	effect: 'once',
	operation: {
		name: 'Trigger External Action',
		value: 'triggerExternalAction',
		action: 'Trigger external action of incident',
		description: 'Trigger the external action of incidents that meet conditions',
	},
	fields: [
		json('Search Conditions', {
			required: true,
			of: 'object',
			description: 'Which incidents are meant, as one JSON object',
		}),
		json('Trigger Data', {
			required: true,
			of: 'object',
			description: 'What is handed to the external action, as one JSON object',
		}),
	],
	unknown: { doubt: 'may or may not be triggered', check: "Look at the incident's playbook" },
};
