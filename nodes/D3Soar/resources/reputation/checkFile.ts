import type { Command } from '../../command';
import { list } from '../../fields';

/** How risky files are. https://docs.d3security.com/api-docs/Working-version/check-playbook-files-reputation */
export const checkFile: Command = {
	command: 'CheckPlaybookFileReputation',
	effect: 'read',
	operation: {
		name: 'Check Files',
		value: 'checkFile',
		action: 'Check reputation of files',
		description: 'Get the risk level of files. They must be files of artifacts.',
	},
	fields: [
		list('File IDs', {
			of: 'integers',
			placeholder: 'e.g. 271, 272',
			description: 'IDs of the files to check. D3 reports an error for files that are no artifacts',
		}),
	],
};
