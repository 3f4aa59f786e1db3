import type { Command } from '../../command';
import { json, text } from '../../fields';

/** Bring connections to a tenant's site. https://docs.d3security.com/utility-command-docs/working-version/sync-connection */
export const syncConnection: Command = {
	command: 'SyncConnection',
	effect: 'repeatable',
	operation: {
		name: 'Sync Connections',
		value: 'syncConnection',
		action: 'Sync connections to tenant site',
		description: "Sync connections to a tenant's site",
	},
	fields: [
		text('Sync All Shared', {
			description:
				"Whether to sync all shared connections, in the words that the command's page in D3 shows",
		}),
		json('Connection Info', {
			of: 'array',
			description:
				"The connections to sync, as a JSON array of what the command's page in D3 describes",
		}),
		text('Tenant Region', { required: true, description: 'Region of the tenant as D3 shows it' }),
		text('Tenant Name', { required: true, description: 'Name of the tenant as D3 shows it' }),
		text('Tenant Site', {
			required: true,
			description: "Name of the tenant's site as D3 shows it",
		}),
	],
	about: (values) => `sync of connections to tenant site "${String(values['Tenant Site'])}"`,
};
