/** The tests that use n8n's editor in a browser: one at a time, and in no hurry. */
const config = require('../real-n8n/jest.config.cjs');

module.exports = {
	...config,
	testMatch: ['<rootDir>/test/editor/**/*.test.mts'],
	// The lists alone take a minute, and five where others use the machine.
	testTimeout: 15 * 60_000,
};
