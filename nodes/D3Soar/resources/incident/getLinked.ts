import type { Command } from '../../command';
import { incident } from '../../fields';

/** The incidents linked to an incident. D3 16.9 or newer. */
export const getLinked: Command = {
	command: 'GetLinkedIncidentsOfAnIncident',
	effect: 'read',
	operation: {
		name: 'Get Linked',
		value: 'getLinked',
		action: 'Get linked incidents',
		description: 'Get the incidents that are linked to an incident. D3 16.9 or newer.',
	},
	fields: [incident('Incident Number', { required: true })],
};
