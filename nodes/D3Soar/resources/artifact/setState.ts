import type { Command } from '../../../shared/command';
import { list, text } from '../../../shared/fields';

/** Set the state of artifacts. https://docs.d3security.com/api-docs/Working-version/set-artifact-state */
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
			description: 'Type of the artifacts, as D3 names it',
		}),
		text('State', { placeholder: 'e.g. Block', description: 'The new state, as D3 names it' }),
		text('Description', {
			placeholder: 'e.g. Related to crypto currency mining',
			description: 'Description of the artifacts, e.g. why they get this state',
		}),
	],
	narrowedBy: ['Artifact Type'],
};
