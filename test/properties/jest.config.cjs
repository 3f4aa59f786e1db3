/** The property tests alone, with as many cases as fit into a night: see test/properties/cases.mts. */
const { join } = require('node:path');

process.env.D3SOAR_CASES ??= '100000';

module.exports = {
	...require('../../jest.config.cjs'),
	rootDir: join(__dirname, '../..'),
	testMatch: ['<rootDir>/test/properties/**/*.test.mts'],
	testTimeout: 3 * 60 * 60 * 1000,
};
