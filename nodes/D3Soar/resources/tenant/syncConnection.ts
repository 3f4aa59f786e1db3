import type { Command } from '../../../shared/command';
import { json, text, booleanSwitch } from '../../../shared/fields';

/**
 * Copy connections to a tenant's site. Its response was not seen.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/sync-connection (compared 2026-11)
 */
export const syncConnection: Command = {
	command: 'SyncConnection',
	idempotency: 'idempotent',
	operation: {
		name: 'Sync Connections',
		value: 'syncConnection',
		action: 'Sync connections to tenant site',
		description: "Sync connections to a tenant's site",
	},
	fields: [
		booleanSwitch('Sync All Shared', {
			description: 'Whether to sync all available connections. D3 then ignores Connection Info.',
		}),
		json('Connection Info', {
			type: 'array',
			dates: 'none',
			description:
				'Connections to sync, as JSON, e.g. [{"ConnectionId": 123}] or [{"Integration Name": "Kibana", "Connection Name": "Main", "Site": "Shared to internal sites"}]',
		}),
		text('Tenant Region', {
			required: true,
			placeholder: 'e.g. AMER',
			description: 'Region of the tenant',
		}),
		text('Tenant Name', { required: true, description: 'Name of the tenant' }),
		text('Tenant Site', {
			required: true,
			description: "Name of the tenant's site",
		}),
	],
	topLevel: ['Sync All Shared', 'Connection Info'],
	narrowedBy: ['Connection Info'],
	validate: (values) =>
		values['Sync All Shared'] !== true && values['Connection Info'] === undefined
			? {
					message: 'Nothing to sync',
					advice: 'Enter Connection Info or turn on Sync All Shared.',
				}
			: undefined,
	subject: (values) => `sync of connections to tenant site "${String(values['Tenant Site'])}"`,
};
