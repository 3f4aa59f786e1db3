import type { Command } from '../../command';
import { choice, text } from '../../fields';

/** Suspend, disable or enable a tenant's site. https://docs.d3security.com/utility-command-docs/working-version/update-tenant-site-status */
export const updateSiteStatus: Command = {
	command: 'UpdateTenantSiteStatus',
	effect: 'repeatable',
	operation: {
		name: 'Update Site Status',
		value: 'updateSiteStatus',
		action: 'Update status of tenant site',
		description: 'Suspend, disable or enable a site of a tenant',
	},
	fields: [
		text('Tenant Region', { required: true, description: 'Region of the tenant as D3 shows it' }),
		text('Tenant Name', { required: true, description: 'Name of the tenant as D3 shows it' }),
		text('Tenant Site', {
			required: true,
			description: "Name of the tenant's site as D3 shows it",
		}),
		choice('Offboarding Actions', {
			required: true,
			options: ['Suspend', 'Disable', 'Enable'],
			description: 'What to do with the site',
		}),
		choice('Enable Reactivation', {
			options: ['True'],
			description: 'Whether to enable reactivation of the site',
		}),
	],
	about: (values) => `status of tenant site "${String(values['Tenant Site'])}"`,
};
