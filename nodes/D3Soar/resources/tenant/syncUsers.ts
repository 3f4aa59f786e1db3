import type { Command } from '../../../shared/command';
import { choice, text } from '../../../shared/fields';

/**
 * Copy users, groups and roles to tenants.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/sync-all-user-group-role (compared 2026-11)
 */
export const syncUsers: Command = {
	command: 'SyncAllUserGroupRole',
	idempotency: 'idempotent',
	operation: {
		name: 'Sync Users, Groups and Roles',
		value: 'syncUsers',
		action: 'Sync users, groups and roles to tenants',
		description: 'Sync all users, groups and roles to one tenant or to all tenants',
	},
	fields: [
		choice('allTenant', {
			options: ['True', 'False'],
			description: 'Whether to sync to all tenants. D3 then ignores Region and Tenant Name.',
		}),
		text('Region', {
			placeholder: 'e.g. AMER',
			description: 'Region of the tenant',
		}),
		text('TenantName', { description: 'Name of the tenant' }),
	],
	topLevel: ['allTenant', 'Region', 'TenantName'],
	narrowedBy: ['allTenant', 'Region', 'TenantName'],
	validate: (values) =>
		String(values.allTenant).toLowerCase() !== 'true' &&
		(values.Region === undefined || values.TenantName === undefined)
			? {
					message: 'No tenant to sync to',
					advice: 'Enter Region and Tenant Name, or set All Tenant to True.',
				}
			: undefined,
};
