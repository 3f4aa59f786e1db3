import { userRows } from '../../../shared/response/lists';
import type { Command } from '../../../shared/command';
import { simplify, text, yesNoSwitch } from '../../../shared/fields';
import { USER_ESSENTIALS } from './essentials';

/**
 * The users with a role.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/get-users-by-role (compared 2026-11)
 */
export const getManyByRole: Command = {
	command: 'GetUsersByRole',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Many by Role',
		value: 'getManyByRole',
		action: 'Get many users by role',
		description: 'Get the users who have a given role',
	},
	fields: [
		text('Role Name', { required: true, description: 'Name of the role' }),
		yesNoSwitch('Online', { description: 'Whether to get only users who are online' }),
		simplify,
	],
	topLevel: ['Online', 'Simplify'],
	rows: userRows,
	simplifiedFields: USER_ESSENTIALS,
};
