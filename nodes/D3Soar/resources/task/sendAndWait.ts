import type { Command } from '../../../shared/command';
import {
	dateTime,
	headerName,
	incident,
	refuseWaitLimit,
	setting,
	severalLines,
	text,
	user,
	waitLimit,
	yesNoSwitch,
} from '../../../shared/fields';
import { withName, withTitle } from '../../../shared/fields/field';

const LIMIT = waitLimit.map(({ parameter }) => parameter);

/**
 * Create a task that asks for a decision, and wait for the answer. The task is Create's; how the answer comes is in
 * `nodes/D3Soar/approval/`.
 *
 * n8n recognises a step for human review by the operation's value, and by a field called message.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/create-task (compared 2026-11)
 */
export const sendAndWait: Command = {
	command: 'CreateTask',
	idempotency: 'notIdempotent',
	waitsForAnswer: true,
	operation: {
		name: 'Create and Wait for Approval',
		value: 'sendAndWait',
		action: 'Create task and wait for approval',
		description: 'Ask a person for a decision, and go on with the answer',
	},
	fields: [
		incident('Incident Number', { required: true }),
		text('Task Name', {
			required: true,
			placeholder: 'e.g. Isolate host WS-042?',
			description: 'What the task is called: the question in short',
		}),
		text('Task Type', {
			required: true,
			default: 'Default',
			placeholder: 'e.g. Default',
			description: 'An ad hoc task type of your D3',
		}),
		withName(
			'message',
			withTitle(
				'Message',
				severalLines('Task Description', {
					required: true,
					placeholder: 'e.g. It talks to a known command server',
					description: 'What to decide, and why, as plain text',
				}),
			),
		),
		user('Assignee', {
			required: true,
			nameType: 'fullName',
			description: 'Full name of the user who is asked',
		}),
		dateTime('Due Date', {
			required: true,
			dateOnly: 'endOfDay',
			isDeadline: true,
			default: '={{ $now.plus({ hours: 4 }) }}',
			description: 'When the task is due. It does not end the wait.',
		}),
		withTitle(
			'Required to Close Incident',
			yesNoSwitch('Required', {
				description: 'Whether the task must be done before the incident can be closed',
			}),
		),
		setting('Comment', {
			default: 'optional',
			description: 'Whether the page has a field for a comment',
			options: [
				{ name: 'Off', value: 'off' },
				{ name: 'Optional', value: 'optional' },
				{ name: 'Required', value: 'required' },
			],
		}),
		...waitLimit,
		headerName('Approver Header', {
			placeholder: 'e.g. X-Forwarded-User',
			description: 'Header in which your sign-on proxy names the person',
		}),
	],
	topLevel: ['Required', 'Comment', ...LIMIT, 'Approver Header'],
	// Without a limit it waits for ever, and without the header anybody may answer.
	narrowedBy: ['Comment', 'Limit Wait Time', 'Limit Type', 'Resume Unit', 'Approver Header'],
	validate: refuseWaitLimit,
	subject: (task) => `task "${String(task['Task Name'])}" on ${String(task['Incident Number'])}`,
	unconfirmedTexts: {
		status: 'may or may not exist, and nothing waits for an answer',
		whereToLook: "Look at the incident's ad hoc tasks",
		ifThere: 'complete it, because its link does not work, and then run this item again as well',
	},
};
