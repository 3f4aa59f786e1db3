/**
 * Writes the names of the commands that the credential has a field for, from the operations: `npm run
 * generate:commands`. With `--check` it only says whether they are up to date, which `npm test` asks. The credential
 * cannot import the operations itself: they are built on it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

import { resources } from './resources.mts';

const FILE = 'credentials/commandNames.ts';

// A command with texts of its own about its key has it elsewhere in D3: its key goes into Other Keys.
const names = resources
	.flatMap(({ commands }) => commands)
	.filter(({ troubleshooting }) => troubleshooting === undefined)
	.map(({ command }) => command);
const source = `
/** D3's names of the commands of this package. Generated from its operations by "npm run generate:commands". */
export const COMMAND_NAMES = ${JSON.stringify([...new Set(names)].sort((a, b) => a.localeCompare(b, 'en')))} as const;
`;
const config = await resolveConfig(FILE);
const file = await format(source, { ...config, filepath: FILE });

if (!process.argv.includes('--check')) {
	await writeFile(FILE, file);
} else if ((await readFile(FILE, 'utf8')) !== file) {
	console.error(`${FILE} is out of date. Run "npm run generate:commands".`);
	process.exitCode = 1;
}
