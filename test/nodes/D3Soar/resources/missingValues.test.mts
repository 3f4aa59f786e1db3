import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor, sentParams } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { answering } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** A value that an expression does not find must not widen a command; what D3 does not find must not become an item. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (command: string, parameters: INodeParameters, items: IDataObject[] = [{}]) =>
	await runOnEngine({ items, parameters, credential: credentialFor(simulator, command) });

const row = (name: string, value: string) => ({ parameter: [{ name, value }] });

describe('an expression that finds nothing', () => {
	it.each<[string, string, INodeParameters, string]>([
		[
			'the condition for rows to overwrite',
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
			'the rows that overwrite a list',
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
			'the files to remove with Run, where none would mean all',
			'RemoveIncidentAttachment',
			{
				resource: 'command',
				operation: 'run',
				commandName: 'RemoveIncidentAttachment',
				parameters: row('File Ids', '={{ $json.ids }}'),
			},
			'Parameters has no value for "File Ids"',
		],
	])(
		'rejects an expression that finds nothing in %s',
		async (_what, command, parameters, message) => {
			const { error } = await run(command, parameters);
			expect(error?.message).toContain(message);
			expect(error?.description).toMatch(/check what that expression returns.*Nothing was sent\.$/);
			expect(simulator.ledger.requests).toEqual([]);
		},
	);

	const update = (customFields: INodeParameters) =>
		run('SetIncidentFieldsInBulk', {
			resource: 'incident',
			operation: 'update',
			incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
			title: 'Mended',
			customFields,
		});

	it.each(['', '={{ $json.age }}', '={{ null }}'])(
		'leaves a custom field of an incident unchanged if its value is %p',
		async (value) => {
			await update(row('CustomAge', value));
			expect(sentParams(simulator).Input).toEqual([
				{ IncidentNumber: '20220125-1', Input: { Title: 'Mended' } },
			]);
		},
	);
});

// Without a filter D3 gives every incident of the time window; with another one, other incidents.
describe('a filter whose expression finds nothing', () => {
	const conditions = (...condition: INodeParameters[]) => ({ condition });
	const status = { field: 'Status', operator: '=', value: 'Open' };

	it.each<[string, INodeParameters, string]>([
		['a condition', { condition: ['={{ $json.none }}'] }, 'Filter has a condition without a field'],
		[
			'all conditions',
			{ condition: '={{ $json.none }}' },
			'Filter has a condition without a field',
		],
		[
			'a field',
			conditions({ ...status, field: '={{ $json.none }}' }),
			'Filter has a condition without a field',
		],
		[
			'whether a group begins',
			conditions({ ...status, startOrGroup: '={{ $json.none }}' }),
			'Start Or Group must be true or false',
		],
		[
			'an operator',
			conditions({ ...status, operator: '={{ $json.none }}' }),
			'Filter has a condition on Status whose Operator is empty',
		],
		[
			'a section',
			conditions({ ...status, section: '={{ null }}' }),
			'Filter has a condition on Status whose Section is empty',
		],
		[
			'a value',
			conditions({ ...status, value: '={{ null }}' }),
			'has a condition on Status without a value',
		],
	])('is refused, and not read as another filter: %s', async (_what, filter, message) => {
		const { error } = await run('GetIncidents', {
			resource: 'incident',
			operation: 'getAll',
			filter,
		});
		expect(error?.message).toContain(message);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it.each(['={{ [[]] }}', '[[{"field":"Status"}],[]]'])(
		'is refused as JSON that every incident meets: %s',
		async (filterJson) => {
			const { error } = await run('GetIncidents', {
				resource: 'incident',
				operation: 'getAll',
				filterJson,
			});
			expect(error?.message).toContain('Filter JSON has an array without conditions');
		},
	);

	it.each<INodeParameters>([{}, { condition: [] }])(
		'only an empty filter (%j) means all',
		async (filter) => {
			await run('GetIncidents', {
				resource: 'incident',
				operation: 'getAll',
				filter,
			});
			expect(sentParams(simulator)).not.toHaveProperty('Filter');
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
			'Run of a read-only command',
			'QueryList',
			{ resource: 'command', operation: 'run', commandName: 'QueryList', readOnly: true },
			'{"error":"","returnData":[]}',
		],
	])('%s outputs no item if nothing is found', async (_name, command, parameters, response) => {
		simulator.injectFault(answering(200, response));
		const { outputs, error } = await run(command, parameters);
		expect(error).toBeUndefined();
		expect(outputs.flat()).toEqual([]);
	});

	it('a command that changes something outputs its response even without rows', async () => {
		simulator.injectFault(
			answering(200, '{"error":"","returnData":"Successful","contextData":[]}'),
		);
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
	const getAuditLog = (response: string) => {
		simulator.injectFault(answering(200, response));
		return run('getD3Log', {
			resource: 'utility',
			operation: 'getAuditLog',
			startTime: '2026-05-15',
			endTime: '2026-05-15',
		});
	};

	it('Get Audit Log outputs an item for each entry', async () => {
		const { outputs } = await getAuditLog(
			'{"error":"","returnData":"Successful","returnData":{"AuditLogs":[{"_id":"a"},{"_id":"b"}]}}',
		);
		expect(outputs[0]!.map(({ json }) => json)).toEqual([{ _id: 'a' }, { _id: 'b' }]);
	});

	it('Get Audit Log outputs nothing without entries, and finds entries in rawData too', async () => {
		const none = await getAuditLog('{"error":"","returnData":{"AuditLogs":[]}}');
		expect(none.outputs.flat()).toEqual([]);
		const other = await getAuditLog('{"error":"","returnData":"","rawData":[{"_id":"a"}]}');
		expect(other.outputs[0]!.map(({ json }) => json)).toEqual([{ _id: 'a' }]);
	});
});

// D3 shows two lists side by side: a password that moves up belongs to another file.
it('Unzip File sends each password unchanged and in its position', async () => {
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
