import type { Command } from '../../command';
import { incident, json, text } from '../../fields';

/** Save artifacts and link them to an incident. */
export const saveAndLink: Command = {
	command: 'SaveArtifactForIncident',
	effect: 'once',
	operation: {
		name: 'Save and Link',
		value: 'saveAndLink',
		action: 'Save artifacts and link them to incident',
		description: 'Save artifacts and link them to an incident',
	},
	fields: [
		text('Artifact Type', {
			placeholder: 'e.g. URL',
			description: 'Type of the artifacts, as D3 names it. Left empty, D3 detects it.',
		}),
		json('Artifact Fields', {
			required: true,
			of: 'array',
			description:
				'The artifacts, as a JSON array with one object of field names and values for each',
		}),
		incident('Incident Number', { required: true }),
	],
	about: (values) => `artifacts for ${String(values['Incident Number'])}`,
	unknown: { doubt: 'may or may not be saved', check: "Look at the incident's artifacts" },
};
