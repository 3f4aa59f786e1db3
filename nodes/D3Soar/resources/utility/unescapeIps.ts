import type { Command } from '../../../shared/command';
import { list } from '../../../shared/fields';

/**
 * Remove escaping characters from (refang) IP addresses.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/remove-escaping-chars-from-ip-addresses (compared 2026-11)
 */
export const unescapeIps: Command = {
	command: 'UnescapeForIPs',
	idempotency: 'readOnly',
	operation: {
		name: 'Unescape IP Addresses',
		value: 'unescapeIps',
		action: 'Unescape IP addresses',
		description: 'Remove escaping characters from (refang) IP addresses',
	},
	fields: [
		list('IP Addresses', {
			required: true,
			description: 'IP addresses with escaping characters',
		}),
	],
};
