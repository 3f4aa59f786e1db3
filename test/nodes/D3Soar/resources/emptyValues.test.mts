import type { INodeParameters } from 'n8n-workflow';

import { credentialFor, sentParams } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** Some D3 commands take an empty parameter for "all". A blank expression must not wipe an incident. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (command: string, parameters: INodeParameters) =>
	await runOnEngine({ parameters, credential: credentialFor(simulator, command) });

const tenantSite = { tenantRegion: 'AMER', tenantName: 'AMER Tenant', tenantSite: 'site001' };

const incidentNumber = { __rl: true, mode: 'number', value: '20220125-1' };

it.each<[string, INodeParameters, RegExp]>([
	[
		'RemoveIncidentAttachment',
		{ resource: 'incident', operation: 'removeAttachments', incidentNumbers: '20220125-1' },
		/^File IDs and File Names are both empty/,
	],
	[
		'RemoveCaseAttachment',
		{ resource: 'case', operation: 'removeAttachments', caseNumbers: '1' },
		/^File IDs and File Names are both empty/,
	],
	[
		'RemoveIncidentTags',
		{ resource: 'incident', operation: 'removeTags', incidentNumber, tags: '={{ [] }}' },
		/^Tags is empty$/,
	],
	[
		'OverwriteGlobalList',
		{ resource: 'globalList', operation: 'overwrite', globalListName: 'Blocked senders' },
		/^Global List Content is empty/,
	],
	[
		'LinkIncidentsToNewCase',
		{
			resource: 'incident',
			operation: 'linkToNewCase',
			incidentNumbers: '={{ "" }}',
			caseOwnersSite: 'Security Operations',
			caseType: 'Criminal Investigation',
			caseLeadInvestigators: { __rl: true, mode: 'name', value: 'admin user' },
			casePriority: '3',
			caseTimezone: '(GMT-08:00) Pacific Standard Time',
		},
		/^Incident Numbers is empty$/,
	],
	[
		'SearchIncident',
		{ resource: 'incident', operation: 'search', topNumber: 5 },
		/^No search criteria/,
	],
	[
		'SetEventTechniques',
		{ resource: 'event', operation: 'addTechniques', eventIds: '7' },
		/^Nothing to add/,
	],
	[
		'SyncConnection',
		{ resource: 'tenant', operation: 'syncConnection', ...tenantSite },
		/^Nothing to sync/,
	],
	[
		'SyncEventAutomationRule',
		{ resource: 'tenant', operation: 'syncAutomationRule', ...tenantSite },
		/^Nothing to sync/,
	],
	[
		'SyncEventAutomationRule',
		{
			resource: 'tenant',
			operation: 'syncAutomationRule',
			...tenantSite,
			syncAllShared: true,
			tenantSite: '',
		},
		/^No site to sync to/,
	],
	[
		'SyncAllUserGroupRole',
		{ resource: 'tenant', operation: 'syncUsers', region: 'AMER' },
		/^No tenant to sync to/,
	],
	[
		'GetPlaybookTasksMetadata',
		{
			resource: 'playbook',
			operation: 'getTasksMetadata',
			playbookType: 'Integration Codeless Playbook',
			playbookName: 'Block',
		},
		/^Integration Name is empty/,
	],
])(
	'rejects %s with nothing to act on before sending anything',
	async (command, parameters, sentence) => {
		const { error } = await run(command, parameters);
		expect(error?.message).toMatch(sentence);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(simulator.ledger.requests).toEqual([]);
	},
);

it('Overwrite empties a global list if the user says so with Empty the List', async () => {
	await run('OverwriteGlobalList', {
		resource: 'globalList',
		operation: 'overwrite',
		globalListName: 'Blocked senders',
		emptyTheList: true,
	});
	expect(sentParams(simulator)).toEqual({
		'Global List Name': 'Blocked senders',
		'Global List Content': [],
	});
});

it('the incident search sends its times in UTC, whichever zone D3 reads other dates in', async () => {
	await runOnEngine({
		parameters: {
			resource: 'incident',
			operation: 'search',
			startTimeUtc: '2026-05-15T00:00:00',
			endTimeUtc: '2026-05-15',
		},
		timezone: 'America/New_York',
		credential: credentialFor(simulator, 'SearchIncident', { timezone: 'Asia/Tokyo' }),
	});
	expect(sentParams(simulator)).toEqual({
		'Start Time UTC': '2026-05-15 04:00:00',
		'End Time UTC': '2026-05-15 23:59:59',
		Username: 'Admin',
	});
});
