import type { INodeParameters } from 'n8n-workflow';

import type { Limits } from '../../credentials/limits.ts';
import { credentialFor, taskParameters } from './fixtures.mts';
import type { WorkflowRun } from './n8nEngine.mts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator/simulator.mts';

/** A simulator with the incidents `many-0` to `many-19`. */
export async function startWithManyIncidents(options: SimulatorOptions = {}): Promise<Simulator> {
	const simulator = await startSimulator(options);
	simulator.world.incidents.push(
		...Array.from({ length: 20 }, (_, index) => ({
			...simulator.world.incidents[0]!,
			'IR Number': `many-${index}`,
		})),
	);
	return simulator;
}

/** Items for as many tasks, spread over so many incidents. */
export const manyItems = (count: number, incidents = 20) =>
	Array.from({ length: count }, (_, index) => ({
		name: `task ${index}`,
		incident: `many-${index % incidents}`,
	}));

/** What a test sets: limits of the credential, and options of the node. */
export type Settings = { [limit in keyof Limits]?: unknown } & { options?: INodeParameters };

/** A workflow that makes a task for each of them. */
export const manyTasksRun = (
	simulator: Simulator,
	count: number,
	{ options = {}, ...limits }: Settings,
	incidents?: number,
): WorkflowRun => ({
	items: manyItems(count, incidents),
	parameters: taskParameters({
		taskName: '={{ $json.name }}',
		incidentNumber: { __rl: true, mode: 'number', value: '={{ $json.incident }}' },
		options,
	}),
	credential: credentialFor(simulator, 'CreateTask', limits),
});
