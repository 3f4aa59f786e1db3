import type { INodeExecutionData } from 'n8n-workflow';

/** What the first attempt of a run returned, by the state that its attempts share. */
const firstOutputs = new WeakMap<object, INodeExecutionData[]>();

/**
 * n8n before 1.100 shows the output of the first attempt of *Retry On Fail*, whatever a later one returns: so that
 * output gets the items of the last one.
 *
 * @param run What is the same in all attempts of a run, and in no other.
 */
export function updateFirstOutput(run: object, output: INodeExecutionData[]): void {
	const first = firstOutputs.get(run);
	if (first === undefined) {
		firstOutputs.set(run, output);
	} else {
		first.length = 0;
		for (const item of output) first.push(item);
	}
}
