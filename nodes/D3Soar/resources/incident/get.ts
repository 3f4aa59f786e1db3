import type { Command } from '../../../shared/command';
import { incident, simplify, text } from '../../../shared/fields';

/**
 * The static fields of an incident.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-incident-static-field (compared 2026-11)
 */
export const get: Command = {
	command: 'getIncidentStaticField',
	idempotency: 'readOnly',
	operation: {
		name: 'Get',
		value: 'get',
		action: 'Get incident',
		description: 'Get the static fields of an incident, e.g. title, status and owner',
	},
	fields: [
		incident('Incident Number', { required: true }),
		text('Site Name', {
			placeholder: 'e.g. Security Operations',
			description: "Site of the incident. If empty, D3 uses this node's site.",
		}),
		simplify,
	],
	topLevel: ['Simplify'],
	narrowedBy: ['Site Name'],
	simplifiedFields: [
		'CaseNumber',
		'Title',
		'Status',
		'Severity',
		'IRTypeName',
		'Disposition',
		'Owner',
		'Site',
		'DateCreated',
		'DateModified',
	],
	sendsUsernameParameter: true,
};
