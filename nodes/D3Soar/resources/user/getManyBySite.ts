import { userRows } from '../../../shared/response/lists';
import type { Command } from '../../../shared/command';
import { simplify, text, yesNoSwitch } from '../../../shared/fields';
import { USER_ESSENTIALS } from './essentials';

/**
 * The users of a site.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/get-users-by-site (compared 2026-11)
 */
export const getManyBySite: Command = {
	command: 'GetUsersBySite',
	idempotency: 'readOnly',
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
			description: 'Name of the site',
		}),
		yesNoSwitch('Online', { description: 'Whether to get only users who are online' }),
		simplify,
	],
	topLevel: ['Online', 'Simplify'],
	rows: userRows,
	simplifiedFields: USER_ESSENTIALS,
};
