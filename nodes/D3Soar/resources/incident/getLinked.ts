import type { Command } from '../../../shared/command';
import { incident } from '../../../shared/fields';
import { numberedIncidents } from '../../../shared/response/lists';

/**
 * The incidents linked to an incident, those linked to them, and so on, up to ten steps. Requires D3 16.9 or later.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-linked-incidents-of-an-incident (compared 2026-11)
 */
export const getLinked: Command = {
	command: 'GetLinkedIncidentsOfAnIncident',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Linked',
		value: 'getLinked',
		action: 'Get linked incidents',
		description:
			'Get the numbers of incidents linked to an incident, directly or indirectly, including its own. Requires D3 16.9 or later.',
	},
	fields: [incident('Incident Number', { required: true })],
	rows: numberedIncidents,
};
