/** Unit tests and whole workflows on n8n-core's engine; other kinds of tests have a jest.config.cjs beside them. */
// A server in a zone that is nobody else's: a date that leans on the process's own zone comes out wrong.
process.env.TZ = 'Pacific/Kiritimati';

module.exports = {
	testMatch: ['<rootDir>/test/**/*.test.mts'],
	testPathIgnorePatterns: [
		/* on a real n8n */ '<rootDir>/test/(agent|approval|editor|mcp|network|queue|real-n8n|rehearsal|secrets|versions)/',
	],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
	transform: {
		'^.+\\.m?[jt]s$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: false } } },
		],
	},
	// jose is published as ES modules only.
	transformIgnorePatterns: ['/node_modules/(?!jose/)', '<rootDir>/dist/'],
	// By itself jest would leave a core idle, which of two is one half.
	maxWorkers: '100%',
	// For what hangs: on a busy machine all take longer.
	testTimeout: 5 * 60_000,
};
