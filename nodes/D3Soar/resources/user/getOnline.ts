import type { Command } from '../../../shared/command';
import { simplify } from '../../../shared/fields';
import { USER_ESSENTIALS } from './essentials';

/**
 * The users who are logged in.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/get-online-users (compared 2026-11)
 */
export const getOnline: Command = {
	command: 'GetOnlineUsers',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Online',
		value: 'getOnline',
		action: 'Get online users',
		description: 'Get the users who are currently logged in to D3',
	},
	fields: [simplify],
	simplifiedFields: USER_ESSENTIALS,
};
