/**
 * All tests of one part as one file: jest loads n8n's engine anew for each file, and Stryker runs each file for each
 * mutant.
 */
const { globSync } = require('node:fs');
const { join } = require('node:path');

const { parts } = require('./parts.mts');

const root = join(__dirname, '../..');

// What is loaded while a test runs would count as reached by that test alone.
for (const path of globSync('dist/**/*.js', { cwd: root })) require(join(root, path));

for (const pattern of parts[process.env.D3SOAR_PART].tests) {
	for (const path of globSync(pattern, { cwd: root })) {
		describe(path, () => {
			require(join(root, path));
		});
	}
}
