import type { Command } from '../../command';
import { text, yesNo } from '../../fields';

/** The users with a role. */
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
	],
};
