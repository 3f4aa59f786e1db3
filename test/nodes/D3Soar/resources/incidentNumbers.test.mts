import type { INodeParameters } from 'n8n-workflow';

import { credentialFor } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { answering } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';
import { incident } from '../../../simulator/world.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
	simulator.world.incidents.push(incident('20210128-216', 'Found', '2021-01-28 10:00:00'));
});
afterEach(async () => await simulator.close());

const search = { operation: 'search', wildcardSearch: '20210128-216' };
const getLinked = {
	operation: 'getLinked',
	incidentNumber: { __rl: true, mode: 'number', value: '20211015-1' },
};

const run = async (command: string, parameters: INodeParameters) => {
	const { outputs, error } = await runOnEngine({
		parameters: { resource: 'incident', ...parameters },
		credential: credentialFor(simulator, command),
	});
	expect(error).toBeUndefined();
	return outputs[0]?.map(({ json }) => json);
};

// The next node reads `{{ $json["Incident Number"] }}`, as after every other command.
it.each<[command: string, parameters: INodeParameters, numbers: string[]]>([
	['SearchIncident', search, ['20210128-216']],
	['GetLinkedIncidentsOfAnIncident', getLinked, ['20211015-2', '20211015-3', '20211027-4']],
])('gives each bare number of %s as an Incident Number', async (command, parameters, numbers) => {
	expect(await run(command, parameters)).toEqual(
		numbers.map((number) => ({ 'Incident Number': number })),
	);
});

it('gives no item if D3 finds no incident', async () => {
	expect(await run('SearchIncident', { ...search, wildcardSearch: 'not there' })).toEqual([]);
});

it('keeps incidents that D3 describes with more than their numbers', async () => {
	simulator.injectFault(
		answering(200, '{"error":"","returnData":[{"IncidentNo":"20210128-216"}]}'),
	);
	expect(await run('SearchIncident', search)).toEqual([{ IncidentNo: '20210128-216' }]);
});
