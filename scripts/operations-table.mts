/**
 * Writes README's table of operations from the code: `npm run docs:operations`. With `--check` it only says whether
 * the table is up to date, which `npm test` asks.
 */
import { readFile, writeFile } from 'node:fs/promises';

import { resources } from './resources.mts';

const README = 'README.md';
const TABLE = /(<!-- operations -->\n)[\s\S]*?(<!-- \/operations -->)/;

/** What sending twice does, in a user's words. */
const EFFECTS = {
	readOnly: 'reads',
	idempotent: 'changes; a second time changes nothing more',
	notIdempotent: 'does it each time it is sent',
};

const rows = resources.flatMap(({ name, commands }) =>
	commands.map(
		({ operation, command, idempotency }) =>
			`| ${name} | ${operation.name} | ${command} | ${EFFECTS[idempotency]} |`,
	),
);
const table = [
	'| Resource | Operation | D3 command | Effect |',
	'| --- | --- | --- | --- |',
	...rows,
];
const readme = await readFile(README, 'utf8');
if (!TABLE.test(readme)) throw new Error(`${README} has no place for the table: ${TABLE}`);
const renewed = readme.replace(TABLE, `$1${table.join('\n')}\n$2`);

if (!process.argv.includes('--check')) {
	await writeFile(README, renewed);
} else if (renewed !== readme) {
	console.error(
		'The table of operations in README.md is out of date. Run "npm run docs:operations".',
	);
	process.exitCode = 1;
}
