import type { Command } from '../../../shared/command';
import { list } from '../../../shared/fields';

/**
 * How risky domains are.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-domains-reputation (compared 2026-11)
 */
export const checkDomain: Command = {
	command: 'GetDomainReputation',
	idempotency: 'readOnly',
	operation: {
		name: 'Check Domains',
		value: 'checkDomain',
		action: 'Check reputation of domains',
		description: 'Get the risk level of domains',
	},
	fields: [
		list('List of Domains', {
			required: true,
			placeholder: 'e.g. example.com, example.org',
			description: 'Domains to check',
		}),
	],
};
