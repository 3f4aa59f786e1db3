import type { Command } from '../../../shared/command';
import { text } from '../../../shared/fields';

/**
 * Find indicators of compromise in a text.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/iocs-extraction (compared 2026-11)
 */
export const extractIocs: Command = {
	command: 'IOCsExtraction',
	idempotency: 'readOnly',
	operation: {
		name: 'Extract IOCs',
		value: 'extractIocs',
		action: 'Extract IOCs from text',
		description: 'Find addresses, domains, hashes, CVEs and other indicators in a text',
	},
	fields: [
		text('Raw Text', {
			required: true,
			description: 'Text to search, e.g. a report or the body of an email',
		}),
	],
};
