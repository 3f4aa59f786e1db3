import { setTimeout as sleep } from 'node:timers/promises';

import type { D3SoarCredential } from '../../../../credentials/credential.ts';
import { MAX_RESPONSE_BYTES } from '../../../../nodes/shared/transport/request.ts';
import { credentialFor, taskParameters } from '../../../support/fixtures.mts';
import { runOnEngine, startOnEngine } from '../../../support/n8nEngine.mts';
import {
	answering,
	delayed,
	doneButAnswering,
	echoing,
	faults,
} from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** One request: how long it may take, how much of the response is read, and that its connection is closed. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ commandSecrets: { CreateTask: 'shared secret' } });
});
afterEach(async () => await simulator.close());

const workflow = (credential: Partial<D3SoarCredential> = {}) => ({
	parameters: taskParameters(),
	credential: credentialFor(simulator, 'CreateTask', credential),
});

it('asks D3 for JSON in the Accept header', async () => {
	await runOnEngine(workflow());
	expect(simulator.ledger.requests[0]!.headers.accept).toBe('application/json');
});

// n8n takes a status for an error and would then send the request once more.
it('sends a request only once if D3 rejects its key', async () => {
	simulator.injectFault(faults.invalidKey);
	const { error } = await runOnEngine(workflow());
	expect(error?.message).toMatch(/^D3 rejected .*: Invalid authentication key\.$/);
	expect(error?.context?.details).toMatchObject({ httpCode: 401, command: 'CreateTask' });
	expect(simulator.ledger.requests).toHaveLength(1);
});

it('does not follow a redirect, since its target would receive the key', async () => {
	const elsewhere = await startSimulator();
	simulator.injectFault(answering(302, '', { location: elsewhere.serverUrl }));
	const { error } = await runOnEngine(workflow());
	expect(error?.message).toMatch(
		/^Task .* was rejected: the server redirects to http:.* \(HTTP status 302\)$/,
	);
	expect(elsewhere.ledger.requests).toEqual([]);
	await elsewhere.close();
});

it('a refused connection ends as not sent, with its error code', async () => {
	await simulator.close();
	const { error } = await runOnEngine(workflow({ retryFor: 0 }));
	expect(error?.message).toMatch(/^D3 could not be reached, so task .* was not sent$/);
	expect(error?.context?.details).toMatchObject({
		outcome: 'notSent',
		code: 'ECONNREFUSED',
	});
});

it('a request that the credential cannot sign ends as not sent, with what is wrong with the credential', async () => {
	const { error } = await runOnEngine(
		workflow({
			authentication: 'jwtSecret',
			jwtSecret: 'shared secret',
			jwtHeader: '{"alg":"none"}',
			jwtPayload: '{"Level":1}',
		}),
	);
	expect(error?.message).toMatch(
		/^Task .* was not sent\. The JWT Header of the D3 SOAR credential must/,
	);
	expect(error?.context?.details).toMatchObject({ outcome: 'notSent' });
	expect(simulator.ledger.requests).toEqual([]);
});

it('sends quotes, backslashes and special characters unchanged', async () => {
	const text = 'Ünïcode "quoted" \\ \u2028 </script>';
	await runOnEngine({ ...workflow(), parameters: taskParameters({ taskName: text }) });
	expect(simulator.ledger.tasks[0]!['Task Name']).toBe(text);
});

// n8n's own limit is a silence of some seconds, whatever timeout the user sets.
it('waits for a response as long as the timeout that the user set', async () => {
	simulator.injectFault(delayed(6000));
	const { error } = await runOnEngine(workflow({ timeout: 9 }));
	expect(error).toBeUndefined();
	expect(simulator.ledger.requests).toHaveLength(1);
});

describe('the size and content of a response', () => {
	const frame = '{"error":"","rawData":{"text":""}}';
	const ofBytes = (bytes: number) =>
		doneButAnswering(200, frame.replace('""}', `"${'x'.repeat(bytes - frame.length)}"}`));

	it('returns a response of the maximum size in full', async () => {
		simulator.injectFault(ofBytes(MAX_RESPONSE_BYTES));
		const { outputs } = await runOnEngine(workflow());
		expect(String(outputs[0]![0]!.json.text)).toHaveLength(MAX_RESPONSE_BYTES - frame.length);
	});

	it('a response one byte over the maximum size ends as unconfirmed, since n8n would have to hold it', async () => {
		simulator.injectFault(ofBytes(MAX_RESPONSE_BYTES + 1));
		const { error } = await runOnEngine(workflow());
		expect(error?.message).toMatch(
			/^Check D3 first: D3's response is larger than 10 MB; task .* may or may not/,
		);
		expect(error?.description).toContain('Lower Page Size or Limit, or ask for fewer fields');
	});

	it('masks the token in a response that echoes it', async () => {
		simulator.injectFault(echoing(200, (echo) => `{"error":"","rawData":${echo}}`));
		const { outputs } = await runOnEngine(
			workflow({
				authentication: 'jwtSecret',
				jwtSecret: 'shared secret',
				jwtHeader: '{"alg":"HS256","typ":"JWT"}',
				jwtPayload: '{"Level":1}',
			}),
		);
		expect(outputs[0]![0]!.json).toMatchObject({
			headers: { d3jwt: '•••', accept: 'application/json' },
		});
	});
});

const noneLeft = async () => {
	while (simulator.ledger.inFlight > 0) await sleep(20);
};

// A connection that outlives its request stays open until D3 or n8n stops: enough of them block both.
describe('the end of a connection', () => {
	it.each([
		'silent',
		'doneButSilent',
		'doneButDripping',
		'doneButStalled',
		'doneButEndless',
	] as const)(
		'closes the connection to a server that never finishes its response: %s',
		async (name) => {
			simulator.injectFault(faults[name], { times: 3 });
			const { outputs } = await runOnEngine({
				// 10 MB take more than a second on a busy machine.
				...workflow({ timeout: name === 'doneButEndless' ? 20 : 1 }),
				parameters: taskParameters({ options: { keepOrder: false } }),
				items: [{}, {}, {}],
				node: { onError: 'continueRegularOutput' },
			});
			const why =
				name === 'doneButEndless'
					? /At most 10 MB of a response are read/
					: /no complete response within 1 s/;
			expect(outputs[0]!.map(({ json }) => json.details)).toMatchObject(
				Array(3).fill({ outcome: 'unconfirmed', description: expect.stringMatching(why) }),
			);
			expect(simulator.ledger.requests).toHaveLength(3);
			await noneLeft();
		},
	);

	it.each(['silent', 'doneButStalled'] as const)(
		'closes the connection if the execution is cancelled before D3 has responded: %s',
		async (name) => {
			simulator.injectFault(faults[name]);
			const { cancel, finished } = await startOnEngine(workflow({ timeout: 3600 }));
			while (simulator.ledger.inFlight === 0) await sleep(5);
			await sleep(50);
			cancel();
			await finished.catch(() => undefined);
			await noneLeft();
		},
	);
});
