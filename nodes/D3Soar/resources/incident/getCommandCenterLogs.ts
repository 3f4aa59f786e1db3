import type { Command } from '../../../shared/command';
import { incident, list, multiChoice } from '../../../shared/fields';

/** By D3's numbers, from 1 on. */
const LOG_TYPES = [
	'Task Results',
	'Command Line Results',
	'Messages',
	'Changes of Fields',
	'Other User Actions',
	'System Notifications',
	'Ad Hoc Tasks',
	'Completed Tasks Created by Me',
	'Completed Tasks Assigned to Me',
	'Artifact Action Results',
	'Timeline Actions',
	'Key Finding Actions',
	'Completed Tasks',
	'Task Creation History',
];

/**
 * The logs of the command center of an incident. Requires D3 16.9 or later. Its response was not seen.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-incident-command-center-logs (compared 2026-11)
 */
export const getCommandCenterLogs: Command = {
	command: 'GetIncidentCommandCenterLogs',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Command Center Logs',
		value: 'getCommandCenterLogs',
		action: 'Get command center logs of incident',
		description: 'Get the logs of the command center of an incident. Requires D3 16.9 or later.',
	},
	fields: [
		incident('Incident Number', { required: true }),
		multiChoice('Log Type ID', {
			options: LOG_TYPES,
			numbered: true,
			description: 'Kinds of logs to return. Leave empty for all.',
		}),
		list('Artifact Type ID', {
			type: 'integers',
			placeholder: 'e.g. 3, 6',
			description:
				'Kinds of artifacts by number, for Artifact Action Results only: 1 internal endpoint, 2 external endpoint, 3 URL, 4 file, 5 user, 6 email address, 7 process; D3 has more. Leave empty for all',
		}),
	],
	narrowedBy: ['Log Type ID', 'Artifact Type ID'],
};
