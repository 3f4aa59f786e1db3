import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor, runNode } from '../../../support/n8nEngine.mts';
import { faults } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (command: string, parameters: INodeParameters) => {
	const { error } = await runNode({ parameters, credential: credentialFor(simulator, command) });
	const body = simulator.ledger.requests[0]?.body as { CommandParams: IDataObject } | undefined;
	return { error, sent: body?.CommandParams };
};

const form = {
	resource: 'incident',
	operation: 'modifyForm',
	incidentTypes: 'Phishing, Malware',
	section: 'Privilege Escalation',
};

it.each(['Delete', 'delete', 'Remove'])(
	'%s of a section is refused without the switch: it destroys values in incidents nobody named',
	async (action) => {
		const { error, sent } = await run('ModifyIncidentForm', {
			...form,
			action: `={{ "${action}" }}`,
		});
		expect(error?.message).toMatch(/^Item 0: Deleting a section destroys its values/);
		expect(sent).toBeUndefined();
	},
);

it.each([
	['Add', {}],
	['Delete', { deleteTheSectionAndItsValues: true }],
])('%s of a section sends what D3 documents, and no switch of ours', async (action, parameters) => {
	const { error, sent } = await run('ModifyIncidentForm', { ...form, action, ...parameters });
	expect(error).toBeUndefined();
	expect(sent).toEqual({
		'Incident Types': ['Phishing', 'Malware'],
		Section: 'Privilege Escalation',
		Action: action,
	});
});

it('a new user is one object, as D3 wants it, without the members that were left empty', async () => {
	const { error, sent } = await run('CreateUser', {
		resource: 'user',
		operation: 'create',
		username: 'newuser',
		emailAddress: 'new.user@example.com',
		firstName: 'New',
		lastName: 'User',
		roleId: '1',
		groupIds: '100013, 100011',
		siteIds: '={{ [100018] }}',
	});
	expect(error).toBeUndefined();
	expect(sent).toEqual({
		UserInfo: {
			username: 'newuser',
			emailAddress: 'new.user@example.com',
			firstName: 'New',
			lastName: 'User',
			isActive: true,
			roleId: '1',
			groupIds: [100013, 100011],
			siteIds: [100018],
		},
	});
});

it('a new site is active and no master unless the builder says so, as D3 presets it', async () => {
	const { error, sent } = await run('CreateSite', {
		resource: 'site',
		operation: 'create',
		siteName: 'Branch',
	});
	expect(error).toBeUndefined();
	expect(sent).toEqual({
		'Site Name': 'Branch',
		'Site Type': 'Client',
		'Shared Connection': false,
		'Is Active': true,
		'Is Master': false,
	});
});

it('details that are there are not overwritten by a preset: the builder has to say it', async () => {
	const { error, sent } = await run('AddInvestigationDetails', {
		resource: 'incident',
		operation: 'addInvestigationDetails',
		incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
		investigationSection: 'Summary',
		investigationDetailContent: 'Nothing found',
		editingType: '={{ "" }}',
	});
	expect(error?.message).toBe('Item 0: Editing Type is empty');
	expect(sent).toBeUndefined();
});

// Under its old name it is not found a second time: a lost answer is for somebody who looks.
it.each([
	['is renamed', { newSiteName: 'Operations' }, 1],
	['keeps its name', { isActive: 'True' }, 2],
])('a site that %s is sent as often as it does no harm', async (_what, parameters, requests) => {
	simulator.misbehave(faults.doneButReset);
	await run('UpdateSite', {
		resource: 'site',
		operation: 'update',
		targetSite: 'Security Operations',
		...parameters,
	});
	expect(simulator.ledger.requests).toHaveLength(requests);
});
