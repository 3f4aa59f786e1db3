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
		description: 'Deactivate a user in D3 and lock the account',
	},
	fields: [
		user('User Name', {
			required: true,
			nameType: 'userName',
			description: 'Login name of the user',
		}),
	],
	subject: (values) => `deactivation of user "${String(values['User Name'])}"`,
};
