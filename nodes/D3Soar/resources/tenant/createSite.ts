import type { Command } from '../../command';
import { choice, text } from '../../fields';

/** Create a site in a tenant. https://docs.d3security.com/utility-command-docs/working-version/create-tenant-site */
export const createSite: Command = {
	command: 'CreateTenantSite',
	effect: 'once',
	operation: {
		name: 'Create Site',
		value: 'createSite',
		action: 'Create site in tenant',
		description: 'Create a site in a tenant. It works on the master instance.',
	},
	fields: [
		text('Region', { required: true, description: 'Region of the tenant as D3 shows it' }),
		text('Tenant Name', { required: true, description: 'Name of the tenant as D3 shows it' }),
		text('Site Name', { required: true, description: 'Name that the site is to have' }),
		text('Site Description', { description: 'What the site is for' }),
		choice('Site Type', {
			required: true,
			options: ['Client', 'Internal'],
			description: 'What kind of site it is to be',
		}),
		text('Shared Connection', {
			description: "Shared connection of the site, as the command's page in D3 describes it",
		}),
		text('Is Active', {
			required: true,
			description: "Whether the site is in use, in the words that the command's page in D3 shows",
		}),
		text('Time Zone', {
			required: true,
			placeholder: 'e.g. (GMT-08:00) Pacific Standard Time',
			description: 'Time zone of the site, as D3 shows it',
		}),
		text('Language', { description: 'Language of the site, as D3 shows it' }),
		text('Is Master', {
			required: true,
			description: "Whether the site is a master, in the words that the command's page in D3 shows",
		}),
	],
	about: (values) =>
		`site "${String(values['Site Name'])}" in tenant "${String(values['Tenant Name'])}"`,
	unknown: { doubt: 'may or may not exist', check: "Look at the tenant's sites" },
};
