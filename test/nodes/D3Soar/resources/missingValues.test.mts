import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor, runNode } from '../../../support/n8nEngine.mts';
import { answering } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** What an expression does not find, and what D3 does not have, must neither widen a command nor become an item. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (command: string, parameters: INodeParameters, items: IDataObject[] = [{}]) =>
	await runNode({ items, parameters, credential: credentialFor(simulator, command) });

const sentParams = () =>
	(simulator.ledger.requests[0]?.body as { CommandParams: IDataObject }).CommandParams;

const row = (name: string, value: string) => ({ parameter: [{ name, value }] });

describe('an expression that finds nothing', () => {
	it.each<[string, string, INodeParameters, string]>([
		[
			'the condition of rows that are overwritten',
			'UpdateDynamicFieldsByNumber',
			{
				resource: 'incident',
				operation: 'updateDynamicFields',
				incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
				sectionName: 'Users',
				conditions: '={{ { User: $json.user } }}',
				fieldValues: '{"State": "Contained"}',
			},
			'Conditions has no value for "User"',
		],
		[
			'the rows of a list that is overwritten',
			'OverwriteGlobalList',
			{
				resource: 'globalList',
				operation: 'overwrite',
				globalListName: 'Blocked',
				globalListContent: '={{ [{ ip: $json.ip }] }}',
			},
			'has no value for "ip"',
		],
		[
			'the files that Run is to remove, where none would mean all',
			'RemoveIncidentAttachment',
			{
				resource: 'command',
				operation: 'run',
				commandName: 'RemoveIncidentAttachment',
				parameters: row('File Ids', '={{ $json.ids }}'),
			},
			'Parameters has no value for "File Ids"',
		],
	])('is refused for %s', async (_what, command, parameters, message) => {
		const { error } = await run(command, parameters);
		expect(error?.message).toContain(message);
		expect(error?.description).toMatch(/look at what the item holds there.*Nothing was sent\.$/);
		expect(simulator.ledger.requests).toEqual([]);
	});

	const update = (customFields: INodeParameters) =>
		run('SetIncidentFieldsInBulk', {
			resource: 'incident',
			operation: 'update',
			incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
			title: 'Mended',
			customFields,
		});

	it.each(['', '={{ $json.age }}', '={{ null }}'])(
		'leaves a custom field of an incident as it is: %p',
		async (value) => {
			await update(row('CustomAge', value));
			expect(sentParams().Input).toEqual([
				{ IncidentNumber: '20220125-1', Input: { Title: 'Mended' } },
			]);
		},
	);
});

describe('a look-up that finds nothing', () => {
	it.each<[string, string, INodeParameters, string]>([
		[
			'Query',
			'QueryList',
			{ resource: 'globalList', operation: 'query', targetValues: '203.0.113.7' },
			'{"error":"","returnData":[],"contextData":[]}',
		],
		[
			'Get by Email Address',
			'GetUserByEmailAddress',
			{ resource: 'user', operation: 'getByEmail', emailAddress: 'nobody@example.com' },
			'{"error":"","returnData":"Succeed","contextData":[]}',
		],
		[
			'Get Timeline Entries',
			'GetIncidentTimelineEntries',
			{
				resource: 'incident',
				operation: 'getTimelineEntries',
				incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
			},
			'{"error":"","returnData":{"Status":"Successful","Data":[]}}',
		],
		[
			'Run with Reads Only',
			'QueryList',
			{ resource: 'command', operation: 'run', commandName: 'QueryList', readsOnly: true },
			'{"error":"","returnData":[]}',
		],
	])('gives no item: %s', async (_name, command, parameters, answer) => {
		simulator.misbehave(answering(200, answer));
		const { outputs, error } = await run(command, parameters);
		expect(error).toBeUndefined();
		expect(outputs.flat()).toEqual([]);
	});

	it('goes on with the answer where a command has changed something', async () => {
		simulator.misbehave(answering(200, '{"error":"","returnData":"Successful","contextData":[]}'));
		const { outputs } = await run('AddIncidentTags', {
			resource: 'incident',
			operation: 'addTags',
			incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
			tags: 'phishing',
		});
		expect(outputs[0]!.map(({ json }) => json.returnData)).toEqual(['Successful']);
	});
});

describe('Get Audit Log', () => {
	const getAuditLog = (answer: string) => {
		simulator.misbehave(answering(200, answer));
		return run('getD3Log', {
			resource: 'utility',
			operation: 'getAuditLog',
			startTime: '2026-05-15',
			endTime: '2026-05-15',
		});
	};

	it('gives an item for each entry', async () => {
		const { outputs } = await getAuditLog(
			'{"error":"","returnData":"Successful","returnData":{"AuditLogs":[{"_id":"a"},{"_id":"b"}]}}',
		);
		expect(outputs[0]!.map(({ json }) => json)).toEqual([{ _id: 'a' }, { _id: 'b' }]);
	});

	it('gives none where there are none, and finds them elsewhere too', async () => {
		const none = await getAuditLog('{"error":"","returnData":{"AuditLogs":[]}}');
		expect(none.outputs.flat()).toEqual([]);
		const other = await getAuditLog('{"error":"","returnData":"","rawData":[{"_id":"a"}]}');
		expect(other.outputs[0]!.map(({ json }) => json)).toEqual([{ _id: 'a' }]);
	});
});

// D3 shows two lists side by side: a password that moves up opens another file.
it('sends each password of a ZIP file in its place and as it is', async () => {
	const unzip = (filePasswords: string) =>
		run('UnzipAndSave', {
			resource: 'utility',
			operation: 'unzipFile',
			fileIds: '271, 272',
			filePasswords,
		});
	const passwordsOf = (index: number) =>
		(simulator.ledger.requests[index]!.body as { CommandParams: IDataObject }).CommandParams[
			'File Passwords'
		];
	await unzip('={{ ["", " infected ", 7, null] }}');
	await unzip('\n a,b \n[1234]');
	await unzip('={{ [""] }}');
	expect(passwordsOf(0)).toEqual(['', ' infected ', '7', '']);
	expect(passwordsOf(1)).toEqual(['', ' a,b ', '[1234]']);
	expect(passwordsOf(2)).toBeUndefined();
});
