/**
 * Writes the tables of operations from the code: `npm run docs:operations`. README.md has a row for each resource,
 * docs/operations.md one for each operation. With `--check` it only says whether they are up to date, which `npm test`
 * asks.
 */
import { readFile, writeFile } from 'node:fs/promises';

import { resources } from './resources.mts';

const PLACE = /(<!-- operations -->\n)[\s\S]*?(<!-- \/operations -->)/;

/** What sending twice does, in a user's words. */
const EFFECTS = {
	readOnly: 'Read-only',
	idempotent: 'Safe to repeat',
	notIdempotent: 'Not safe to repeat',
};

const tables: Readonly<Record<string, readonly string[]>> = {
	'README.md': [
		'| Resource | Operations |',
		'| --- | --- |',
		...resources.map(
			({ name, commands }) =>
				`| ${name} | ${commands.map(({ operation }) => operation.name).join(' · ')} |`,
		),
	],
	'docs/operations.md': [
		'| Resource | Operation | D3 command | Effect |',
		'| --- | --- | --- | --- |',
		...resources.flatMap(({ name, commands }) =>
			commands.map(
				({ operation, command, idempotency }) =>
					`| ${name} | ${operation.name} | ${command} | ${EFFECTS[idempotency]} |`,
			),
		),
	],
};

for (const [path, table] of Object.entries(tables)) {
	const text = await readFile(path, 'utf8');
	if (!PLACE.test(text)) throw new Error(`${path} has no place for the table: ${PLACE}`);
	const renewed = text.replace(PLACE, `$1${table.join('\n')}\n$2`);
	if (!process.argv.includes('--check')) {
		await writeFile(path, renewed);
	} else if (renewed !== text) {
		console.error(
			`The table of operations in ${path} is out of date. Run "npm run docs:operations".`,
		);
		process.exitCode = 1;
	}
}
