import type { Command } from '../../../shared/command';
import { text, user } from '../../../shared/fields';

/**
 * What has changed in cases since a time.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/monitor-case-changes (compared 2026-11)
 */
export const getChanges: Command = {
	command: 'monitorCaseChanges',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Changes',
		value: 'getChanges',
		action: 'Get changes of cases',
		description: 'Get the cases that are new or have changed since a time, with their history',
	},
	fields: [
		text('Start Time', {
			required: true,
			placeholder: 'e.g. 2026-05-15 14:32:00',
			description:
				'Since when. The answer before has it as NextStartTime. D3 gets it as it is, without conversion to another time zone.',
		}),
		user('User Name', {
			required: true,
			nameType: 'userName',
			description: 'User name, not the full name, of the user who looks at the cases',
		}),
	],
};
