import type { Command } from '../../command';
import { html, incidents, yesNo } from '../../fields';

/**
 * Close incidents. D3 appends the conclusion to the one that is there, so that closing again with one
 * would leave it twice. https://docs.d3security.com/api-docs/Working-version/close-incidents-in-bulk
 */
export const close: Command = {
	command: 'CloseIncidentInBulk',
	effect: 'once',
	operation: {
		name: 'Close',
		value: 'close',
		action: 'Close incidents',
		description: 'Close incidents, with a conclusion',
	},
	fields: [
		incidents('Incident Numbers', { required: true }),
		yesNo('Bypass Required Pending Tasks', {
			description:
				'Whether to close an incident although tasks are open that must be completed first',
		}),
		yesNo('Bypass All Required Fields', {
			description: 'Whether to close an incident although required fields are empty',
		}),
		html('Conclusion', {
			placeholder: 'e.g. The sender was blocked, nobody had opened the attachment',
			description:
				'What came out of the investigation. D3 appends it to the conclusion that is there.',
		}),
	],
	namesUser: true,
	bulk: 'Incident Numbers',
	shape: (values) => ({ effect: values.Conclusion === undefined ? 'repeatable' : 'once' }),
	about: (values) => `closing of ${[values['Incident Numbers']].flat().join(', ')}`,
	unknown: { doubt: 'may or may not be done', check: 'Look for the conclusion in the incident' },
};
