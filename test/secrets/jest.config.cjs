/** Looks for secrets in everything that a real n8n leaves behind: alone, since it takes minutes. */
module.exports = {
	...require('../real-n8n/jest.config.cjs'),
	testMatch: ['<rootDir>/test/secrets/**/*.test.mts'],
};
