/** The tests that judge a mutant: those of single functions, which take milliseconds, and no workflows. */
const { readFileSync, globSync } = require('node:fs');

const config = require('./jest.config.cjs');

module.exports = {
	...config,
	testMatch: globSync('test/{credentials,nodes}/**/*.test.mts')
		.filter((path) => !readFileSync(path, 'utf8').includes('engine.mts'))
		.map((path) => `<rootDir>/${path}`),
	testTimeout: 10_000,
};
