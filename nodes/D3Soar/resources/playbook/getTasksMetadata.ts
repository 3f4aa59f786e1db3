import type { Command } from '../../command';
import { choice, text } from '../../fields';

/** What the tasks of a playbook are. D3 16.8 or newer. */
export const getTasksMetadata: Command = {
	command: 'GetPlaybookTasksMetadata',
	effect: 'read',
	operation: {
		name: 'Get Tasks Metadata',
		value: 'getTasksMetadata',
		action: 'Get metadata of playbook tasks',
		description: 'Get the metadata of the tasks of a playbook. D3 16.8 or newer.',
	},
	fields: [
		choice('Playbook Type', {
			required: true,
			options: [
				'Event Playbook',
				'Incident Playbook',
				'Integration Codeless Playbook',
				'Utility Codeless Playbook',
			],
			description: 'What kind of playbook it is',
		}),
		text('Playbook Name', {
			required: true,
			placeholder: 'e.g. Phishing Response',
			description: 'Name of the playbook',
		}),
		text('Integration Name', {
			description: 'Integration that the playbook belongs to, for an Integration Codeless Playbook',
		}),
	],
};
