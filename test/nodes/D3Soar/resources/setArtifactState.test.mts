import type { INodeParameters } from 'n8n-workflow';

import { credentialFor } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { answering } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (parameters: INodeParameters = {}) =>
	await runOnEngine({
		parameters: {
			resource: 'artifact',
			operation: 'setState',
			artifactNames: '216.251.148.1\nxmr.pool.minergate.com',
			artifactType: 'External Endpoint',
			state: 'Block',
			...parameters,
		},
		credential: credentialFor(simulator, 'SetArtifactState'),
		node: { onError: 'continueRegularOutput' },
	});

it('hands on the artifacts whose state D3 says it has set', async () => {
	const { outputs } = await run();
	expect(outputs[0]?.map(({ json }) => json)).toMatchObject([
		{ artifacts: ['216.251.148.1', 'xmr.pool.minergate.com'], state: 'Block' },
	]);
});

/** https://docs.d3security.com/api-docs/Working-version/set-artifact-state, for two names. */
const SAMPLE = `{
    "error": "",
    "returnData": "Succeed",
    "rawData": "",
    "contextData": {
        "artifacts": [],
        "state": "Block",
        "description": "Related to crypto currency mining, need to be blocked"
    },
    "outputData": ""
}`;

// A workflow that goes on as if an address were blocked, while nothing was, is the worst of the three.
it("takes D3's sample without any artifact for unconfirmed, not for a success", async () => {
	simulator.injectFault(answering(200, SAMPLE));
	const { outputs } = await run();
	expect(outputs[0]?.map(({ json }) => json)).toMatchObject([
		{
			error:
				'Safe to run again: state of 216.251.148.1, xmr.pool.minergate.com is not confirmed: D3 reported no error, but named no artifact that it changed',
			details: {
				outcome: 'unconfirmed',
				description: expect.stringMatching(/^Most likely D3 found no artifact .* Artifact Type/),
			},
		},
	]);
	expect(simulator.ledger.requests).toHaveLength(1);
});
