/**
 * Writes what the editor shows of the node's items before anything ran: `npm run generate:schemas`. It runs the
 * built node. With `--check` it only says whether the files are up to date, which `npm test` asks.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { format, resolveConfig } from 'prettier';

import {
	documentedItems,
	documentedOperations,
	SCHEMA_FOLDER,
	schemaOf,
} from '../test/support/outputSchemas.mts';
import { filesOf } from './files.mts';
import { resources } from './resources.mts';

const FOLDER = `nodes/D3Soar/${SCHEMA_FOLDER}`;

const config = await resolveConfig(`${FOLDER}/task/create.json`);
const schemas = new Map<string, string>();
for (const [path, operation] of documentedOperations(resources)) {
	const schema = { ...schemaOf(await documentedItems(operation)), version: 1 };
	const text = await format(JSON.stringify(schema), { ...config, parser: 'json' });
	schemas.set(`${FOLDER}/${path}.json`, text);
}

if (!process.argv.includes('--check')) {
	await rm(FOLDER, { recursive: true, force: true });
	for (const [file, text] of schemas) {
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, text);
	}
} else {
	const files = new Set([...filesOf(`${FOLDER}/**/*.json`), ...schemas.keys()]);
	const outdated: string[] = [];
	for (const file of files) {
		const text = await readFile(file, 'utf8').catch(() => undefined);
		if (text !== schemas.get(file)) outdated.push(file);
	}
	if (outdated.length > 0) {
		console.error(`Out of date: ${outdated.join(', ')}. Run "npm run generate:schemas".`);
		process.exitCode = 1;
	}
}
// The engine's timers would keep the process.
process.exit();
