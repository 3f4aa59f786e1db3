import type { Command } from '../../../shared/command';
import { list } from '../../../shared/fields';

/**
 * Group email addresses by domain.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/get-users-emails-grouped-by-domain (compared 2026-11)
 */
export const groupEmails: Command = {
	command: 'EmailGroupByDomain',
	idempotency: 'readOnly',
	operation: {
		name: 'Group Emails by Domain',
		value: 'groupEmails',
		action: 'Group email addresses by domain',
		description: 'Group email addresses by their domains',
	},
	fields: [
		list('Email Array', {
			required: true,
			placeholder: 'e.g. jane@example.com, joe@example.org',
			description: 'Email addresses to group',
		}),
		list('Domain Array', {
			required: true,
			placeholder: 'e.g. iso@example.com, iso@example.org',
			description:
				"Domains to group by, as in D3's sample: one address in each domain, e.g. iso@example.com. D3 does not document whether a bare domain works",
		}),
	],
};
