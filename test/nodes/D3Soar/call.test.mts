import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { D3SoarCredential } from '../../../credentials/D3SoarApi.credentials.ts';
import { credentialFor, runNode, taskParameters } from '../../support/n8nEngine.mts';
import { faults } from '../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { incident } from '../../simulator/world.mts';

/** What all commands have in common: who asks, what is sent and what is not, and what a call is about. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const number = { __rl: true, mode: 'number', value: '20220125-1' };

const run = async (
	command: string,
	parameters: INodeParameters,
	credential: Partial<D3SoarCredential> = {},
) => await runNode({ parameters, credential: credentialFor(simulator, command, credential) });

/** The error of a call that D3 refuses. */
const refused = async (command: string, parameters: INodeParameters) => {
	simulator.misbehave(faults.invalidBody);
	return (await run(command, parameters)).error;
};

const sentParams = () =>
	(simulator.ledger.requests[0]?.body as { CommandParams: IDataObject }).CommandParams;

// Without them D3 would act for nobody in particular.
it.each<[string, object]>([
	['Site', { site: undefined }],
	['Site', { site: ' ' }],
	['Username', { username: undefined }],
	['Username', { username: '' }],
])('sends nothing without a %s: %j', async (name, credential) => {
	const { error } = await run('CreateTask', taskParameters(), credential);
	expect(error?.message).toBe(`Item 0: ${name} is empty`);
	expect(error?.description).toBe('Give it in the credential or in the node. Nothing was sent.');
	expect(simulator.ledger.requests).toEqual([]);
});

it('keeps to itself what only the node looks at', async () => {
	const { error } = await run('GetUsersBySite', {
		resource: 'user',
		operation: 'getManyBySite',
		siteName: 'Security Operations',
		simplify: false,
	});
	expect(error).toBeUndefined();
	expect(Object.keys(sentParams())).toContain('Site Name');
	expect(Object.keys(sentParams())).not.toContain('Simplify');
});

// Where D3 has a parameter for it, it would else act as its system user.
it('names the user among the parameters of a command that asks for one', async () => {
	await run('LinkIncidentToExistingCases', {
		resource: 'incident',
		operation: 'linkToCases',
		caseNumbers: '20210127-198',
		incidentIdList: '20220125-1',
		options: { username: 'jdoe' },
	});
	expect(sentParams()).toMatchObject({ Username: 'jdoe', 'Incident ID List': ['20220125-1'] });
	await simulator.close();
	simulator = await startSimulator();
	await run('CreateTask', taskParameters());
	expect(sentParams()).not.toHaveProperty('Username');
});

it('says why D3 must not be sent some values, and that nothing was sent', async () => {
	const { error } = await run('RemoveIncidentAttachment', {
		resource: 'incident',
		operation: 'removeAttachments',
		incidentNumbers: '20220125-1',
	});
	expect(error?.message).toMatch(/^Item 0: Give File IDs or File Names/);
	expect(error?.description).toBe('Nothing was sent.');
});

describe('what a call is about', () => {
	const addTags = { resource: 'incident', operation: 'addTags', tags: 'phishing' };

	// What is to be done about it would scroll out of sight.
	it('is shortened where a thousand incidents are named', async () => {
		const incidentNumbers = Array.from({ length: 1000 }, (_, index) => `20220125-${index}`);
		const error = await refused('CloseIncidentInBulk', {
			resource: 'incident',
			operation: 'close',
			incidentNumbers: incidentNumbers.join('\n'),
		});
		expect(error?.message).toMatch(/^Item 0: D3 rejected closing of 20220125-0, 20220125-1, .*…: /);
		expect(error?.message.length).toBeLessThan(500);
	});

	it('is told with the incident, where the command has no words of its own', async () => {
		const error = await refused('AddIncidentTags', { ...addTags, incidentNumber: number });
		expect(error?.message).toMatch(/^Item 0: D3 rejected AddIncidentTags on 20220125-1: /);
		expect(error?.context?.details).toMatchObject({ incidentNumber: '20220125-1' });
	});

	it('is told with all its incidents', async () => {
		const error = await refused('LinkIncidentToExistingCases', {
			resource: 'incident',
			operation: 'linkToCases',
			caseNumbers: '1',
			incidentIdList: '20220125-1, 20220125-2',
		});
		expect(error?.message).toMatch(
			/^Item 0: D3 rejected LinkIncidentToExistingCases on 20220125-1, 20220125-2: /,
		);
	});

	it('is the command alone where it has none', async () => {
		const error = await refused('GetUsersBySite', {
			resource: 'user',
			operation: 'getManyBySite',
			siteName: 'Security Operations',
		});
		expect(error?.message).toMatch(/^Item 0: D3 rejected GetUsersBySite: /);
	});

	it.each([
		['a text with blanks', { 'Incident Number': ' 20220125-1 ' }, '20220125-1'],
		['a number', { 'Incident Number': 42 }, '42'],
		['one in a list', { 'Incident Numbers': ['42', '', '42'] }, '42'],
		['one in a text', { 'Incident Numbers': '42,' }, '42'],
		['several', { 'Incident Numbers': ['41', '42'] }, undefined],
		['what is no number', { 'Incident Number': { a: 1 } }, undefined],
		['nothing', { 'Incident Number': '' }, undefined],
		['another parameter', { 'Incident Owner': '42' }, undefined],
	])('is found by Run in %s', async (_, parametersJson, incidentNumber) => {
		const error = await refused('AddIncidentTags', {
			resource: 'command',
			operation: 'run',
			commandName: 'AddIncidentTags',
			parametersJson: JSON.stringify(parametersJson),
		});
		const { details } = error!.context as { details: IDataObject };
		expect(details.incidentNumber).toBe(incidentNumber);
	});
});

describe('a listing', () => {
	const getAll = (parameters: INodeParameters) =>
		run('GetIncidents', {
			resource: 'incident',
			operation: 'getAll',
			startTime: '2026-05-15',
			endTime: '2026-05-15',
			...parameters,
		});

	it('is read to its end with Return All, also beyond the usual limit', async () => {
		simulator.world.incidents = Array.from({ length: 120 }, (_, index) =>
			incident(`20260515-${index}`, `Incident ${index}`, '2026-05-15 08:00:10'),
		);
		expect((await getAll({ returnAll: true })).outputs[0]).toHaveLength(120);
		expect((await getAll({ returnAll: false, limit: 7 })).outputs[0]).toHaveLength(7);
	});

	it('has its window in UTC where the option is empty', async () => {
		await getAll({ startTime: '2026-05-15T08:00:00Z', options: { windowTimezone: '' } });
		expect(sentParams()).toMatchObject({ 'Start Time': '2026-05-15 08:00:00' });
	});

	it('says what to do about a zone that is none', async () => {
		const { error } = await getAll({ options: { windowTimezone: 'Mars/Base' } });
		expect(error?.message).toBe('Item 0: Window Time Zone "Mars/Base" is not known');
		expect(error?.description).toBe(
			'Give an IANA name such as America/Vancouver in the options, or leave it empty for UTC. Nothing was sent.',
		);
	});
});

// D3 documents these two parameters as UTC, whatever zone it reads others in.
it('writes in UTC what D3 reads in UTC', async () => {
	await run(
		'SearchIncident',
		{
			resource: 'incident',
			operation: 'search',
			startTimeUtc: '2026-05-15T08:00:00-07:00',
			endTimeUtc: '2026-05-15',
		},
		{ timezone: 'America/Vancouver' },
	);
	expect(sentParams()).toMatchObject({
		'Start Time UTC': '2026-05-15 15:00:00',
		'End Time UTC': '2026-05-15 23:59:59',
	});
});

it('says what to do about a workflow whose zone is none', async () => {
	const { error } = await runNode({
		parameters: taskParameters(),
		credential: credentialFor(simulator, 'CreateTask', { timezone: 'America/Vancouver' }),
		timezone: 'Mars/Base',
	});
	expect(error?.message).toBe('Item 0: The Timezone of the workflow "Mars/Base" is not known');
	expect(error?.description).toBe('Choose one in the settings of the workflow. Nothing was sent.');
	expect(simulator.ledger.requests).toEqual([]);
});

it('says what to do about a Time Zone that is none', async () => {
	const { error } = await run('CreateTask', taskParameters({ options: { timezone: 'Mars/Base' } }));
	expect(error?.message).toBe('Item 0: Time Zone "Mars/Base" is not known');
	expect(error?.description).toMatch(/^Give an IANA name such as America\/Vancouver or UTC in/);
});
