/** Runs no more tests once one has failed: one is enough to catch a mutant, and jest has no such setting for a file. */
const { TestEnvironment } = require('jest-environment-node');

module.exports = class FailFast extends TestEnvironment {
	hasFailed = false;

	/** @param {import('jest-circus').Circus.Event} event */
	async handleTestEvent(event) {
		if (event.name === 'test_start' && this.hasFailed) event.test.mode = 'skip';
		if (event.name === 'test_done' && event.test.errors.length > 0) this.hasFailed = true;
	}
};
