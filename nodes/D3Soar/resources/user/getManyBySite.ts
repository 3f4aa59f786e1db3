import type { Command } from '../../command';
import { text, yesNo } from '../../fields';

/** The users of a site. */
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
	],
};
