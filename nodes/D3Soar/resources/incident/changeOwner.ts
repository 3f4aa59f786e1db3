import type { Command } from '../../../shared/command';
import { incidents, user } from '../../../shared/fields';

/**
 * Assign incidents to another owner.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/update-incidents-owner-in-bulk (compared 2026-11)
 */
export const changeOwner: Command = {
	command: 'UpdateIncidentOwnerInBulk',
	idempotency: 'idempotent',
	operation: {
		name: 'Change Owner',
		value: 'changeOwner',
		action: 'Change owner of incidents',
		description: 'Assign incidents to another owner',
	},
	fields: [
		incidents('Incident Numbers', { required: true }),
		user('Owner', {
			required: true,
			nameType: 'fullName',
			description: 'Full name of the new owner',
		}),
	],
	sendsUsernameParameter: true,
	bulkParameter: 'Incident Numbers',
};
