import type { Command } from '../../../shared/command';
import { dateTime, formattedText, incident, text, user, yesNoSwitch } from '../../../shared/fields';
import { withTitle } from '../../../shared/fields/field';

/**
 * Create a task and assign it to a user.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/create-task (compared 2026-11)
 */
export const create: Command = {
	command: 'CreateTask',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Create',
		value: 'create',
		action: 'Create task',
		description: 'Create a task in an incident and assign it',
	},
	fields: [
		incident('Incident Number', { required: true }),
		text('Task Name', {
			required: true,
			placeholder: 'e.g. Block the sender',
			description: 'Name of the task',
		}),
		text('Task Type', {
			required: true,
			default: 'Default',
			placeholder: 'e.g. Default',
			description:
				'Ad hoc task type, as defined in D3 under Application Settings > Ad Hoc Task Configuration',
		}),
		formattedText('Task Description', {
			required: true,
			placeholder: 'e.g. Block the sender on the mail gateway and confirm here',
			description: 'What the assignee has to do.',
		}),
		user('Assignee', {
			required: true,
			nameType: 'fullName',
			description: 'Full name of the user to assign the task to',
		}),
		dateTime('Due Date', {
			required: true,
			dateOnly: 'endOfDay',
			isDeadline: true,
			default: '={{ $now.plus({ hours: 24 }) }}',
			description: 'When the task is due.',
		}),
		withTitle(
			'Required to Close Incident',
			yesNoSwitch('Required', {
				default: true,
				description: 'Whether the task must be done before the incident can be closed',
			}),
		),
	],
	topLevel: ['Required'],
	subject: (task) => `task "${String(task['Task Name'])}" on ${String(task['Incident Number'])}`,
	unconfirmedTexts: {
		status: 'may or may not exist',
		whereToLook: "Look at the incident's ad hoc tasks",
	},
};
