import { usersIn } from '../../answer/listings';
import type { Command } from '../../command';
import { simplify, text, yesNo } from '../../fields';
import { USER_ESSENTIALS } from './essentials';

/** The users of a site. https://docs.d3security.com/utility-command-docs/Working-version/get-users-by-site */
export const getManyBySite: Command = {
	command: 'GetUsersBySite',
	effect: 'read',
	operation: {
		name: 'Get Many by Site',
		value: 'getManyBySite',
		action: 'Get many users by site',
		description: 'Get the users of a site',
	},
	fields: [
		text('Site Name', {
			required: true,
			placeholder: 'e.g. Security Operations',
			description: 'Name of the site as D3 shows it',
		}),
		yesNo('Online', { description: 'Whether to get only the users who are online' }),
		simplify,
	],
	rows: usersIn,
	simplified: USER_ESSENTIALS,
};
