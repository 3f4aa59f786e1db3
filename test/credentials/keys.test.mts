import type { IHttpRequestOptions } from 'n8n-workflow';

import { authenticate } from '../../credentials/authenticate.ts';
import type { D3SoarCredential } from '../../credentials/credential.ts';
import { credentialFor } from '../support/fixtures.mts';
import { runOnEngine } from '../support/n8nEngine.mts';
import { ActiveWorkflow } from '../support/activeWorkflow.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';

/** D3 issues a key per command: the key of a command is used wherever that command is called. */

const credential: D3SoarCredential = {
	serverUrl: 'https://d3.example.com/MainApp/VSOC',
	authentication: 'apiKey',
	apiKey: 'main',
	username: 'Admin',
	site: 'Site',
	incidentsApiKey: ' of-incidents ',
};

const keySent = (url: string, more: Partial<D3SoarCredential> = {}) =>
	authenticate({ ...credential, ...more }, { url } as IHttpRequestOptions).headers!.d3key;

it.each([
	['/api/Command/GetIncidents', 'of-incidents'],
	['/api/command/getincidents/', 'of-incidents'],
	['https://d3.example.com/MainApp/VSOC/api/Command/GetIncidents', 'of-incidents'],
	['/api/Command/GetIncidents2', 'main'],
	['/api/Command/CreateTask', 'main'],
	['/api/Data/Kibana/Site/CreateEvents', 'main'],
	['/api/Command/GetUsersBySite', 'main'],
])('a request for %s carries the key "%s"', (url, key) => expect(keySent(url)).toBe(key));

it('uses the main key if the key of a command is blank', () => {
	expect(keySent('/api/Command/GetIncidents', { incidentsApiKey: ' ' })).toBe('main');
});

it('the message about a key that cannot be sent names its field', () => {
	expect(() => keySent('/api/Command/GetIncidents', { incidentsApiKey: 'a b' })).toThrow(
		'The Get Incidents Key of the D3 SOAR credential holds a space',
	);
});

describe('keys of two commands in one credential', () => {
	let simulator: Simulator;
	beforeEach(async () => {
		simulator = await startSimulator();
	});
	afterEach(async () => await simulator.close());

	const withOwnKey = (incidentsApiKey = simulator.keyOf('GetIncidents').apiKey) =>
		credentialFor(simulator, 'CreateTask', { incidentsApiKey });
	const getMany = {
		resource: 'incident',
		operation: 'getAll',
		startTime: '2022-01-01 00:00:00',
		endTime: '2030-01-01 00:00:00',
	};

	it('Get Many calls GetIncidents with the key of that command', async () => {
		const { error } = await runOnEngine({ parameters: getMany, credential: withOwnKey() });
		expect(error).toBeUndefined();
	});

	it('the trigger calls GetIncidents with the key of that command', async () => {
		const workflow = new ActiveWorkflow({ credential: withOwnKey() });
		expect(await workflow.activate()).toEqual([]);
	});

	it('an error names the credential field whose key D3 rejected', async () => {
		const { error } = await runOnEngine({ parameters: getMany, credential: withOwnKey('wrong') });
		expect(error?.description).toContain(
			'GetIncidents was called with the Get Incidents Key of the credential',
		);
	});
});
