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
		description: 'Get cases created or changed since a given time, with their history',
	},
	fields: [
		text('Start Time', {
			required: true,
			placeholder: 'e.g. 2026-05-15 14:32:00',
			description:
				'Only changes since this time, e.g. NextStartTime of the previous response. Sent to D3 unchanged, without time zone conversion.',
		}),
		user('User Name', {
			required: true,
			nameType: 'userName',
			description: 'User name (not full name) of the user to view the cases as',
		}),
	],
};
