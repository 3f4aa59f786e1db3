import type { INodeParameters } from 'n8n-workflow';

import { credentialFor, sentParams } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** Where D3's two pages disagree on what is required, a request must be right by both. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (command: string, parameters: INodeParameters) =>
	await runOnEngine({ parameters, credential: credentialFor(simulator, command) });

it("sends null for an empty Artifact Type, as D3's sample does: one of D3's pages requires the parameter", async () => {
	const { error } = await run('SaveArtifactForIncident', {
		resource: 'artifact',
		operation: 'saveAndLink',
		artifactFields: '[{"URL":"http://example.com"}]',
		incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
	});
	expect(error).toBeUndefined();
	expect(sentParams(simulator)).toEqual({
		'Artifact Type': null,
		'Artifact Fields': [{ URL: 'http://example.com' }],
		'Incident Number': '20220125-1',
	});
});

it("sends an empty object for empty Trigger Data, since one of D3's pages requires the parameter", async () => {
	const { error } = await run('TriggerIncidentExternalAction', {
		resource: 'playbook',
		operation: 'triggerExternalAction',
		searchConditions: '{"Number":"20220125-1"}',
	});
	expect(error).toBeUndefined();
	expect(sentParams(simulator)).toEqual({
		'Search Conditions': { Number: '20220125-1' },
		'Trigger Data': {},
	});
});

const newCase = {
	resource: 'incident',
	operation: 'linkToNewCase',
	incidentNumbers: { __rl: true, mode: 'number', value: '20210330-180, 20210330-181' },
	caseOwnersSite: 'Security Operations',
	caseReportedDate: '2021-01-26 00:00:00',
	caseType: 'Criminal Investigation',
	caseLeadInvestigators: { __rl: true, mode: 'name', value: 'admin user' },
	casePriority: '3',
	caseTimezone: '(GMT-08:00) Pacific Standard Time',
	copyFormData: true,
};

/** https://docs.d3security.com/api-docs/Working-version/link-incidents-to-a-new-case, but for its second Username. */
it("links incidents to a new case with D3's sample", async () => {
	const { error, outputs } = await run('LinkIncidentsToNewCase', newCase);
	expect(error).toBeUndefined();
	expect(sentParams(simulator)).toEqual({
		'Incident Numbers': ['20210330-180', '20210330-181'],
		"Case Owner's Site": 'Security Operations',
		'Case Reported Date': '2021-01-26 00:00:00',
		'Case Type': 'Criminal Investigation',
		'Case Lead Investigators': 'admin user',
		'Case Priority': '3',
		'Case Timezone': '(GMT-08:00) Pacific Standard Time',
		'Copy Form Data': 'Yes',
		Username: 'Admin',
	});
	expect(outputs[0]?.[0]?.json).toMatchObject({ LinkedCaseNumber: '20210330-16' });
});

it.each(['Case Type', 'Case Priority', 'Case Timezone'])(
	"refuses a new case without %s, which one of D3's pages requires, before sending anything",
	async (parameter) => {
		const name = parameter[0]!.toLowerCase() + parameter.slice(1).replace(' ', '');
		const { error } = await run('LinkIncidentsToNewCase', { ...newCase, [name]: '={{ "" }}' });
		expect(error?.message).toMatch(/^Case \w+ is empty$/);
		expect(simulator.ledger.requests).toEqual([]);
	},
);
