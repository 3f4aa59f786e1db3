/** The tests that start a real n8n: one at a time, and in no hurry. */
const { testPathIgnorePatterns, ...config } = require('./jest.config.cjs');

module.exports = {
	...config,
	testMatch: ['<rootDir>/test/real-n8n/**/*.test.mts'],
	testTimeout: 60_000,
	maxWorkers: 1,
};
