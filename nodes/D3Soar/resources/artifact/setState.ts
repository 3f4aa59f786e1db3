import type { Command } from '../../../shared/command';
import { list, text } from '../../../shared/fields';
import { isObject } from '../../../shared/response/parse';

/**
 * Set the state of artifacts. D3's utility page requires their names, and their type for custom artifacts; its API page
 * calls all of it optional. The sample of the utility page has the artifacts' names in the response, that of the API
 * page an empty list beside "Succeed": that an empty list means that D3 found none of them is inferred.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/set-artifact-state (compared 2026-11)
 * @see https://docs.d3security.com/api-docs/Working-version/set-artifact-state (compared 2026-11)
 */
export const setState: Command = {
	command: 'SetArtifactState',
	idempotency: 'idempotent',
	operation: {
		name: 'Set State',
		value: 'setState',
		action: 'Set state of artifacts',
		description: 'Set the state of artifacts',
	},
	fields: [
		list('Artifact Names', {
			required: true,
			separator: 'lines',
			placeholder: 'e.g. https://example.com/login',
			description: 'Names of the artifacts',
		}),
		text('Artifact Type', {
			placeholder: 'e.g. External Endpoint',
			description: 'Type of the artifacts, as named in D3. Required for custom types.',
		}),
		text('State', {
			placeholder: 'e.g. Block',
			description: 'New state, as defined in D3',
		}),
		text('Description', {
			placeholder: 'e.g. Related to crypto currency mining',
			description: 'Description of the artifacts, e.g. the reason for the state',
		}),
	],
	topLevel: ['State'],
	narrowedBy: ['Artifact Type'],
	subject: (values) => `state of ${(values['Artifact Names'] as string[]).join(', ')}`,
	doubt: ({ contextData }) =>
		isObject(contextData) &&
		Array.isArray(contextData.artifacts) &&
		contextData.artifacts.length === 0
			? {
					message: 'D3 reported no error, but named no artifact that it changed',
					advice:
						'Most likely D3 found no artifact with these names and this type. Check them in D3. If they still have the old state, check Artifact Names and enter Artifact Type, which D3 requires for custom types.',
				}
			: undefined,
};
