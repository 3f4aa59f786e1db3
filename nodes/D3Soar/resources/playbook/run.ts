import type { Command } from '../../command';
import { incidents, list } from '../../fields';

/** Add playbooks to incidents and run them there. https://docs.d3security.com/api-docs/Working-version/run-playbooks */
export const run: Command = {
	command: 'RunPlaybooks',
	effect: 'once',
	operation: {
		name: 'Run',
		value: 'run',
		action: 'Run playbooks',
		description: 'Run playbooks on incidents',
	},
	fields: [
		list('Playbook Names', {
			withCommas: true,
			required: true,
			placeholder: 'e.g. Phishing Response',
			description: 'Names of the playbooks to run',
		}),
		incidents('Incident Numbers', { required: true }),
	],
	about: (values) =>
		`playbook ${(values['Playbook Names'] as string[]).join(', ')} on ${(values['Incident Numbers'] as string[]).join(', ')}`,
	unknown: {
		doubt: 'may or may not run',
		check: "Look for their runs in the incident's playbooks",
	},
};
