/**
 * The tests that run on several n8n: what the package promises on the engine of each line, and what only a
 * whole n8n shows on some of them. `npm run test:versions -- --selectProjects "n8n 2.8.4"` runs one.
 */
const { join } = require('node:path');

const { testPathIgnorePatterns, testTimeout, ...config } = require('./jest.config.cjs');

/** The oldest n8n that the README names, the newest, and those in between after which n8n did something else. */
const LINES = ['1.85.4', '1.99.1', '1.123.81', '2.8.4', '2.11.4', '2.20.12', '2.33.7', '2.41.1'];

/** What the package and the tests take from n8n: all of it from one line. */
const OF_ENGINE = '^(n8n-core|n8n-workflow|luxon|reflect-metadata)$';

const engine = (version) => ({
	...config,
	displayName: `n8n ${version}`,
	testMatch: [
		'<rootDir>/test/versions/engine.test.mts',
		'<rootDir>/test/nodes/D3Soar/execute/retryOnFail.test.mts',
	],
	globals: { N8N_LINE: version },
	globalSetup: '<rootDir>/test/versions/installEngine.mts',
	moduleNameMapper: {
		[OF_ENGINE]: join(
			process.env.D3SOAR_CACHE ?? '',
			`n8n-engine-${version}`,
			'node_modules',
			'$1',
		),
	},
});

module.exports = {
	testTimeout: 5 * 60_000,
	maxWorkers: 1,
	projects: [
		...LINES.map(engine),
		{
			...config,
			displayName: 'whole n8n',
			testMatch: ['<rootDir>/test/versions/versions.test.mts'],
		},
	],
};
