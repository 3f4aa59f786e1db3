import type { Command } from '../../command';
import { text } from '../../fields';

/** Change a case. */
export const update: Command = {
	command: 'updateCase',
	effect: 'repeatable',
	operation: {
		name: 'Update',
		value: 'update',
		action: 'Update case',
		description: 'Change a case',
	},
	fields: [
		text('Case Number', {
			required: true,
			description: 'Number of the case in D3',
		}),
		text('Time Zone', {
			placeholder: 'e.g. (GMT-08:00) Pacific Standard Time',
			description: 'Time zone of the case, as D3 shows it',
		}),
		text('Case Status', { description: 'New status of the case, as D3 shows it' }),
		text('Incident Date', {
			placeholder: 'e.g. 05/15/2026 14:32',
			description:
				"When it happened, as MM/dd/yyyy HH:mm, e.g. {{ $now.toFormat('MM/dd/yyyy HH:mm') }}. D3 gets it as it is, without conversion to another time zone.",
		}),
		text('Reported Date', {
			placeholder: 'e.g. 05/15/2026 14:32',
			description:
				'When it was reported, written like Incident Date. D3 gets it as it is, without conversion to another time zone.',
		}),
		text('Owner Site', {
			placeholder: 'e.g. Security Operations',
			description: 'Name of the site that owns the case',
		}),
		text('Case Type', { description: 'Type of the case, as D3 shows it' }),
		text('Priority', { description: 'Priority of the case, as D3 shows it' }),
		text('Invesitagtor', {
			description: 'Investigator of the case. D3 itself spells the parameter this way.',
		}),
		text('Description', { description: 'What the case is about' }),
		text('Title', { description: 'Title of the case' }),
		text('Access Level', { description: 'Access level of the case, as D3 shows it' }),
		text('User Name', {
			placeholder: 'e.g. jdoe',
			description: 'Name of the D3 user for whom the case is changed',
		}),
	],
	about: (values) => `update of case ${String(values['Case Number'])}`,
};
