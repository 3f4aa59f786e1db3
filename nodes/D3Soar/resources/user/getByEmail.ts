import type { Command } from '../../../shared/command';
import { simplify, text } from '../../../shared/fields';
import { USER_ESSENTIALS } from './essentials';

/**
 * Users by email address.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/get-user-with-email-address (compared 2026-11)
 */
export const getByEmail: Command = {
	command: 'GetUserByEmailAddress',
	idempotency: 'readOnly',
	operation: {
		name: 'Get by Email Address',
		value: 'getByEmail',
		action: 'Get user by email address',
		description: 'Get users by email address',
	},
	fields: [
		text('Email Address', {
			required: true,
			placeholder: 'e.g. jane.doe@example.com',
			description: 'Email address of the user',
		}),
		simplify,
	],
	topLevel: ['Simplify'],
	simplifiedFields: USER_ESSENTIALS,
	subject: (values) => `lookup of user "${String(values['Email Address'])}"`,
};
