import type { Command } from '../../command';
import { list, text } from '../../fields';

/** Set the state of artifacts. */
export const setState: Command = {
	command: 'SetArtifactState',
	effect: 'repeatable',
	operation: {
		name: 'Set State',
		value: 'setState',
		action: 'Set state of artifacts',
		description: 'Set the state of artifacts',
	},
	fields: [
		list('Artifact Names', {
			required: true,
			withCommas: true,
			placeholder: 'e.g. https://example.com/login',
			description: 'Names of the artifacts',
		}),
		text('Artifact Type', {
			placeholder: 'e.g. URL',
			description: 'Type of the artifacts, as D3 names it',
		}),
		text('State', { description: 'The new state, as D3 names it' }),
		text('Description', { description: 'Description for the new state' }),
	],
};
