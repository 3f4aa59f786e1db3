/** The tests that show what the documents have pictures of: here they take them again. */
process.env.D3SOAR_PICTURES = '1';

const config = require('./jest.config.cjs');

module.exports = {
	...config,
	testMatch: ['<rootDir>/test/{approval,editor}/**/*.test.mts'],
};
