import { ActiveWorkflow } from '../../support/activeWorkflow.mts';
import { credentialFor } from '../../support/fixtures.mts';
import { faults } from '../../simulator/faults.mts';
import { startSimulator } from '../../simulator/simulator.mts';
import { incident } from '../../simulator/world.mts';

// The next poll may be far off, and a failed one alarms somebody. The retry comes after a second.
it('a poll retries a request if D3 fails, instead of failing itself', async () => {
	const simulator = await startSimulator();
	try {
		simulator.world.incidents = [];
		const workflow = new ActiveWorkflow({ credential: credentialFor(simulator, 'GetIncidents') });
		await workflow.activate();
		const now = new Date().toISOString().slice(0, 19).replace('T', ' ');
		simulator.world.incidents.push(incident('new', 'Title', now));
		simulator.injectFault(faults.unexpected);
		expect(await workflow.poll()).toMatchObject([{ 'IR Number': 'new' }]);
	} finally {
		await simulator.close();
	}
});
