import type { INodeParameters } from 'n8n-workflow';

import { credentialFor } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { answering } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ commandSecrets: { CreateEvents: 'secret of the site' } });
});
afterEach(async () => await simulator.close());

const run = async (parameters: INodeParameters, credential = {}) =>
	await runOnEngine({
		parameters: {
			resource: 'event',
			operation: 'send',
			integration: 'Kibana',
			eventJson: '{"alert":{"id":7}}',
			...parameters,
		},
		credential: { ...credentialFor(simulator, 'CreateEvents'), ...credential },
	});

it('sends the event itself to the URL of integration and site, each in its own path segment', async () => {
	const { error, outputs } = await run({
		eventFields: { parameter: [{ name: 'Source IP', value: '192.0.2.1' }] },
	});
	expect(error).toBeUndefined();
	expect(simulator.ledger.requests[0]).toMatchObject({
		path: '/MainApp/VSOC/api/Data/Kibana/Security%20Operations/CreateEvents',
		body: { 'Source IP': '192.0.2.1', alert: { id: 7 } },
	});
	expect(outputs[0]?.map(({ json }) => json)).toEqual([{ refid: 'event-1' }]);
});

// What reads the event is the integration's mapping, which knows nothing of D3's zone.
it('writes a date in a field of the event as ISO 8601 with its offset', async () => {
	const at = '={{ DateTime.fromISO("2026-05-15T14:32:00", { zone: "America/Vancouver" }) }}';
	await run({
		eventFields: {
			parameter: [
				{ name: 'at', value: at },
				{ name: 'from', value: '={{ new Date(0) }}' },
			],
		},
	});
	expect(simulator.ledger.requests[0]?.body).toMatchObject({
		at: '2026-05-15T14:32:00.000-07:00',
		from: '1970-01-01T00:00:00.000Z',
	});
});

/** What D3's own connector for Kibana sends: elastic/kibana, connector_types/d3security. */
const KIBANA_BODY =
	'{"hits":{"hits":{"_source":{"rawData":{"user":"j.doe"},"event.type":"Impossible travel","kibana.alert.severity":"high"}}}}';

// D3 finds an event only where the integration's own answers have it.
it("sends what D3's own connector for Kibana sends, byte for byte, with its Event Path", async () => {
	const { error } = await run({
		eventPath: 'hits.hits._source',
		eventJson:
			'{"rawData":{"user":"j.doe"},"event.type":"Impossible travel","kibana.alert.severity":"high"}',
	});
	expect(error).toBeUndefined();
	expect(JSON.stringify(simulator.ledger.requests[0]?.body)).toBe(KIBANA_BODY);
	expect(simulator.ledger.events).toEqual([
		{
			rawData: { user: 'j.doe' },
			'event.type': 'Impossible travel',
			'kibana.alert.severity': 'high',
		},
	]);
});

it.each<[path: string, body: object]>([
	['', { alert: { id: 7 } }],
	['data.nodes', { data: { nodes: { alert: { id: 7 } } } }],
	['data.nodes[]', { data: { nodes: [{ alert: { id: 7 } }] } }],
	['items[].event', { items: [{ event: { alert: { id: 7 } } }] }],
])('puts the event at the Event Path "%s" of the body', async (eventPath, body) => {
	const { error } = await run({ integration: 'Wiz', eventPath });
	expect(error).toBeUndefined();
	expect(simulator.ledger.requests[0]?.body).toEqual(body);
});

it.each(['hits..hits', '.hits', 'hits.', 'hits[0]', '[]', '$.hits[*]'])(
	'rejects "%s" as an Event Path, which would put the event where D3 does not look',
	async (eventPath) => {
		const { error } = await run({ eventPath });
		expect(error?.message).toMatch(/Event Path ".*" is not a path/);
		expect(simulator.ledger.requests).toEqual([]);
	},
);

it('rejects an Event Path whose expression finds nothing, since D3 would make no event of a bare one', async () => {
	const { error } = await run({ eventPath: '={{ $json.path }}' });
	expect(error?.message).toBe('Event Path is empty');
	expect(simulator.ledger.requests).toEqual([]);
});

it('signs an empty JWT payload when it sends an event', async () => {
	const { error } = await run(
		{},
		{
			authentication: 'jwtSecret',
			jwtSecret: 'secret of the site',
			jwtHeader: '{"alg":"HS256"}',
			jwtPayload: '{"Username":"","Site":""}',
		},
	);
	expect(error).toBeUndefined();
	expect(simulator.ledger.requests[0]?.body).toEqual({ alert: { id: 7 } });
});

// Ingestion keys are not issued per command, and the URL contains names.
it.each([
	[
		401,
		/^D3 rejected event for Kibana/,
		/for one site, for all internal sites or for all client sites\. .* intake command/,
	],
	[404, /; event for Kibana was rejected$/, /^Check Integration and Site/],
])(
	'says what to check if D3 rejects an event with HTTP %p',
	async (status, message, description) => {
		simulator.injectFault(answering(status, ''));
		const { error } = await run({});
		expect(error?.message.replace(/^/, '')).toMatch(message);
		expect(error?.description).toMatch(description);
	},
);

it('sends an event to the Request URL that D3 shows', async () => {
	const requestUrl = `${simulator.serverUrl}/api/Data/Kibana/Security%20Operations/CreateEvents`;
	const { error } = await run({ integration: '', requestUrl });
	expect(error).toBeUndefined();
	expect(simulator.ledger.requests).toHaveLength(1);
});

it('sends an event whose Site and Integration are those of the Request URL', async () => {
	const site = 'Security Operations';
	const requestUrl = `${simulator.serverUrl}/api/Data/Kibana/${encodeURIComponent(site)}/CreateEvents`;
	// With the blank that pasting adds.
	const { error } = await run({ integration: 'Kibana ', requestUrl, site });
	expect(error).toBeUndefined();
	expect(simulator.ledger.requests).toHaveLength(1);
});

// D3 goes by the URL: the events of one client would be in the site of another.
it('does not send an event whose Site is another than that of the Request URL', async () => {
	const requestUrl = `${simulator.serverUrl}/api/Data/Kibana/Client%20A/CreateEvents`;
	const { error } = await run({ integration: '', requestUrl, site: 'Client B' });
	expect(error?.message).toBe('Site is "Client B", but the Request URL is for "Client A"');
	expect(error?.description).toMatch(/^Leave one of them empty.* Nothing was sent\.$/);
	expect(simulator.ledger.requests).toEqual([]);
});

it('does not send an event whose Integration is another than that of the Request URL', async () => {
	const requestUrl = `${simulator.serverUrl}/api/Data/Kibana/Client%20A/CreateEvents`;
	const { error } = await run({ integration: 'Wiz', requestUrl });
	expect(error?.message).toBe('Integration is "Wiz", but the Request URL is for "Kibana"');
	expect(simulator.ledger.requests).toEqual([]);
});

it('names the site of the Request URL in what it says of a failure', async () => {
	simulator.injectFault(answering(400, '{"Error":"No."}'));
	const requestUrl = `${simulator.serverUrl}/api/Data/Kibana/Client%20A/CreateEvents`;
	const { error } = await run({ integration: '', requestUrl });
	expect(error?.context?.details).toMatchObject({ site: 'Client A' });
});

it.each<[string, INodeParameters, RegExp]>([
	[
		'without an integration or URL',
		{ integration: '' },
		/Integration and Request URL are both empty/,
	],
	['without content', { eventJson: '{}' }, /The event is empty/],
	[
		'with dots as its integration',
		{ integration: '..' },
		/Integration "\.\." cannot be used in a URL/,
	],
	['with dots as its site', { site: '..' }, /Site "\.\." cannot be used in a URL/],
	['with half a character as its site', { site: '\ud800' }, /Site ".*" cannot be used in a URL/],
	[
		'with a control character (which would be dropped) in the URL',
		{ requestUrl: 'https://host/a\u0001' },
		/is not a Request URL/,
	],
	['with a query in the URL', { requestUrl: 'https://host/a?b' }, /is not a Request URL/],
])('rejects an event %s before sending anything', async (_what, parameters, sentence) => {
	const { error } = await run(parameters);
	expect(error?.message).toMatch(sentence);
	expect(simulator.ledger.requests).toEqual([]);
});

it.each([['a/b'], ['a?b#c'], ['ä %']])(
	'keeps the integration %p in its own path segment',
	async (integration) => {
		await run({ integration });
		expect(simulator.ledger.requests[0]?.path).toBe(
			`/MainApp/VSOC/api/Data/${encodeURIComponent(integration)}/Security%20Operations/CreateEvents`,
		);
	},
);
