import type { Command } from '../../command';
import { text } from '../../fields';

/** Create a case. */
export const create: Command = {
	command: 'createCase',
	effect: 'once',
	operation: {
		name: 'Create',
		value: 'create',
		action: 'Create case',
		description: 'Create a case',
	},
	fields: [
		text('Time Zone', {
			required: true,
			placeholder: 'e.g. (GMT-08:00) Pacific Standard Time',
			description: 'Time zone of the case, as D3 shows it',
		}),
		text('Case Status', {
			required: true,
			description: 'Status of the case, as D3 shows it',
		}),
		text('Incident Date', {
			placeholder: 'e.g. 05/15/2026 14:32',
			description:
				"When it happened, as MM/dd/yyyy HH:mm, e.g. {{ $now.toFormat('MM/dd/yyyy HH:mm') }}. D3 gets it as it is, without conversion to another time zone.",
		}),
		text('Reported Date', {
			required: true,
			placeholder: 'e.g. 05/15/2026 14:32',
			description:
				'When it was reported, written like Incident Date. D3 gets it as it is, without conversion to another time zone.',
		}),
		text('Owner Site', {
			required: true,
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
			required: true,
			placeholder: 'e.g. jdoe',
			description: 'Name of the D3 user for whom the case is created',
		}),
	],
	unknown: { doubt: 'may or may not have been done', check: 'Look at the cases of the owner site' },
};
