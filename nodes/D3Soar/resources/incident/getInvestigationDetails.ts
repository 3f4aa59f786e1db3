import type { Command } from '../../../shared/command';
import { incidents, list } from '../../../shared/fields';

/**
 * The investigation details of incidents, by section.
 * https://docs.d3security.com/api-docs/Working-version/get-incident-investigation-details
 */
export const getInvestigationDetails: Command = {
	command: 'getIncidentInvestigationDetails',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Investigation Details',
		value: 'getInvestigationDetails',
		action: 'Get investigation details of incidents',
		description: 'Get what the investigation sections of incidents say',
	},
	fields: [
		incidents('Incident Numbers', { required: true }),
		list('Investigation Section Names', {
			separator: 'lines',
			required: true,
			placeholder: 'e.g. Summary',
			description:
				'Sections to get, such as Summary, Findings, Remediations and Mitigations, or Recommendations',
		}),
	],
};
