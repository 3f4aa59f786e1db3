import type { Command } from '../../../shared/command';
import { text } from '../../../shared/fields';

/**
 * Sync a global list to a tenant.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/sync-global-list (compared 2026-11)
 */
export const sync: Command = {
	command: 'SyncGlobalList',
	idempotency: 'idempotent',
	operation: {
		name: 'Sync to Tenant',
		value: 'sync',
		action: 'Sync global list to tenant',
		description: 'Sync a global list to a tenant',
	},
	fields: [
		text('List Name', { required: true, description: 'Name of the global list' }),
		text('Region', {
			required: true,
			placeholder: 'e.g. AMER',
			description: 'Region of the tenant',
		}),
		text('Tenant Name', { required: true, description: 'Name of the tenant' }),
	],
	subject: (values) => `sync of global list "${String(values['List Name'])}"`,
};
