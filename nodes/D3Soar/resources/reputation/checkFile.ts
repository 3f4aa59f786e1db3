import type { Command } from '../../../shared/command';
import { list } from '../../../shared/fields';

/**
 * How risky files are.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/check-playbook-files-reputation (compared 2026-11)
 */
export const checkFile: Command = {
	command: 'CheckPlaybookFileReputation',
	idempotency: 'readOnly',
	operation: {
		name: 'Check Files',
		value: 'checkFile',
		action: 'Check reputation of files',
		description: 'Get the risk level of artifact files',
	},
	fields: [
		list('File IDs', {
			type: 'integers',
			placeholder: 'e.g. 271, 272',
			description:
				'IDs of the files to check. D3 reports an error for files that are not artifacts',
		}),
	],
	topLevel: ['File IDs'],
	narrowedBy: ['File IDs'],
};
