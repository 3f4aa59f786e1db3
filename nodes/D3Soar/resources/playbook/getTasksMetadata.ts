import type { Command } from '../../../shared/command';
import { choice, text } from '../../../shared/fields';

/**
 * The metadata of the tasks of a live playbook. D3 16.8 or newer.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-playbook-tasks-metadata (compared 2026-11)
 */
export const getTasksMetadata: Command = {
	command: 'GetPlaybookTasksMetadata',
	idempotency: 'readOnly',
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
			description:
				'Integration that the playbook belongs to. Needed for an Integration Codeless Playbook, and only there.',
		}),
	],
	validate: (values) =>
		values['Playbook Type'] === 'Integration Codeless Playbook' &&
		values['Integration Name'] === undefined
			? {
					message:
						'Integration Name is empty, which D3 requires for an Integration Codeless Playbook',
					advice: 'Enter the name of the integration.',
				}
			: undefined,
};
