import type { Command } from '../../../shared/command';
import { choice, json, text } from '../../../shared/fields';

/**
 * Copy a connection to a tenant's site.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/create-or-update-connection-by-clone (compared 2026-11)
 */
export const cloneConnection: Command = {
	command: 'CreateOrUpdateConnectionByClone',
	idempotency: 'idempotent',
	operation: {
		name: 'Clone Connection',
		value: 'cloneConnection',
		action: 'Clone connection to tenant site',
		description: "Create or update a connection of a tenant's site as a clone of another one",
	},
	fields: [
		text('Connection', {
			required: true,
			placeholder: 'e.g. Test Site - testIntegration - testConnection',
			description: 'Connection to clone, as shown in D3: site, integration and name',
		}),
		choice('IsShared', {
			required: true,
			options: ['True', 'False'],
			default: 'True',
			description:
				'Whether the clone is for the tenant. With False D3 ignores the tenant, its region and its site.',
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
		json('Update Fields', {
			type: 'object',
			description:
				'Values to change in the clone, as JSON, e.g. {"ConnectionName": "Test", "Fields": {"User": "jdoe"}}',
		}),
	],
	subject: (values) =>
		`clone of connection "${String(values.Connection)}" in tenant site "${String(values['Tenant Site'])}"`,
};
