import type { Command } from '../../../shared/command';
import { formattedText, incidents, yesNoSwitch } from '../../../shared/fields';

/**
 * Close incidents. D3 appends the conclusion to the existing one, so closing again would add it twice.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/close-incidents-in-bulk (compared 2026-11)
 */
export const close: Command = {
	command: 'CloseIncidentInBulk',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Close',
		value: 'close',
		action: 'Close incidents',
		description: 'Close incidents, optionally with a conclusion',
	},
	fields: [
		incidents('Incident Numbers', { required: true }),
		yesNoSwitch('Bypass Required Pending Tasks', {
			description: 'Whether to close the incidents even if required tasks are still open',
		}),
		yesNoSwitch('Bypass All Required Fields', {
			description: 'Whether to close the incidents even if required fields are empty',
		}),
		formattedText('Conclusion', {
			placeholder: 'e.g. The sender was blocked, nobody had opened the attachment',
			description: 'Outcome of the investigation. D3 appends it to any existing conclusion.',
		}),
	],
	topLevel: ['Bypass Required Pending Tasks', 'Conclusion'],
	sendsUsernameParameter: true,
	bulkParameter: 'Incident Numbers',
	buildRequest: (values) => ({
		idempotency: values.Conclusion === undefined ? 'idempotent' : 'notIdempotent',
	}),
	subject: (values) => `closing of ${[values['Incident Numbers']].flat().join(', ')}`,
	unconfirmedTexts: {
		status: 'may or may not have been done',
		whereToLook: 'Look for the conclusion in the incident',
	},
};
