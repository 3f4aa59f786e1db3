import type { IDataObject } from 'n8n-workflow';

import { credentialFor, itemOutcomeOf, taskParameters } from '../../../support/fixtures.mts';
import { delayed, faults, later, tooMany } from '../../../simulator/faults.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** Credential fields may be expressions: with one credential for all clients, B's task must not go to A's site. */

let simulator: Simulator;
let other: Simulator;
beforeEach(async () => {
	[simulator, other] = await Promise.all([startSimulator(), startSimulator()]);
});
afterEach(async () => await Promise.all([simulator.close(), other.close()]));

const sent = (to: Simulator) => to.ledger.requests.map(({ body }) => body as IDataObject);

it('sends each item with the site and user that the credential gives for this item', async () => {
	const { error } = await runOnEngine({
		items: [
			{ site: 'A', user: 'ann' },
			{ site: 'B', user: 'bob' },
		],
		parameters: taskParameters(),
		credential: credentialFor(simulator, 'CreateTask', {
			site: '={{ $json.site }}',
			username: '={{ $json.user }}',
		}),
	});
	expect(error).toBeUndefined();
	expect(sent(simulator).map(({ Site, Username }) => [Site, Username])).toEqual([
		['A', 'ann'],
		['B', 'bob'],
	]);
});

const serverOf = (each: Simulator) => ({
	url: each.serverUrl,
	key: each.keyOf('CreateTask').apiKey,
});
const forServerOfItem = (limits: object = {}) =>
	credentialFor(simulator, 'CreateTask', {
		serverUrl: '={{ $json.url }}',
		apiKey: '={{ $json.key }}',
		...limits,
	});

it('sends each item to the server and with the key that the credential gives for this item', async () => {
	const servers = [simulator, other].map(serverOf);
	const { error } = await runOnEngine({
		items: servers,
		parameters: taskParameters(),
		credential: forServerOfItem(),
	});
	expect(error).toBeUndefined();
	expect([sent(simulator).length, sent(other).length]).toEqual([1, 1]);
});

// One D3 that is busy or away must not hold up the tasks of all other clients.
it('goes on with one server while another has asked for a pause', async () => {
	other.injectFault(tooMany('2'));
	const { error } = await runOnEngine({
		items: [serverOf(other), ...Array<IDataObject>(6).fill(serverOf(simulator))],
		parameters: taskParameters({ options: { keepOrder: false } }),
		credential: forServerOfItem({ maxConcurrentRequests: 2 }),
	});
	expect(error).toBeUndefined();
	const [, again] = other.ledger.requests;
	const last = simulator.ledger.requests[5];
	expect(last?.at).toBeLessThan(again!.at);
});

it('sends nothing more to any server once an item has failed', async () => {
	other.injectFault(later(100, faults.invalidBody));
	const { error } = await runOnEngine({
		items: [serverOf(other), ...Array<IDataObject>(20).fill(serverOf(simulator))],
		parameters: taskParameters({ options: { keepOrder: false } }),
		credential: forServerOfItem({ maxConcurrentRequests: 2, requestsPerSecond: 10 }),
	});
	expect(error?.message).toMatch(/^D3 rejected task .* \[item 0\]$/);
	expect(simulator.ledger.requests.length).toBeLessThan(20);
	expect(other.ledger.requests).toHaveLength(1);
});

it('never batches items whose credentials differ', async () => {
	const { error } = await runOnEngine({
		items: [{ user: 'ann' }, { user: 'bob' }],
		parameters: {
			resource: 'incident',
			operation: 'close',
			incidentNumbers: '={{ $itemIndex === 0 ? "20220125-1" : "20220125-2" }}',
		},
		credential: credentialFor(simulator, 'CloseIncidentInBulk', { username: '={{ $json.user }}' }),
	});
	expect(error).toBeUndefined();
	expect(sent(simulator).map(({ Username }) => Username)).toEqual(['ann', 'bob']);
});

it('does not send an item whose credential gives no site, but sends the others', async () => {
	const { outputs } = await runOnEngine({
		items: [{ site: 'A' }, {}],
		parameters: taskParameters(),
		credential: credentialFor(simulator, 'CreateTask', { site: '={{ $json.site }}' }),
		node: { onError: 'continueErrorOutput' },
	});
	expect(outputs[1]?.map(({ json }) => json.error)).toEqual(['Site is empty [item 1]']);
	expect(sent(simulator).map(({ Site }) => Site)).toEqual(['A']);
});

it('waits for each item as long as its credential says', async () => {
	simulator.injectFault(delayed(3000), { times: 2 });
	const { outputs } = await runOnEngine({
		items: [{ seconds: 1 }, { seconds: 20 }],
		parameters: taskParameters({ options: { keepOrder: false } }),
		credential: credentialFor(simulator, 'CreateTask', { timeout: '={{ $json.seconds }}' }),
		node: { onError: 'continueRegularOutput' },
	});
	expect(outputs[0]?.map(itemOutcomeOf)).toEqual(['unconfirmed', 'accepted']);
});

it('retries each item as long as its credential says', async () => {
	const gone = await startSimulator();
	await gone.close();
	const { outputs } = await runOnEngine({
		items: [{ seconds: 0 }],
		parameters: taskParameters(),
		credential: { ...credentialFor(gone), retryFor: '={{ $json.seconds }}' },
		node: { onError: 'continueRegularOutput' },
	});
	expect(outputs[0]?.map(itemOutcomeOf)).toEqual(['notSent']);
});

// Of a limit that cannot be read nobody knows how much it should allow.
it('does not send an item whose credential has an unusable limit, but sends the others', async () => {
	const { outputs } = await runOnEngine({
		items: [{ perSecond: 'many' }, { perSecond: 10 }],
		parameters: taskParameters(),
		credential: credentialFor(simulator, 'CreateTask', {
			requestsPerSecond: '={{ $json.perSecond }}',
		}),
		node: { onError: 'continueErrorOutput' },
	});
	expect(outputs[1]?.map(({ json }) => json.error)).toEqual([
		'Requests per Second of the D3 SOAR credential "many" is not a whole number [item 0]',
	]);
	expect(sent(simulator)).toHaveLength(1);
});
