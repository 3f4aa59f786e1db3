import type { Command } from '../../../shared/command';
import { incident, list } from '../../../shared/fields';

/**
 * The logs of the command center of an incident. D3 16.9 or newer. Its response was not seen.
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
		description: 'Get the logs of the command center of an incident. D3 16.9 or newer.',
	},
	fields: [
		incident('Incident Number', { required: true }),
		list('Log Type ID', {
			type: 'integers',
			placeholder: 'e.g. 7, 13, 14',
			description:
				'Kinds of logs by number: 1 task results, 2 command line results, 3 messages, 4 changes of fields, 5 other user actions, 6 system notifications, 7 ad hoc tasks, 8 completed tasks created by me, 9 completed tasks assigned to me, 10 artifact action results, 11 timeline actions, 12 key finding actions, 13 completed tasks, 14 task creation history. Left empty, D3 returns all',
		}),
		list('Artifact Type ID', {
			type: 'integers',
			placeholder: 'e.g. 3, 6',
			description:
				'Kinds of artifacts by number, for log type 10 only: 1 internal endpoint, 2 external endpoint, 3 URL, 4 file, 5 user, 6 email address, 7 process; D3 has more. Left empty, D3 returns all',
		}),
	],
	narrowedBy: ['Log Type ID', 'Artifact Type ID'],
};
