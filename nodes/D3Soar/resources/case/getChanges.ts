import type { Command } from '../../command';
import { text } from '../../fields';

/** What has changed in cases since a time. https://docs.d3security.com/utility-command-docs/working-version/monitor-case-changes */
export const getChanges: Command = {
	command: 'monitorCaseChanges',
	effect: 'read',
	operation: {
		name: 'Get Changes',
		value: 'getChanges',
		action: 'Get changes of cases',
		description: 'Get the cases that are new or have changed since a time, with their history',
	},
	fields: [
		text('Start Time', {
			required: true,
			description:
				'Since when, written as D3 writes it. The answer before has it as NextStartTime, which the node gives when its option Output is Full Answer. D3 gets it as it is.',
		}),
		text('User Name', {
			required: true,
			placeholder: 'e.g. jdoe',
			description: 'Name of the D3 user who looks at the cases',
		}),
	],
};
