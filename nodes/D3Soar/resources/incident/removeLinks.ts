import type { Command } from '../../../shared/command';
import { incident, incidents } from '../../../shared/fields';

/**
 * Remove links between incidents. For a link that is not there D3 answers "Partially Successful": after a response
 * that was lost, a second try probably ends like that although all links are gone.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/remove-linked-incidents (compared 2026-11)
 */
export const removeLinks: Command = {
	command: 'RemoveLinkedIncidents',
	idempotency: 'idempotent',
	operation: {
		name: 'Remove Links',
		value: 'removeLinks',
		action: 'Remove links of incident',
		description:
			'Remove the links from an incident to other incidents. The incidents themselves are kept.',
	},
	fields: [
		incidents('Linked Incident Numbers to be Removed', { required: true }),
		incident('Source Incident Number', { required: true }),
	],
	subject: (values) => `links of ${String(values['Source Incident Number'])}`,
};
