/**
 * Writes the table of Windows' zone names from CLDR: `npm run generate:zones`. With `--check` it only says whether the
 * table is up to date, which `npm test` asks.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

const TABLE = 'nodes/shared/time/windowsZones.ts';
const CLDR = 'node_modules/cldr-core';
/** CLDR's territory for the whole world; others only tell cities of one zone apart. */
const WORLD = '001';

/** What is read of CLDR's file. */
interface WindowsZones {
	supplemental: {
		windowsZones: {
			mapTimezones: Array<{ mapZone: { _other: string; _type: string; _territory: string } }>;
		};
	};
}

const [zones, { version, license }, notice] = await Promise.all([
	readFile(`${CLDR}/supplemental/windowsZones.json`, 'utf8').then(
		(text) => JSON.parse(text) as WindowsZones,
	),
	readFile(`${CLDR}/package.json`, 'utf8').then(
		(text) => JSON.parse(text) as { version: string; license: string },
	),
	readFile(`${CLDR}/LICENSE`, 'utf8'),
]);
const names = Object.fromEntries(
	zones.supplemental.windowsZones.mapTimezones
		.filter(({ mapZone }) => mapZone._territory === WORLD)
		.map(({ mapZone }) => [mapZone._other, mapZone._type]),
);
// The license wants its notice to go along with all copies of the data: "/*!" keeps it in what is published.
const source = `
/*!
 * Generated from CLDR ${version} by "npm run generate:zones". The data is under the license ${license}:
 *
${notice
	.trim()
	.split('\n')
	.map((line) => ` * ${line}`.trimEnd())
	.join('\n')}
 */

/** IANA's name for each of Windows' zones. */
export const WINDOWS_ZONES: Readonly<Record<string, string>> = ${JSON.stringify(names)};
`;
const config = await resolveConfig(TABLE);
const table = await format(source, { ...config, filepath: TABLE });

if (!process.argv.includes('--check')) {
	await writeFile(TABLE, table);
} else if ((await readFile(TABLE, 'utf8')) !== table) {
	console.error(`${TABLE} is out of date. Run "npm run generate:zones".`);
	process.exitCode = 1;
}
