/** The tests that judge the mutants of one part. */
const { join } = require('node:path');

const config = require('../../jest.config.cjs');
const { parts } = require('./parts.mts');

module.exports = {
	...config,
	rootDir: join(__dirname, '../..'),
	testMatch: parts[process.env.D3SOAR_PART].tests.map((path) => `<rootDir>/${path}`),
	testTimeout: 10_000,
};
