import { usersIn } from '../../answer/listings';
import type { Command } from '../../command';
import { simplify, text, yesNo } from '../../fields';
import { USER_ESSENTIALS } from './essentials';

/** The users with a role. https://docs.d3security.com/utility-command-docs/Working-version/get-users-by-role */
export const getManyByRole: Command = {
	command: 'GetUsersByRole',
	effect: 'read',
	operation: {
		name: 'Get Many by Role',
		value: 'getManyByRole',
		action: 'Get many users by role',
		description: 'Get the users who have a role',
	},
	fields: [
		text('Role Name', { required: true, description: 'Name of the role as D3 shows it' }),
		yesNo('Online', { description: 'Whether to get only the users who are online' }),
		simplify,
	],
	rows: usersIn,
	simplified: USER_ESSENTIALS,
};
