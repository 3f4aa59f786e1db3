import type { Command } from '../../../shared/command';
import { list, number, text, booleanSwitch } from '../../../shared/fields';

/**
 * Create a user's account. D3 takes one object, UserInfo, whose members are the fields here; those that its form
 * marks as required are required. Its response was not seen.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/create-user (compared 2026-11)
 * @see https://docs.d3security.com/user-docs/16.8/creating-users (compared 2026-11)
 */
export const create: Command = {
	command: 'CreateUser',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Create',
		value: 'create',
		action: 'Create user',
		description: 'Create a user account. Requires administrator rights.',
	},
	fields: [
		text('username', {
			required: true,
			placeholder: 'e.g. jdoe',
			description: 'Login name of the user',
		}),
		text('emailAddress', {
			required: true,
			placeholder: 'e.g. jane.doe@example.com',
			description:
				"Email address of the user. Its domain must be in D3's Email Domain Whitelist in Application Settings.",
		}),
		text('firstName', {
			required: true,
			placeholder: 'e.g. Jane',
			description: 'First name of the user',
		}),
		text('lastName', {
			required: true,
			placeholder: 'e.g. Doe',
			description: 'Last name of the user',
		}),
		text('phoneNumber', {
			placeholder: 'e.g. 6041234567',
			description: 'Phone number of the user',
		}),
		booleanSwitch('isActive', { default: true, description: 'Whether the user can log in' }),
		text('roleId', { placeholder: 'e.g. 1', description: "ID of the user's role" }),
		list('groupIds', {
			type: 'integers',
			placeholder: 'e.g. 100013, 100011',
			description: "IDs of the user's groups",
		}),
		list('siteIds', {
			type: 'integers',
			placeholder: 'e.g. 100018, 100019',
			description: 'IDs of the sites the user can access',
		}),
		text('timezoneId', {
			placeholder: 'e.g. 5',
			description: "ID of the user's time zone",
		}),
		number('securityLevel', { description: "The user's security level, e.g. 1" }),
	],
	narrowedBy: ['roleId', 'groupIds', 'timezoneId', 'siteIds'],
	subject: (values) => `user "${String(values.username)}"`,
	unconfirmedTexts: {
		status: 'may or may not exist',
		whereToLook: 'Look at the users in Organization Management',
	},
	buildRequest: (values) => ({ commandParams: { UserInfo: values } }),
};
