import type { Command } from '../../../shared/command';
import { choice, text } from '../../../shared/fields';

/**
 * The metadata of the tasks of a live playbook. Requires D3 16.8 or later.
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
		description: "Get the metadata of a playbook's tasks. Requires D3 16.8 or later.",
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
			description: 'Type of playbook',
		}),
		text('Playbook Name', {
			required: true,
			placeholder: 'e.g. Phishing Response',
			description: 'Name of the playbook',
		}),
		text('Integration Name', {
			description:
				'Integration of the playbook. Required only for an Integration Codeless Playbook.',
		}),
	],
	validate: (values) =>
		values['Playbook Type'] === 'Integration Codeless Playbook' &&
		values['Integration Name'] === undefined
			? {
					message:
						'Integration Name is empty, but D3 requires it for an Integration Codeless Playbook',
					advice: 'Enter the name of the integration.',
				}
			: undefined,
};
