import type { Command } from '../../../shared/command';
import { incident, json, text } from '../../../shared/fields';

/**
 * "Create artifacts or update existing artifacts and link to incident."
 * https://docs.d3security.com/api-docs/Working-version/save-and-link-artifacts-to-incident
 */
export const saveAndLink: Command = {
	command: 'SaveArtifactForIncident',
	idempotency: 'idempotent',
	operation: {
		name: 'Save and Link',
		value: 'saveAndLink',
		action: 'Save artifacts and link them to incident',
		description: 'Save artifacts and link them to an incident',
	},
	fields: [
		text('Artifact Type', {
			placeholder: 'e.g. URL',
			description:
				'Type of the artifacts, as D3 names it, e.g. URL, File, User, EmailAddress, ExternalEndpoint or a type of your own. Left empty, D3 detects its own types by the fields.',
		}),
		json('Artifact Fields', {
			required: true,
			type: 'array',
			description:
				'The artifacts, as a JSON array with one object of field names and values for each, e.g. [{"URL": "http://example.com", "Reputation": "Low"}]. A type of your own needs an Identity field.',
		}),
		incident('Incident Number', { required: true }),
	],
	subject: (values) => `artifacts for ${String(values['Incident Number'])}`,
};
