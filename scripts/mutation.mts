/** Runs mutation testing over each part of the code, or over those that are named: `--part=fields`. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { parts } from '../test/mutation/parts.mts';

const { values } = parseArgs({ options: { part: { type: 'string', multiple: true } } });
const names = values.part ?? Object.keys(parts);
const unknown = names.filter((name) => !(name in parts));
if (unknown.length > 0) {
	console.error(`Unknown part ${unknown.join(', ')}. Available: ${Object.keys(parts).join(', ')}`);
	process.exit(1);
}

const stryker = createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json');
const failed = names.filter((name) => {
	console.log(`Mutation testing: ${name}`);
	const { status } = spawnSync(
		process.execPath,
		[join(dirname(stryker), 'bin/stryker.js'), 'run', 'test/mutation/stryker.config.mjs'],
		{ stdio: 'inherit', env: { ...process.env, D3SOAR_PART: name } },
	);
	return status !== 0;
});
if (failed.length > 0) {
	console.error(`Mutation score below 90 % in: ${failed.join(', ')}`);
	process.exit(1);
}
