import type { Command } from '../../../shared/command';
import { list } from '../../../shared/fields';

/**
 * How risky email addresses are. Its response was not seen.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/get-email-addresses-reputation (compared 2026-11)
 */
export const checkEmail: Command = {
	command: 'GetEmailAddressReputation',
	idempotency: 'readOnly',
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
			description: 'Email addresses to check',
		}),
	],
};
