/**
 * The tests that start a real n8n: one at a time, and in no hurry. Each command of package.json runs
 * the folder that it names.
 */
const { join } = require('node:path');

const { testPathIgnorePatterns, ...config } = require('../../jest.config.cjs');

module.exports = {
	...config,
	rootDir: join(__dirname, '../..'),
	testMatch: ['<rootDir>/test/{agent,approval,mcp,network,queue,real-n8n}/**/*.test.mts'],
	testTimeout: 5 * 60_000,
	maxWorkers: 1,
};
