/** The tests that judge the mutants of one part. */
const { join } = require('node:path');

const config = require('../../jest.config.cjs');

module.exports = {
	...config,
	rootDir: join(__dirname, '../..'),
	testMatch: ['<rootDir>/test/mutation/part.test.cjs'],
	testEnvironment: join(__dirname, 'failFast.cjs'),
	testTimeout: 10_000,
};
