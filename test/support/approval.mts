/** A question about a host, for the tests of Create and Wait for Approval on the engine. */
import type { INodeParameters } from 'n8n-workflow';

import type { Simulator } from '../simulator/simulator.mts';
import { credentialFor, sentParams } from './fixtures.mts';
import { runOnEngine, type WorkflowRun } from './n8nEngine.mts';
import { linkIn, WaitingExecution } from './waitingExecution.mts';

/** A run that asks; its parameters are a plain example's unless given. */
export function question(
	simulator: Simulator,
	parameters: INodeParameters = {},
	rest: Partial<WorkflowRun> = {},
): WorkflowRun {
	return {
		parameters: {
			resource: 'task',
			operation: 'sendAndWait',
			incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
			taskName: 'Isolate WS-042?',
			message: 'It talks to a command server.',
			assignee: { __rl: true, mode: 'name', value: 'Jane Doe' },
			dueDate: '2026-05-15T14:32:00',
			...parameters,
		},
		credential: credentialFor(simulator),
		...rest,
	};
}

/** Asks, and gives the execution that waits with the link that is in the task. */
export async function askOnEngine(
	simulator: Simulator,
	options: WorkflowRun,
): Promise<{ waiting: WaitingExecution; link: URL }> {
	const waiting = await WaitingExecution.of(await runOnEngine(options), options);
	return { waiting, link: linkIn(String(sentParams(simulator, -1)['Task Description'])) };
}
