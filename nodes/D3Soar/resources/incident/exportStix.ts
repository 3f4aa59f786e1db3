import type { Command } from '../../../shared/command';
import { incident } from '../../../shared/fields';

/**
 * The artifacts of an incident as STIX. Its response was not seen.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/extract-incident-artifact-in-stix (compared 2026-11)
 */
export const exportStix: Command = {
	command: 'ExploreArtifactbySIX',
	idempotency: 'readOnly',
	operation: {
		name: 'Export Artifacts as STIX',
		value: 'exportStix',
		action: 'Export artifacts of incident as STIX',
		description: 'Get the artifacts of an incident in STIX format',
	},
	fields: [incident('Incident Number', { required: true })],
};
