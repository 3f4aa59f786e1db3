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
			description: 'Region of the tenant as D3 shows it',
		}),
		text('Tenant Name', { required: true, description: 'Name of the tenant as D3 shows it' }),
		text('Tenant Site', {
			required: true,
			description: "Name of the tenant's site as D3 shows it",
		}),
		choice('Offboarding Actions', {
			required: true,
			options: ['Suspend', 'Disable', 'Enable'],
			description:
				'Suspend stops its scheduled jobs and the intake of events and incidents. Disable also hides its dashboards, rules and connections. Enable brings it back.',
		}),
		choice('Enable Reactivation', {
			options: ['True', 'False'],
			description:
				'Whether to bring its automation rules and connections back to the state they last had. Not set, D3 does.',
		}),
	],
	subject: (values) => `status of tenant site "${String(values['Tenant Site'])}"`,
};
