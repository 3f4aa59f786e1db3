/**
 * The tests on several n8n: what the package promises, on the engine of each line, and on some whole n8n what
 * an engine does not show. `npm run test:versions -- --selectProjects "n8n 2.8.4"` runs one of them.
 */
const { join } = require('node:path');

const {
	testPathIgnorePatterns,
	testTimeout,
	maxWorkers,
	...config
} = require('../../jest.config.cjs');
const { cacheFolder } = require('../../scripts/command.cjs');

/** The oldest n8n that the README names, the newest, and those between which n8n changed. */
const LINES = ['1.85.4', '1.99.1', '1.123.81', '2.8.4', '2.11.4', '2.20.12', '2.33.7', '2.41.1'];

/** What the package and the tests take from n8n. */
const OF_ENGINE = '^(n8n-core|n8n-workflow|luxon|reflect-metadata)$';

const rootDir = join(__dirname, '../..');

const engine = (version) => ({
	...config,
	rootDir,
	displayName: `n8n ${version}`,
	testMatch: [
		'<rootDir>/test/versions/engine.test.mts',
		'<rootDir>/test/nodes/D3Soar/execute/retryOnFail.test.mts',
		// On the newest line they run with every `npm test`.
		...(version === LINES[0] ? ['<rootDir>/test/nodes/D3Soar/execute/faults.test.mts'] : []),
	],
	globals: { N8N_VERSION: version },
	globalSetup: '<rootDir>/test/versions/installEngine.mts',
	moduleNameMapper: {
		[OF_ENGINE]: join(cacheFolder(), `n8n-engine-${version}`, 'node_modules', '$1'),
	},
});

module.exports = {
	testTimeout: 5 * 60_000,
	maxWorkers: 1,
	// The engines up to 2.40 keep a timer of their own going for ever (SSHClientsManager of n8n-core).
	forceExit: true,
	projects: [
		...LINES.map(engine),
		{
			...config,
			rootDir,
			displayName: 'whole n8n',
			testMatch: ['<rootDir>/test/versions/versions.test.mts'],
		},
	],
};
