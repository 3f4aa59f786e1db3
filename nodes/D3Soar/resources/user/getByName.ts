import type { Command } from '../../../shared/command';
import { simplify, user } from '../../../shared/fields';
import { USER_ESSENTIALS } from './essentials';

/**
 * One user by user name.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/get-user-with-user-name (compared 2026-11)
 */
export const getByName: Command = {
	command: 'GetUserByUsername',
	idempotency: 'readOnly',
	operation: {
		name: 'Get by User Name',
		value: 'get',
		action: 'Get user by user name',
		description: 'Get a user by user name',
	},
	fields: [
		user('User Name', {
			required: true,
			nameType: 'userName',
			description: 'Login name of the user',
		}),
		simplify,
	],
	topLevel: ['Simplify'],
	simplifiedFields: USER_ESSENTIALS,
	subject: (values) => `lookup of user "${String(values['User Name'])}"`,
};
