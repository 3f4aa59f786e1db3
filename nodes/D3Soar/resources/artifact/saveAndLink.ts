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
				'Type of the artifacts, as named in D3, e.g. URL, File, User or a custom type. D3 documents two spellings of some: Email Address and EmailAddress, External Endpoint and ExternalEndpoint. If empty, D3 detects built-in types from the fields.',
		}),
		json('Artifact Fields', {
			required: true,
			type: 'array',
			description:
				'Artifacts with their fields, as JSON, e.g. [{"URL": "http://example.com", "Reputation": "Low"}]. Custom types require an Identity field.',
		}),
		incident('Incident Number', { required: true }),
	],
	buildRequest: (values) => ({
		commandParams: { ...values, 'Artifact Type': values['Artifact Type'] ?? null },
	}),
	subject: (values) => `artifacts for ${String(values['Incident Number'])}`,
};
