import { resources } from '../../nodes/D3Soar/resources/index.ts';
import { demoCredential } from '../../scripts/demoCredential.mts';
import { ActiveWorkflow } from '../support/activeWorkflow.mts';
import { callListSearch } from '../support/listSearch.mts';
import { runOnEngine } from '../support/n8nEngine.mts';
import { operationsOf, parametersOf } from '../support/operations.mts';
import { addRecentHistory } from '../simulator/recentHistory.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';

/** What `npm start` offers to somebody who tries the package: there is nobody to ask when it does not work. */

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
	addRecentHistory(simulator.world);
});
afterAll(async () => await simulator.close());

it.each(operationsOf(resources))(
	'%s answers with the credential of the demo',
	async (...operation) => {
		const [, resource, command] = operation;
		const { error } = await runOnEngine({
			parameters: parametersOf(resource, command),
			credential: demoCredential(simulator),
		});
		expect(error).toBeUndefined();
	},
);

// Whoever builds a first workflow has no data of their own.
describe('there is something to see at once', () => {
	const run = async (parameters: object) => {
		const { outputs, error } = await runOnEngine({
			parameters: { resource: 'incident', ...parameters },
			credential: demoCredential(simulator),
		});
		expect(error).toBeUndefined();
		return outputs.flat().map(({ json }) => json);
	};

	it.each(['incidentCreated', 'incidentUpdated', 'incidentClosed', 'eventReceived'])(
		'in a test of the trigger for %s',
		async (triggerOn) => {
			const trigger = new ActiveWorkflow({
				parameters: { triggerOn },
				credential: demoCredential(simulator),
			});
			expect(await trigger.test()).toHaveLength(1);
		},
	);

	it('in the lists of incidents and users', async () => {
		const setup = { credential: demoCredential(simulator) };
		const { results } = await callListSearch('searchIncidents', setup, 'parcel');
		expect(results).toHaveLength(5);
		expect((await callListSearch('searchUsers', setup)).results).not.toEqual([]);
		const inClientSite = { ...setup, parameters: { site: 'Client A' } };
		expect((await callListSearch('searchUsers', inClientSite)).results).not.toEqual([]);
	});

	it('in Search, whose numbers Get knows', async () => {
		const [found] = await run({ operation: 'search', wildcardSearch: 'ransom' });
		const number = found!['Incident Number'] as string;
		expect(
			await run({
				operation: 'get',
				incidentNumber: { __rl: true, mode: 'number', value: number },
			}),
		).toMatchObject([{ CaseNumber: number, Severity: 'Critical' }]);
	});

	it('in Get Many right after an event was sent', async () => {
		const seen = async () =>
			await run({
				resource: 'event',
				operation: 'getAll',
				returnAll: true,
				startTime: '={{ $now.minus({ hours: 1 }) }}',
				endTime: '={{ $now.plus({ hours: 1 }) }}',
			});
		const before = await seen();
		await run({
			resource: 'event',
			operation: 'send',
			integration: 'Kibana',
			eventPath: 'hits.hits._source',
			eventJson: '{"event.type": "Seen in the demo"}',
		});
		const after = await seen();
		expect(after).toHaveLength(before.length + 1);
		expect(after).toContainEqual(expect.objectContaining({ Type: 'Seen in the demo' }));
	});
});
