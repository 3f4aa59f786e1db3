import type { Command } from '../../../shared/command';
import { text } from '../../../shared/fields';

/**
 * Set the risk level of an artifact.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/set-artifact-risk-level (compared 2026-11)
 */
export const setRiskLevel: Command = {
	command: 'SetArtifactRiskLevel',
	idempotency: 'idempotent',
	operation: {
		name: 'Set Risk Level',
		value: 'setRiskLevel',
		action: 'Set risk level of artifact',
		description: 'Set the risk level of an artifact',
	},
	fields: [
		text('Artifact Type', {
			required: true,
			placeholder: 'e.g. URL',
			description: 'Type of the artifact, as named in D3',
		}),
		text('Artifact Name', {
			required: true,
			placeholder: 'e.g. https://example.com/login',
			description: 'Name of the artifact',
		}),
		text('Risk Level', {
			required: true,
			placeholder: 'e.g. Medium',
			description: 'New risk level, as named in D3',
		}),
	],
	subject: (values) => `risk level of artifact "${String(values['Artifact Name'])}"`,
};
