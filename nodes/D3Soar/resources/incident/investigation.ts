import { choice, text } from '../../../shared/fields';

/** The section of an incident's investigation to write details to. Tables have sections of their own. */
export const investigationSection = text('Investigation Section', {
	required: true,
	placeholder: 'e.g. Findings: IOA (Indicator of Attack)',
	description:
		'Name of the section to write into, as the command in D3 offers it, e.g. Summary, Remediations and Mitigations, or Recommendations',
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
		"What happens to the details that are there: Overwrite replaces all of them. D3 can also add to them; give the word that the command's page in D3 shows for that as an expression.",
});
