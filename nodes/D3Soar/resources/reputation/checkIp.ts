import type { Command } from '../../../shared/command';
import { list, yesNoSwitch } from '../../../shared/fields';

/**
 * How risky IP addresses are.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/check-ip-reputation (compared 2026-11)
 */
export const checkIp: Command = {
	command: 'CheckIPReputation',
	idempotency: 'readOnly',
	operation: {
		name: 'Check IP Addresses',
		value: 'checkIp',
		action: 'Check reputation of IP addresses',
		description: 'Get the risk level of external IP addresses',
	},
	fields: [
		list('externalIPs', {
			required: true,
			placeholder: 'e.g. 203.0.113.7, 198.51.100.2',
			description: 'External IP addresses to check',
		}),
		yesNoSwitch('Return Reputation Raw Data', {
			default: true,
			description: "Whether to include each source's raw reputation data",
		}),
		yesNoSwitch("Return Reputation's HTML", {
			description: 'Whether to include the results as an HTML table',
		}),
	],
};
