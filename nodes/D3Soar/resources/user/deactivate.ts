import type { Command } from '../../../shared/command';
import { user } from '../../../shared/fields';

/**
 * Lock a user's account.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/inactive-user (compared 2026-11)
 */
export const deactivate: Command = {
	command: 'InActiveUser',
	idempotency: 'idempotent',
	operation: {
		name: 'Deactivate',
		value: 'deactivate',
		action: 'Deactivate user',
		description: 'Make a user inactive in D3, which locks the account',
	},
	fields: [
		user('User Name', {
			required: true,
			nameType: 'userName',
			description: 'Name with which the user logs in to D3. The account is locked.',
		}),
	],
	subject: (values) => `deactivation of user "${String(values['User Name'])}"`,
};
