/** The rehearsal of a release, up to its use in n8n's editor: one step after another. */
const config = require('../real-n8n/jest.config.cjs');

module.exports = {
	...config,
	testMatch: ['<rootDir>/test/rehearsal/**/*.test.mts'],
	testTimeout: 20 * 60_000,
};
