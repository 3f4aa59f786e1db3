import { choice, text } from '../../../shared/fields';

/** The section of an incident's investigation to write details to. Tables have sections of their own. */
export const investigationSection = text('Investigation Section', {
	required: true,
	placeholder: 'e.g. Findings: IOA (Indicator of Attack)',
	description:
		"Section to write into, as shown on the command's page in D3, e.g. Summary, Remediations and Mitigations, or Recommendations",
});

/**
 * "Choose whether to add a new investigation detail or overwrite all existing details": D3's page prints only the
 * value for the latter, and a default must not make users lose a section.
 * https://docs.d3security.com/api-docs/Working-version/add-investigation-details
 */
export const editingType = choice('Editing Type', {
	required: true,
	options: ['Overwrite'],
	description:
		"Overwrite replaces all existing details. To add to them, enter the value shown on the command's page in D3 as an expression.",
});
