import type { Command } from '../../../shared/command';
import { incidents, list } from '../../../shared/fields';

/**
 * Add playbooks to incidents and run them there.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/run-playbooks (compared 2026-11)
 */
export const run: Command = {
	command: 'RunPlaybooks',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Run',
		value: 'run',
		action: 'Run playbooks',
		description: 'Run playbooks on incidents',
	},
	fields: [
		list('Playbook Names', {
			separator: 'lines',
			required: true,
			placeholder: 'e.g. Phishing Response',
			description: 'Names of the playbooks to run',
		}),
		incidents('Incident Numbers', { required: true }),
	],
	subject: (values) =>
		`playbook ${(values['Playbook Names'] as string[]).join(', ')} on ${(values['Incident Numbers'] as string[]).join(', ')}`,
	unconfirmedTexts: {
		status: 'may or may not have started',
		whereToLook: "Look for their runs in the incident's playbooks",
	},
};
