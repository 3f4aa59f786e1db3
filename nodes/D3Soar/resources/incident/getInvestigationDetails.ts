import type { Command } from '../../../shared/command';
import { incidents, list } from '../../../shared/fields';

/**
 * The investigation details of incidents, by section. D3's page disagrees with itself: its table has `Finding`, its
 * sample request `Findings`, and the response `Finding`.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-incident-investigation-details (compared 2026-11)
 */
export const getInvestigationDetails: Command = {
	command: 'getIncidentInvestigationDetails',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Investigation Details',
		value: 'getInvestigationDetails',
		action: 'Get investigation details of incidents',
		description: "Get the contents of incidents' investigation sections",
	},
	fields: [
		incidents('Incident Numbers', { required: true }),
		list('Investigation Section Names', {
			separator: 'lines',
			required: true,
			placeholder: 'e.g. Summary',
			description:
				"Sections to get: Summary, Findings, Remediations and Mitigations, or Recommendations. D3's sample has Findings, its table of parameters Finding",
		}),
	],
};
