import type { Command } from '../../../shared/command';
import { choice, list } from '../../../shared/fields';

/**
 * The types of artifacts and how they relate. Requires D3 16.8 or later. Its response was not seen.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-current-artifact-types-and-relationships (compared 2026-11)
 */
export const getTypes: Command = {
	command: 'GetCurrentArtifactTypesAndRelationships',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Types',
		value: 'getTypes',
		action: 'Get artifact types and relationships',
		description: 'Get artifact types and their relationships. Requires D3 16.8 or later.',
	},
	fields: [
		choice('Artifact Category', {
			options: ['User Defined', 'System'],
			description: 'Only types of this category. If not set, D3 returns all.',
		}),
		list('Artifact Type ID', {
			type: 'integers',
			placeholder: 'e.g. 3',
			description: 'Only types with these IDs. A type must match all criteria',
		}),
		list('Artifact Type Name', {
			separator: 'lines',
			placeholder: 'e.g. URL',
			description: 'Only types with these names. A type must match all criteria',
		}),
	],
	narrowedBy: ['Artifact Category', 'Artifact Type ID', 'Artifact Type Name'],
};
