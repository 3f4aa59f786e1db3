import type { Command } from '../../../shared/command';
import { text } from '../../../shared/fields';

/**
 * Check DKIM, DMARC and SPF of an email.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/check-email-authenticity (compared 2026-11)
 */
export const checkEmailAuthenticity: Command = {
	command: 'EmailAuthenticityCheck',
	idempotency: 'readOnly',
	operation: {
		name: 'Check Email Authenticity',
		value: 'checkEmailAuthenticity',
		action: 'Check authenticity of email',
		description: 'Check DKIM, DMARC and SPF of an email',
	},
	fields: [
		text('Raw Email Data', {
			required: true,
			description: 'Complete email as received, with its headers',
		}),
	],
};
