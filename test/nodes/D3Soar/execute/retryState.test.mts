import { credentialFor, isForTask, taskParameters } from '../../../support/fixtures.mts';
import { runOnEngine, type NodeRun, type WorkflowRun } from '../../../support/n8nEngine.mts';
import { doneButAnswering, faults } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/**
 * What stays in the execution where an older n8n would run the node again and this one does not: there it
 * would be sent twice otherwise. What comes of it is tested on the engines of those.
 */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (names: string[], rest: Partial<WorkflowRun>): Promise<NodeRun> =>
	await runOnEngine({
		items: names.map((name) => ({ name })),
		parameters: taskParameters({ taskName: '={{ $json.name }}' }),
		credential: credentialFor(simulator),
		...rest,
	});

const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

const rememberedIn = ({ run: { data } }: NodeRun) => {
	const { d3Soar } = data.executionData!.contextData['node:D3 SOAR'] as {
		d3Soar: { [run: string]: { items: object } };
	};
	return Object.keys(d3Soar['0']?.items ?? {}).length;
};

// n8n before 2.22 runs the node again then.
it.each(['null', 'false'])(
	'knows what was done where the full answer has the error %s',
	async (none) => {
		const answer = `{"error":${none},"returnData":"Successful","rawData":{"made":true}}`;
		simulator.injectFault(doneButAnswering(200, answer));
		const parameters = taskParameters({ options: { output: 'full' } });
		const result = await run(['A'], { parameters, node });
		expect(result.outputs[0]).toHaveLength(1);
		expect(rememberedIn(result)).toBe(1);
	},
);

// n8n before 1.100 goes on to the last try.
it('knows what was done after a try that succeeded behind one that did not', async () => {
	simulator.injectFault(faults.invalidBody, { when: isForTask('A') });
	const result = await run(['A', 'B'], { node: { ...node, onError: 'continueRegularOutput' } });
	expect(result.outputs[0]?.map(({ json }) => json['Task Name'])).toEqual(['A', 'B']);
	expect(rememberedIn(result)).toBe(2);
});
