import type { Command } from '../../../shared/command';
import { choice, text } from '../../../shared/fields';

/**
 * Suspend, disable or enable a tenant's site.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/update-tenant-site-status (compared 2026-11)
 */
export const updateSiteStatus: Command = {
	command: 'UpdateTenantSiteStatus',
	idempotency: 'idempotent',
	operation: {
		name: 'Update Site Status',
		value: 'updateSiteStatus',
		action: 'Update status of tenant site',
		description: 'Suspend, disable or enable a site of a tenant',
	},
	fields: [
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
		choice('Offboarding Actions', {
			required: true,
			options: ['Suspend', 'Disable', 'Enable'],
			description:
				"Suspend stops the site's scheduled jobs and its intake of events and incidents. Disable also hides its dashboards, rules and connections. Enable restores it.",
		}),
		choice('Enable Reactivation', {
			options: ['True', 'False'],
			description:
				'Whether to restore its automation rules and connections to their last state. If not set, D3 restores them.',
		}),
	],
	subject: (values) => `status of tenant site "${String(values['Tenant Site'])}"`,
};
