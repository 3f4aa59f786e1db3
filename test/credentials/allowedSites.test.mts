import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { authenticate } from '../../credentials/authenticate.ts';
import type { D3SoarCredential } from '../../credentials/credential.ts';
import { withoutFinalPeriod } from '../../nodes/shared/text.ts';
import { credentialFor, taskParameters } from '../support/fixtures.mts';
import { callListSearch } from '../support/listSearch.mts';
import { runOnEngine } from '../support/n8nEngine.mts';
import { ActiveWorkflow } from '../support/activeWorkflow.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';

/** A credential for one client must not act in the site of another, whatever a workflow says. */

const credential: D3SoarCredential = {
	serverUrl: 'https://d3.example.com/MainApp/VSOC',
	authentication: 'apiKey',
	apiKey: 'key',
	username: 'Admin',
	site: 'Client A',
	allowedSites: ' Client A \n\nClient B, Inc.',
};
const COMMAND = '/api/Command/GetIncidents';

/** As n8n's HTTP Request node calls the credential, which shows the message alone. */
const request = (url: string, body: unknown, more: object = {}) =>
	authenticate({ ...credential, ...more }, {
		uri: credential.serverUrl + url,
		body,
	} as unknown as IHttpRequestOptions);

it.each([
	['names an allowed site', COMMAND, { Site: 'Client A' }],
	['names another allowed site, with a comma in it', COMMAND, { Site: 'Client B, Inc.' }],
	["leaves the site to the credential's", COMMAND, { CommandParams: {} }],
	['is text', COMMAND, '{"Site":"Client A"}'],
	['is the text of the credential test, which names nothing', COMMAND, '"n8n credential test"'],
	['sends an event to an allowed site', '/api/Data/Kibana/Client%20A/CreateEvents', { Site: 'X' }],
])('a request that %s is sent', (_what, url, body) => {
	expect(request(url, body).headers).toEqual({ d3key: 'key' });
});

const otherSite = (site: string) =>
	`The Site "${site}" is not one of the Allowed Sites of the D3 SOAR credential. The request was not sent. Use an allowed site, or add this one to the credential.`;
const UNKNOWN =
	'The Site of this request cannot be read, and the D3 SOAR credential has Allowed Sites. It was not sent. Send a JSON object with one Site, or clear Allowed Sites.';

it.each([
	['names another site', COMMAND, { Site: 'Client C' }, otherSite('Client C')],
	['names a part of an allowed site', COMMAND, { Site: 'Client' }, otherSite('Client')],
	['names an allowed site in another case', COMMAND, { Site: 'client a' }, otherSite('client a')],
	['names no site but an empty one', COMMAND, { Site: '' }, otherSite('')],
	['names a second site in another case', COMMAND, { site: 'C', Site: 'Client A' }, otherSite('C')],
	['names two sites', COMMAND, '{"Site":"C","Site":"Client A"}', UNKNOWN],
	['is no JSON', COMMAND, 'Site=C', UNKNOWN],
	['is bytes', COMMAND, Buffer.from('{"Site":"C"}'), UNKNOWN],
	['is a list', COMMAND, '[{"Site":"C"}]', UNKNOWN],
	['has no body', COMMAND, undefined, UNKNOWN],
	['sends an event to another site', '/api/Data/Kibana/C/CreateEvents', {}, otherSite('C')],
	[
		'leads to another site by a detour',
		'/api/Command/../Data/Kibana/C/CreateEvents',
		{ Site: 'Client A' },
		otherSite('C'),
	],
	[
		'hides that it sends an event',
		'/api/%44ata/Kibana/C/CreateEvents',
		{ Site: 'Client A' },
		otherSite('C'),
	],
	['sends data elsewhere', '/api/Data/Kibana/Client%20A/Other', {}, UNKNOWN],
])('a request that %s is rejected', (_what, url, body, message) => {
	expect(() => request(url, body)).toThrow(expect.objectContaining({ message }));
});

it('an empty field allows any site', () => {
	expect(request(COMMAND, { Site: 'C' }, { allowedSites: ' \n' }).headers).toBeDefined();
});

it('a list from an expression counts like lines', () => {
	const allowedSites = ['Client A', 'D'];
	expect(request(COMMAND, { Site: 'D' }, { allowedSites }).headers).toBeDefined();
	expect(() => request(COMMAND, { Site: 'C' }, { allowedSites })).toThrow(otherSite('C'));
});

// Read as an empty field it would allow every site.
it.each([[null], [undefined], [[]]])(
	'an expression that gives %p allows no site',
	(allowedSites) => {
		expect(() => request(COMMAND, {}, { allowedSites })).toThrow(
			'Allowed Sites of the D3 SOAR credential is empty: its expression finds nothing.',
		);
	},
);

describe('on the engine', () => {
	let simulator: Simulator;
	beforeEach(async () => {
		simulator = await startSimulator();
	});
	afterEach(async () => await simulator.close());

	const forOneSite = (command?: string) =>
		credentialFor(simulator, command, { allowedSites: 'Security Operations' });
	const sitesAsked = () => simulator.ledger.requests.map(({ body }) => (body as IDataObject).Site);

	it('an item for another site is not sent, and the others are', async () => {
		const { outputs } = await runOnEngine({
			items: [{ site: 'Client B' }, { site: '' }],
			parameters: taskParameters({ site: '={{ $json.site }}' }),
			credential: forOneSite(),
			node: { onError: 'continueErrorOutput' },
		});
		expect(outputs[1]?.map(({ json }) => json)).toMatchObject([
			{
				error: expect.stringContaining(withoutFinalPeriod(otherSite('Client B'))),
				details: expect.objectContaining({
					outcome: 'notSent',
					site: 'Client B',
					description: 'Fix this first, then run this item again.',
				}),
			},
		]);
		expect(sitesAsked()).toEqual(['Security Operations']);
	});

	it('the trigger polls no other site', async () => {
		const workflow = new ActiveWorkflow({
			credential: forOneSite('GetIncidents'),
			parameters: { sites: 'Client B' },
		});
		await expect(workflow.activate()).rejects.toThrow(otherSite('Client B'));
		expect(sitesAsked()).toEqual([]);
	});

	it('a list of the editor asks no other site', async () => {
		await expect(
			callListSearch('searchIncidents', {
				credential: forOneSite('GetIncidents'),
				parameters: { site: 'Client B' },
			}),
		).rejects.toThrow(otherSite('Client B'));
		expect(sitesAsked()).toEqual([]);
	});
});
