import { parts } from './parts.mts';

const { mutate } = parts[process.env.D3SOAR_PART];

/**
 * Mutation testing: code where behaviour lives is changed in many small ways, and each time a test has to
 * notice. It is run for one part of the code after another: `npm run test:mutation`.
 */
export default {
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	jest: { configFile: 'test/mutation/jest.config.cjs', enableFindRelatedTests: false },
	// A mutant meets only the tests that reach its line.
	coverageAnalysis: 'perTest',
	mutate,
	// Workflows run on the built package.
	buildCommand: 'npm run build',
	// They leave types as they were.
	disableTypeChecks: true,
	reporters: ['clear-text', 'progress', 'html', 'json'],
	htmlReporter: { fileName: `coverage/mutation/${process.env.D3SOAR_PART}.html` },
	jsonReporter: { fileName: `coverage/mutation/${process.env.D3SOAR_PART}.json` },
	clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false },
	// A run that was interrupted goes on where it was, and one after a change tests again what that touched: delete
	// coverage/mutation to test everything.
	incremental: true,
	incrementalFile: `coverage/mutation/${process.env.D3SOAR_PART}.incremental.json`,
	// Below the project, so that its packages are found before the tests begin.
	tempDirName: 'coverage/sandbox',
	symlinkNodeModules: false,
	cleanTempDir: 'always',
	concurrency: Number(process.env.D3SOAR_CONCURRENCY ?? 2),
	timeoutMS: 15_000,
	thresholds: { high: 95, low: 90, break: 90 },
};
