import type { RunOutput } from './engine.mts';

/** What several executions came to. */
export function together(outputs: readonly RunOutput[]): RunOutput {
	const failed = outputs.flatMap((output) => output.failed ?? []);
	const error = outputs.find((output) => output.error !== undefined)?.error;
	return {
		outputs: outputs.reduce((sum, output) => sum + output.outputs, 0),
		failed: error === undefined ? failed : undefined,
		...(error === undefined ? {} : { error }),
	};
}
