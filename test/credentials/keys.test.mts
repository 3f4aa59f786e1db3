import type { IHttpRequestOptions, INodeParameters } from 'n8n-workflow';

import { authenticate } from '../../credentials/authenticate.ts';
import { COMMAND_NAMES } from '../../credentials/commandNames.ts';
import type { D3SoarCredential } from '../../credentials/credential.ts';
import { D3SoarApi } from '../../credentials/D3SoarApi.credentials.ts';
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
	keyGetIncidents: ' of-incidents ',
	otherKeys: '{"MyCommand":"of-mine","CreateEvents@Site A":"of-site-a"}',
};

const keySent = (url: string, more: Partial<D3SoarCredential> = {}) =>
	authenticate({ ...credential, ...more }, { url } as IHttpRequestOptions).headers!.d3key;

describe('the form of the credential', () => {
	const { properties } = new D3SoarApi();
	const list = properties.find(({ name }) => name === 'commandsWithOwnKey')!;

	it('has one password field for each command in the list, shown only if the command is chosen', () => {
		expect(list.options!.map((option) => (option as { value: string }).value)).toEqual([
			...COMMAND_NAMES,
		]);
		for (const command of COMMAND_NAMES) {
			expect(properties.filter(({ name }) => name === `key${command}`)).toEqual([
				expect.objectContaining({
					type: 'string',
					typeOptions: { password: true },
					displayOptions: { show: { commandsWithOwnKey: [command] } },
				}),
			]);
		}
	});

	it('shows the keys of the lists from the start, since choosing from a list needs them', () => {
		expect(list.default).toEqual(['GetIncidents', 'GetUsersBySite']);
	});

	it('leaves commands out of the list whose keys are not on a page of their own in D3', () => {
		expect(COMMAND_NAMES).not.toContain('CreateEvents');
		expect(COMMAND_NAMES.filter((name) => !/^[A-Za-z\d]+$/.test(name))).toEqual([]);
	});
});

it.each([
	['/api/Command/GetIncidents', 'of-incidents'],
	['/api/command/getincidents/', 'of-incidents'],
	['/api/Command/GetIncidents?x=1', 'of-incidents'],
	['/api/Command/CreateTask/../GetIncidents', 'of-incidents'],
	['https://d3.example.com/MainApp/VSOC/api/Command/GetIncidents', 'of-incidents'],
	['/api/Command/GetIncidents2', 'main'],
	['/api/Command/CreateTask', 'main'],
	['/api/Command/GetUsersBySite', 'main'],
	['/api/Command/MyCommand', 'of-mine'],
	['/api/Command/mycommand', 'of-mine'],
	// The command of an integration, whose URL is another; its last part is the name as well.
	['/api/Integrations/7/MyCommand', 'of-mine'],
	['/api/Integrations/7/GetIncidents', 'main'],
	['/api/Data/Kibana/Site%20A/CreateEvents', 'of-site-a'],
	['/api/data/Kibana/Site A/createevents/', 'of-site-a'],
	['/api/Data/Kibana/site%20a/CreateEvents', 'main'],
	['/api/Data/Kibana/Site%20A/../Site%20B/CreateEvents', 'main'],
	['/api/Data/Kibana/%E0%A4%A/CreateEvents', 'main'],
	['/api/Command/CreateEvents', 'main'],
	['/', 'main'],
])('a request for %s carries the key "%s"', (url, key) => expect(keySent(url)).toBe(key));

it('uses the main key if the key of a command is blank', () => {
	expect(keySent('/api/Command/GetIncidents', { keyGetIncidents: ' ' })).toBe('main');
});

it('Other Keys may be empty, or an object from an expression', () => {
	expect(keySent('/api/Command/MyCommand', { otherKeys: ' ' })).toBe('main');
	expect(keySent('/api/Command/MyCommand', { otherKeys: { MyCommand: 'other' } })).toBe('other');
});

it.each([
	['GetIncidents', { keyGetIncidents: 'a b' }, 'The GetIncidents Key of the D3 SOAR credential'],
	['MyCommand', { otherKeys: '{"MyCommand":"a b"}' }, 'The key "MyCommand" in Other Keys'],
	['MyCommand', { otherKeys: '{"MyCommand":""}' }, 'The key "MyCommand" in Other Keys'],
])(
	'the message about a key of %s that cannot be sent names its field',
	(command, more, sentence) => {
		expect(() => keySent(`/api/Command/${command}`, more)).toThrow(sentence);
	},
);

// Otherwise an expression with a typing error would send the main key, and D3's 401 would blame that one.
it.each([
	['GetIncidents Key', { keyGetIncidents: null as never }],
	['GetIncidents Key', { keyGetIncidents: undefined }],
	['Other Keys', { otherKeys: null }],
])('%s whose expression finds nothing is not read as empty', (field, more) => {
	expect(() => keySent('/api/Command/GetIncidents', more)).toThrow(
		`${field} of the D3 SOAR credential is empty: its expression finds nothing. Fix it, or clear the field.`,
	);
});

describe('Other Keys', () => {
	const NO_OBJECT =
		'Other Keys of the D3 SOAR credential is not a JSON object. Enter it like {"MyCommand": "key", "CreateEvents@My Site": "key"}.';
	const UNKNOWN =
		'An entry in Other Keys of the D3 SOAR credential has an unknown form. Enter names like "MyCommand" or "CreateEvents@My Site", and each key as text.';
	const TWICE =
		'A name is used twice in Other Keys of the D3 SOAR credential. Enter one key for each name.';

	it.each([
		['no JSON', '{"A":"CANARY"', NO_OBJECT],
		['a list', '["CANARY"]', NO_OBJECT],
		['a name with a space', '{"CANARY CANARY":"x"}', UNKNOWN],
		['another command at a site', '{"CANARY@Site":"x"}', UNKNOWN],
		['no site behind CreateEvents@', '{"CreateEvents@ ":"CANARY"}', UNKNOWN],
		['a path', '{"api/CANARY":"x"}', UNKNOWN],
		['a key that is no text', '{"A":["CANARY"]}', UNKNOWN],
		['a name twice', '{"CANARY":"x","CANARY":"CANARY"}', TWICE],
		['a name twice, escaped once', '{"\\u0043ANARY":"x","CANARY":"y"}', TWICE],
		['a name twice in another case', '{"CANARY":"x","canary":"y"}', TWICE],
		['a site twice', '{"CreateEvents@A":"x","createevents@A ":"CANARY"}', TWICE],
	])(
		'with %s is rejected, and no message repeats a part of it, since it may be a key',
		(_what, otherKeys, message) => {
			// Also for commands with nothing in it: a mistake should not wait for its command.
			expect(() => keySent('/api/Command/CreateTask', { otherKeys })).toThrow(
				expect.objectContaining({ message }),
			);
			expect(message).not.toContain('CANARY');
		},
	);

	it('may name a command of the list, but not beside a key in its field', () => {
		const otherKeys = '{"GetIncidents":"second"}';
		const url = '/api/Command/GetIncidents';
		expect(keySent(url, { otherKeys, keyGetIncidents: '' })).toBe('second');
		expect(() => keySent(url, { otherKeys })).toThrow(
			'The D3 SOAR credential has two keys for GetIncidents: the GetIncidents Key, and one in Other Keys. Remove one of them.',
		);
	});
});

describe('keys of several commands in one credential', () => {
	let simulator: Simulator;
	beforeEach(async () => {
		simulator = await startSimulator();
	});
	afterEach(async () => await simulator.close());

	const withOwnKey = (keyGetIncidents = simulator.keyOf('GetIncidents').apiKey) =>
		credentialFor(simulator, 'CreateTask', { keyGetIncidents });
	const getMany = {
		resource: 'incident',
		operation: 'getAll',
		startTime: '2022-01-01 00:00:00',
		endTime: '2030-01-01 00:00:00',
	};
	const run = { resource: 'command', operation: 'run', commandName: 'GetOnlineUsers' };
	const sendEvent = {
		resource: 'event',
		operation: 'send',
		integration: 'Kibana',
		eventJson: '{"a":1}',
	};
	const errorOf = async (parameters: INodeParameters, more: Partial<D3SoarCredential> = {}) => {
		const { error } = await runOnEngine({
			parameters,
			credential: { ...withOwnKey(), ...more },
		});
		return error?.description;
	};

	it('Get Many calls GetIncidents with the key of that command', async () => {
		expect(await errorOf(getMany)).toBeUndefined();
	});

	it('the trigger calls GetIncidents with the key of that command', async () => {
		const workflow = new ActiveWorkflow({ credential: withOwnKey() });
		expect(await workflow.activate()).toEqual([]);
	});

	it('Command > Run and Event > Send use Other Keys', async () => {
		const otherKeys = JSON.stringify({
			GetOnlineUsers: simulator.keyOf('GetOnlineUsers').apiKey,
			'CreateEvents@Security Operations': simulator.keyOf('CreateEvents').apiKey,
		});
		expect(await errorOf(run, { otherKeys })).toBeUndefined();
		expect(await errorOf(sendEvent, { otherKeys })).toBeUndefined();
	});

	it('a key can come from an expression of the item', async () => {
		const { error } = await runOnEngine({
			items: [{ key: simulator.keyOf('GetIncidents').apiKey }],
			parameters: getMany,
			credential: withOwnKey('={{ $json.key }}'),
		});
		expect(error).toBeUndefined();
	});

	it.each([
		[
			'the field of the command',
			getMany,
			{ keyGetIncidents: 'wrong' },
			`GetIncidents was called with the credential's GetIncidents Key, as user "Admin" in site "Security Operations".`,
		],
		[
			'the entry in Other Keys',
			run,
			{ otherKeys: '{"GetOnlineUsers":"wrong"}' },
			'GetOnlineUsers was called with the credential\'s key "GetOnlineUsers" in Other Keys, as user',
		],
		[
			'the main key, made for the command in Test Command',
			getMany,
			{ keyGetIncidents: '', testCommand: ' getincidents ' },
			"GetIncidents was called with the credential's API key, as user",
		],
		[
			'that a command of the list has no key',
			{
				resource: 'incident',
				operation: 'close',
				incidentNumbers: '20220125-1',
			},
			{},
			'There is no key for CloseIncidentInBulk in this credential, so the main key (API key) was tried, as user "Admin" in site "Security Operations". Add its key in Commands With Their Own Key. D3 issues a separate key for each command. Check under Configuration > Utility Commands > CloseIncidentInBulk',
		],
		[
			'that the ingestion of a site has no key',
			sendEvent,
			{},
			'There is no key for CreateEvents@Security Operations in this credential, so the main key (API key) was tried, as user "Admin" in site "Security Operations". Add its key in Other Keys.',
		],
	])('a 401 names %s', async (_what, parameters, more, sentence) => {
		expect(await errorOf(parameters, more)).toContain(sentence);
	});

	it('keys that cannot be read fail the item before anything is sent', async () => {
		const { error } = await runOnEngine({
			parameters: getMany,
			credential: { ...withOwnKey(), otherKeys: '[]' },
		});
		expect(error?.message).toContain('Other Keys of the D3 SOAR credential is not a JSON object');
		expect(simulator.ledger.requests).toEqual([]);
	});
});
