import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { D3SoarCredential } from '../../../credentials/credential.ts';
import { credentialFor, sentParams, taskParameters } from '../../support/fixtures.mts';
import { runOnEngine } from '../../support/n8nEngine.mts';
import { faults } from '../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { incident } from '../../simulator/world.mts';

/** What all commands share: the user and site they act for, what is sent, and how errors name the call. */

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
) => await runOnEngine({ parameters, credential: credentialFor(simulator, command, credential) });

/** The error of a call that D3 rejects. */
const errorWhenRejected = async (command: string, parameters: INodeParameters) => {
	simulator.injectFault(faults.invalidBody);
	return (await run(command, parameters)).error;
};

// Without them D3 would not know for whom to act.
it.each<[string, object]>([
	['Site', { site: undefined }],
	['Site', { site: ' ' }],
	['Username', { username: undefined }],
	['Username', { username: '' }],
])('sends nothing if the %s is empty: %j', async (name, credential) => {
	const { error } = await run('CreateTask', taskParameters(), credential);
	expect(error?.message).toBe(`${name} is empty`);
	expect(error?.description).toBe('Set it in the credential or in the node. Nothing was sent.');
	expect(simulator.ledger.requests).toEqual([]);
});

it("does not send D3 the node's own settings, such as Simplify", async () => {
	const { error } = await run('GetUsersBySite', {
		resource: 'user',
		operation: 'getManyBySite',
		siteName: 'Security Operations',
		simplify: false,
	});
	expect(error).toBeUndefined();
	expect(Object.keys(sentParams(simulator))).toContain('Site Name');
	expect(Object.keys(sentParams(simulator))).not.toContain('Simplify');
});

// Without this parameter D3 would act as its system user.
it('sends the user as a parameter too if the command has a Username parameter', async () => {
	await run('LinkIncidentToExistingCases', {
		resource: 'incident',
		operation: 'linkToCases',
		caseNumbers: '20210127-198',
		incidentIdList: '20220125-1',
		options: { username: 'jdoe' },
	});
	expect(sentParams(simulator)).toMatchObject({
		Username: 'jdoe',
		'Incident ID List': ['20220125-1'],
	});
	await simulator.close();
	simulator = await startSimulator();
	await run('CreateTask', taskParameters());
	expect(sentParams(simulator)).not.toHaveProperty('Username');
});

it('says which values are missing and that nothing was sent', async () => {
	const { error } = await run('RemoveIncidentAttachment', {
		resource: 'incident',
		operation: 'removeAttachments',
		incidentNumbers: '20220125-1',
	});
	expect(error?.message).toMatch(/^File IDs and File Names are both empty/);
	expect(error?.description).toBe('Enter at least one of them. Nothing was sent.');
});

describe('the subject of an error message', () => {
	const addTags = { resource: 'incident', operation: 'addTags', tags: 'phishing' };

	// Otherwise the advice would scroll out of sight.
	it('shortens an error message that would list a thousand incidents', async () => {
		const incidentNumbers = Array.from({ length: 1000 }, (_, index) => `20220125-${index}`);
		const error = await errorWhenRejected('CloseIncidentInBulk', {
			resource: 'incident',
			operation: 'close',
			incidentNumbers: incidentNumbers.join('\n'),
		});
		expect(error?.message).toMatch(/^D3 rejected closing of 20220125-0, 20220125-1, .*…: /);
		expect(error?.message.length).toBeLessThan(500);
	});

	it('names the command and the incident in an error if the command has no wording of its own', async () => {
		const error = await errorWhenRejected('AddIncidentTags', {
			...addTags,
			incidentNumber: number,
		});
		expect(error?.message).toMatch(/^D3 rejected Add Tags on 20220125-1: /);
		expect(error?.context?.details).toMatchObject({ incidentNumber: '20220125-1' });
	});

	it('names every incident of the call in an error', async () => {
		const error = await errorWhenRejected('LinkIncidentToExistingCases', {
			resource: 'incident',
			operation: 'linkToCases',
			caseNumbers: '1',
			incidentIdList: '20220125-1, 20220125-2',
		});
		expect(error?.message).toMatch(/^D3 rejected Link to Cases on 20220125-1, 20220125-2: /);
	});

	it('names only the command in an error if the call is about no incident', async () => {
		const error = await errorWhenRejected('GetUsersBySite', {
			resource: 'user',
			operation: 'getManyBySite',
			siteName: 'Security Operations',
		});
		expect(error?.message).toMatch(/^D3 rejected Get Many by Site: /);
	});

	it.each([
		['text with blanks around the number', { 'Incident Number': ' 20220125-1 ' }, '20220125-1'],
		['a number', { 'Incident Number': 42 }, '42'],
		['a list with one number', { 'Incident Numbers': ['42', '', '42'] }, '42'],
		['text with one number and a comma', { 'Incident Numbers': '42,' }, '42'],
		['several incidents (no number)', { 'Incident Numbers': ['41', '42'] }, undefined],
		['an object (no number)', { 'Incident Number': { a: 1 } }, undefined],
		['an empty value (no number)', { 'Incident Number': '' }, undefined],
		['a parameter that holds no incident (no number)', { 'Incident Owner': '42' }, undefined],
	])(
		'Run gives the right incident number in the error details for %s',
		async (_, parametersJson, incidentNumber) => {
			const error = await errorWhenRejected('AddIncidentTags', {
				resource: 'command',
				operation: 'run',
				commandName: 'AddIncidentTags',
				parametersJson: JSON.stringify(parametersJson),
			});
			const { details } = error!.context as { details: IDataObject };
			expect(details.incidentNumber).toBe(incidentNumber);
		},
	);
});

describe('listings', () => {
	const getAll = (parameters: INodeParameters) =>
		run('GetIncidents', {
			resource: 'incident',
			operation: 'getAll',
			startTime: '2026-05-15',
			endTime: '2026-05-15',
			...parameters,
		});

	it('Return All reads a listing to its end, beyond the default limit', async () => {
		simulator.world.incidents = Array.from({ length: 120 }, (_, index) =>
			incident(`20260515-${index}`, `Incident ${index}`, '2026-05-15 08:00:10'),
		);
		expect((await getAll({ returnAll: true })).outputs[0]).toHaveLength(120);
		expect((await getAll({ returnAll: false, limit: 7 })).outputs[0]).toHaveLength(7);
	});

	it('sends the time window of a listing in UTC if List Time Zone is empty', async () => {
		await getAll({ startTime: '2026-05-15T08:00:00Z', options: { windowTimezone: '' } });
		expect(sentParams(simulator)).toMatchObject({ 'Start Time': '2026-05-15 08:00:00' });
	});

	it('rejects an unknown List Time Zone and says what to enter instead', async () => {
		const { error } = await getAll({ options: { windowTimezone: 'Mars/Base' } });
		expect(error?.message).toBe('List Time Zone "Mars/Base" is not a known time zone');
		expect(error?.description).toBe(
			'Enter an IANA name such as America/Vancouver, or leave it empty for UTC. Nothing was sent.',
		);
	});
});

// D3 documents these two parameters as UTC, whichever zone it reads other dates in.
it("sends the times of an incident search in UTC, whatever the credential's time zone", async () => {
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
	expect(sentParams(simulator)).toMatchObject({
		'Start Time UTC': '2026-05-15 15:00:00',
		'End Time UTC': '2026-05-15 23:59:59',
	});
});

it('rejects an unknown workflow time zone and says where to change it', async () => {
	const { error } = await runOnEngine({
		parameters: taskParameters(),
		credential: credentialFor(simulator, 'CreateTask', { timezone: 'America/Vancouver' }),
		timezone: 'Mars/Base',
	});
	expect(error?.message).toBe('The workflow\'s time zone "Mars/Base" is not a known time zone');
	expect(error?.description).toBe('Choose another one in the workflow settings. Nothing was sent.');
	expect(simulator.ledger.requests).toEqual([]);
});

it('rejects an unknown Time Zone and says what to enter instead', async () => {
	const { error } = await run('CreateTask', taskParameters({ options: { timezone: 'Mars/Base' } }));
	expect(error?.message).toBe('Time Zone "Mars/Base" is not a known time zone');
	expect(error?.description).toMatch(/^Enter an IANA name such as America\/Vancouver or UTC as/);
});

// D3 names zones as Windows does, and a user copies them from there.
it('names the IANA zone for a zone that is written as Windows writes it', async () => {
	const timezone = 'Pacific Standard Time';
	const { error } = await run('CreateTask', taskParameters({ options: { timezone } }));
	expect(error?.description).toContain(' "Pacific Standard Time" is America/Los_Angeles.');
});
