import type { Command } from '../../command';
import { choice, text } from '../../fields';

/** Bring users, groups and roles to tenants. https://docs.d3security.com/utility-command-docs/working-version/sync-all-user-group-role */
export const syncUsers: Command = {
	command: 'SyncAllUserGroupRole',
	effect: 'repeatable',
	operation: {
		name: 'Sync Users, Groups and Roles',
		value: 'syncUsers',
		action: 'Sync users groups and roles to tenants',
		description: 'Sync all users, groups and roles to one tenant or to all of them',
	},
	fields: [
		choice('allTenant', {
			options: ['True'],
			description: 'Whether to sync to all tenants',
		}),
		text('Region', { description: 'Region of the tenant as D3 shows it' }),
		text('TenantName', { description: 'Name of the tenant as D3 shows it' }),
	],
};
