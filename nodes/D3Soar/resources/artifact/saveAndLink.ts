import type { Command } from '../../../shared/command';
import { incident, json, text } from '../../../shared/fields';

/**
 * "Create artifacts or update existing artifacts and link to incident." D3's API page requires all three parameters,
 * and its sample sends `null` as Artifact Type; the utility page requires none. That `null` is right by both is
 * inferred. Its response was not seen.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/save-and-link-artifacts-to-incident (compared 2026-11)
 * @see https://docs.d3security.com/utility-command-docs/Working-version/save-and-link-artifacts-to-incident (compared 2026-11)
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
				'Type of the artifacts, as D3 names it, e.g. URL, File, User or a type of your own. Some are written in two ways on the pages of D3: Email Address and External Endpoint, or EmailAddress and ExternalEndpoint. Left empty, D3 detects its own types by the fields.',
		}),
		json('Artifact Fields', {
			required: true,
			type: 'array',
			description:
				'The artifacts, as a JSON array with one object of field names and values for each, e.g. [{"URL": "http://example.com", "Reputation": "Low"}]. A type of your own needs an Identity field.',
		}),
		incident('Incident Number', { required: true }),
	],
	buildRequest: (values) => ({
		commandParams: { ...values, 'Artifact Type': values['Artifact Type'] ?? null },
	}),
	subject: (values) => `artifacts for ${String(values['Incident Number'])}`,
};
