import type { Command } from '../../command';
import { html, list, yesNo } from '../../fields';

/** Close incidents. A second time changes nothing more. */
export const close: Command = {
	command: 'CloseIncidentInBulk',
	effect: 'repeatable',
	operation: {
		name: 'Close',
		value: 'close',
		action: 'Close incidents',
		description: 'Close incidents, with a conclusion',
	},
	fields: [
		list('Incident Numbers', {
			required: true,
			placeholder: 'e.g. 20220125-1',
			description: 'Numbers of the incidents to close',
		}),
		yesNo('Bypass Required Pending Tasks', {
			description:
				'Whether to close an incident although tasks are open that must be completed first',
		}),
		yesNo('Bypass All Required Fields', {
			description: 'Whether to close an incident although required fields are empty',
		}),
		html('Conclusion', {
			placeholder: 'e.g. The sender was blocked, nobody had opened the attachment',
			description: 'What came out of the investigation',
		}),
	],
	namesUser: true,
};
