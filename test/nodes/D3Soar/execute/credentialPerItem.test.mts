import type { IDataObject } from 'n8n-workflow';

import { credentialFor, taskParameters } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** A credential's fields may be expressions: with one credential for all clients, B's task must not go into A's site. */

let simulator: Simulator;
let other: Simulator;
beforeEach(async () => {
	[simulator, other] = await Promise.all([startSimulator(), startSimulator()]);
});
afterEach(async () => await Promise.all([simulator.close(), other.close()]));

const sent = (to: Simulator) => to.ledger.requests.map(({ body }) => body as IDataObject);

it('each item goes into the site, and as the user, that the credential holds for this item', async () => {
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

it('each item goes to the server, and with the key, that the credential holds for this item', async () => {
	const servers = [simulator, other].map((each) => ({
		url: each.serverUrl,
		key: each.keyOf('CreateTask').apiKey,
	}));
	const { error } = await runOnEngine({
		items: servers,
		parameters: taskParameters(),
		credential: credentialFor(simulator, 'CreateTask', {
			serverUrl: '={{ $json.url }}',
			apiKey: '={{ $json.key }}',
		}),
	});
	expect(error).toBeUndefined();
	expect([sent(simulator).length, sent(other).length]).toEqual([1, 1]);
});

it('items whose credentials differ never share a request of a bulk command', async () => {
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

it('an item whose credential has an expression that finds no site is not sent, and the others are', async () => {
	const { outputs } = await runOnEngine({
		items: [{ site: 'A' }, {}],
		parameters: taskParameters(),
		credential: credentialFor(simulator, 'CreateTask', { site: '={{ $json.site }}' }),
		node: { onError: 'continueErrorOutput' },
	});
	expect(outputs[1]?.map(({ json }) => json.error)).toEqual(['Item 1: Site is empty']);
	expect(sent(simulator).map(({ Site }) => Site)).toEqual(['A']);
});
