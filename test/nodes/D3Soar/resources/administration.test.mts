import type { INodeParameters } from 'n8n-workflow';

import { allSentParams, credentialFor } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { faults } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (command: string, parameters: INodeParameters) => {
	const { error } = await runOnEngine({
		parameters,
		credential: credentialFor(simulator, command),
	});
	return { error, sent: allSentParams(simulator)[0] };
};

const form = {
	resource: 'incident',
	operation: 'modifyForm',
	incidentTypes: 'Phishing\nMalware',
	section: 'Privilege Escalation',
};

it.each(['Delete', 'delete', 'Remove'])(
	'Modify Form rejects the action %s unless confirmed, because it destroys values in incidents that nobody named',
	async (action) => {
		const { error, sent } = await run('ModifyIncidentForm', {
			...form,
			action: `={{ "${action}" }}`,
		});
		expect(error?.message).toMatch(/^Deleting a section destroys its values/);
		expect(sent).toBeUndefined();
	},
);

it.each([
	['Add', {}],
	['Delete', { deleteTheSectionAndItsValues: true }],
])(
	"Modify Form sends D3's parameters for the action %s, without the node's confirmation",
	async (action, parameters) => {
		const { error, sent } = await run('ModifyIncidentForm', { ...form, action, ...parameters });
		expect(error).toBeUndefined();
		expect(sent).toEqual({
			'Incident Types': ['Phishing', 'Malware'],
			Section: 'Privilege Escalation',
			Action: action,
		});
	},
);

it('Create User sends one UserInfo object, as D3 documents, and omits fields that were left empty', async () => {
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

it("Create Site uses D3's defaults: active and not a master site", async () => {
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

it('Add Investigation Details requires an editing type, so that no default overwrites existing details', async () => {
	const { error, sent } = await run('AddInvestigationDetails', {
		resource: 'incident',
		operation: 'addInvestigationDetails',
		incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
		investigationSection: 'Summary',
		investigationDetailContent: 'Nothing found',
		editingType: '={{ "" }}',
	});
	expect(error?.message).toBe('Editing Type is empty');
	expect(sent).toBeUndefined();
});

// A renamed site is not found under its old name, so after a lost response the user has to look.
it.each([
	['does not send a rename again', { newSiteName: 'Operations' }, 1],
	['sends other changes again', { isActive: 'True' }, 2],
])('Update Site %s after a lost response', async (_what, parameters, requests) => {
	simulator.injectFault(faults.doneButReset);
	await run('UpdateSite', {
		resource: 'site',
		operation: 'update',
		targetSite: 'Security Operations',
		...parameters,
	});
	expect(simulator.ledger.requests).toHaveLength(requests);
});
