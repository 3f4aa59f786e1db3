import type { Command } from '../../command';
import { json, text } from '../../fields';

/** Copy a connection to a tenant's site. https://docs.d3security.com/utility-command-docs/working-version/create-or-update-connection-by-clone */
export const cloneConnection: Command = {
	command: 'CreateOrUpdateConnectionByClone',
	effect: 'repeatable',
	operation: {
		name: 'Clone Connection',
		value: 'cloneConnection',
		action: 'Clone connection to tenant site',
		description: "Create or update a connection of a tenant's site as a clone of another one",
	},
	fields: [
		text('Connection', { required: true, description: 'Name of the connection to clone' }),
		text('IsShared', {
			required: true,
			description:
				"Whether the connection is shared, in the words that the command's page in D3 shows",
		}),
		text('Tenant Region', { required: true, description: 'Region of the tenant as D3 shows it' }),
		text('Tenant Name', { required: true, description: 'Name of the tenant as D3 shows it' }),
		text('Tenant Site', {
			required: true,
			description: "Name of the tenant's site as D3 shows it",
		}),
		json('Update Fields', {
			of: 'object',
			description: 'What is to be different in the clone, as JSON',
		}),
	],
	about: (values) =>
		`clone of connection "${String(values.Connection)}" in tenant site "${String(values['Tenant Site'])}"`,
};
