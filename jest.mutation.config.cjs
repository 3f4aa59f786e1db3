/** The tests that judge the mutants of one part. */
const config = require('./jest.config.cjs');
const { parts } = require('./test/mutation/parts.mts');

module.exports = {
	...config,
	testMatch: parts[process.env.D3SOAR_PART].tests.map((path) => `<rootDir>/${path}`),
	testTimeout: 10_000,
};
