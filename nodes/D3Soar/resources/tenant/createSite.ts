import type { Command } from '../../../shared/command';
import { choice, text, booleanSwitch } from '../../../shared/fields';
import { language, SITE_TYPES, siteDescription, timeZoneWords } from '../site/siteFields';

/**
 * Create a site in a tenant.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/create-tenant-site (compared 2026-11)
 */
export const createSite: Command = {
	command: 'CreateTenantSite',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Create Site',
		value: 'createSite',
		action: 'Create site in tenant',
		description: 'Create a site in a tenant. Available on the master instance only.',
	},
	fields: [
		text('Region', {
			required: true,
			placeholder: 'e.g. AMER',
			description: 'Region of the tenant',
		}),
		text('Tenant Name', { required: true, description: 'Name of the tenant' }),
		text('Site Name', { required: true, description: 'Name of the new site' }),
		siteDescription,
		choice('Site Type', {
			required: true,
			options: SITE_TYPES,
			default: 'Client',
			description: 'Type of site',
		}),
		booleanSwitch('Shared Connection', {
			description: 'Whether an internal site is a recipient of shared connections',
		}),
		booleanSwitch('Is Active', {
			default: true,
			description: 'Whether the site is active. If off, it is offline and cannot be used.',
		}),
		text('Time Zone', { required: true, ...timeZoneWords }),
		language,
		booleanSwitch('Is Master', { description: 'Whether the site is a master site' }),
	],
	topLevel: ['Is Active', 'Is Master'],
	subject: (values) =>
		`site "${String(values['Site Name'])}" in tenant "${String(values['Tenant Name'])}"`,
	unconfirmedTexts: { status: 'may or may not exist', whereToLook: "Look at the tenant's sites" },
};
