import type { Command } from '../../command';
import { list } from '../../fields';

/** How risky email addresses are. https://docs.d3security.com/utility-command-docs/Working-version/get-email-addresses-reputation */
export const checkEmail: Command = {
	command: 'GetEmailAddressReputation',
	effect: 'read',
	operation: {
		name: 'Check Email Addresses',
		value: 'checkEmail',
		action: 'Check reputation of email addresses',
		description: 'Get the risk level of email addresses',
	},
	fields: [
		list('List of Email Addresses', {
			required: true,
			placeholder: 'e.g. sender@example.com',
			description: 'The email addresses to check',
		}),
	],
};
