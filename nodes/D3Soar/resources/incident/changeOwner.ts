import type { Command } from '../../command';
import { list, text } from '../../fields';

/** Give incidents to another owner. */
export const changeOwner: Command = {
	command: 'UpdateIncidentOwnerInBulk',
	effect: 'repeatable',
	operation: {
		name: 'Change Owner',
		value: 'changeOwner',
		action: 'Change owner of incidents',
		description: 'Give incidents to another owner',
	},
	fields: [
		list('Incident Numbers', {
			required: true,
			placeholder: 'e.g. 20220125-1',
			description: 'Numbers of the incidents',
		}),
		text('Owner', {
			required: true,
			placeholder: 'e.g. jdoe',
			description:
				'Who owns the incidents from now on. D3 does not document whether it wants the user name or the full name here; its Create Incident wants the user name.',
		}),
	],
	namesUser: true,
};
