import { filesOf } from '../../scripts/files.mts';
import { parts } from '../mutation/parts.mts';

// Otherwise a file that was moved would never be mutated again, and nobody would notice.
it.each(Object.entries(parts))(
	'the part %s of mutation testing names only files that exist',
	(_, part) => {
		for (const pattern of [...part.mutate, ...part.tests]) {
			const path = pattern.replace(/^!|:\d+-\d+$/g, '');
			const names = /\{(.*)\}/.exec(path)?.[1]!.split(',') ?? [''];
			for (const name of names) {
				expect([path, filesOf(path.replace(/\{.*\}/, name)).length > 0]).toEqual([path, true]);
			}
		}
	},
);
