import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Mutation testing: code where behaviour lives is changed in many small ways, and each time a test has to
 * notice. Declarations of commands are covered by the contract test and left out.
 *
 * What survives, and is no other behaviour: the zone of an instant that is put into another zone right
 * after, and starting values that nothing reads.
 */
export default {
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	jest: { configFile: 'jest.mutation.config.cjs', enableFindRelatedTests: false },
	// A mutant meets only the tests that reach its line.
	coverageAnalysis: 'perTest',
	// Files join when their own tests reach the threshold. Another one is tried with
	// npm run mutation -- --mutate nodes/D3Soar/delivery/pace.ts
	mutate: [
		'nodes/D3Soar/answer/failure.ts',
		'nodes/D3Soar/delivery/batches.ts',
		'nodes/D3Soar/fields/dateTime.ts',
	],
	ignoreStatic: true,
	disableTypeChecks: false,
	reporters: ['clear-text', 'progress', 'html'],
	htmlReporter: { fileName: 'coverage/mutation.html' },
	clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false },
	// Outside: the linter would find the mutants.
	tempDirName: join(tmpdir(), 'n8n-nodes-d3soar-mutation'),
	cleanTempDir: 'always',
	concurrency: 2,
	timeoutMS: 20_000,
	thresholds: { high: 95, low: 90, break: 90 },
};
