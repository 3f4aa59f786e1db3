import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import { resources } from '../../../../nodes/D3Soar/resources/index.ts';
import { credentialFor, sentParams } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { SAMPLES, type Sample } from '../../../simulator/samples.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** What D3's pages print is the only D3 that anybody here has seen: the node must send and read it to the letter. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

/** What a user enters for a value of the sample. */
function enteredValue({ type }: INodeProperties, value: unknown): unknown {
	const text = Array.isArray(value) ? value.join('\n') : String(value);
	return type === 'resourceLocator' ? { __rl: true, mode: 'number', value: text } : text;
}

function parametersFor({ command, params }: Sample): INodeParameters {
	const resource = resources.find(({ commands }) =>
		commands.some((each) => each.command === command),
	)!;
	const { fields, operation } = resource.commands.find((each) => each.command === command)!;
	const entered = fields
		.filter(({ parameter }) => parameter in params)
		.map(({ parameter, property }) => [property.name, enteredValue(property, params[parameter])]);
	return {
		...(Object.fromEntries(entered) as INodeParameters),
		resource: resource.value,
		operation: operation.value,
	};
}

const run = async (command: string) => {
	const sample = SAMPLES.find((each) => each.command === command)!;
	const { outputs, error } = await runOnEngine({
		parameters: parametersFor(sample),
		credential: credentialFor(simulator, command, { username: 'admin user' }),
	});
	expect(sentParams(simulator)).toEqual(sample.params);
	return { items: outputs[0]?.map(({ json }) => json), error };
};

it('cites the page of each sample, and says below what becomes of each', () => {
	for (const { page } of SAMPLES) expect(page).toMatch(/^https:\/\/docs\.d3security\.com\//);
	const told = [...Object.keys(ACCEPTED), ...Object.keys(FAILED)];
	expect(told.sort()).toEqual(SAMPLES.map(({ command }) => command).sort());
});

it.each(SAMPLES)(
	'gives the response of $command to the letter',
	async ({ command, params, response }) => {
		const answered = await fetch(`${simulator.serverUrl}/api/Command/${command}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', d3key: simulator.keyOf(command).apiKey },
			body: JSON.stringify({
				Username: 'Admin',
				Site: 'Security Operations',
				CommandParams: params,
			}),
		});
		expect([answered.status, await answered.text()]).toEqual([200, response]);
	},
);

/** The items that the node makes of each response. */
const ACCEPTED: Record<string, IDataObject[]> = {
	SetArtifactRiskLevel: [
		{ artifacts: [{ name: 'sample.vbs', type: 'External Endpoint', risklevel: 'Medium' }] },
	],
	EmailGroupByDomain: [
		{
			domain: 'iso@xxx.com',
			users: [{ email: 'user_1@xxx.com' }, { email: 'user_4@xxx.com' }],
		},
		{ domain: 'iso@xxx.de', users: [{ email: 'user_2@xxx.de' }] },
		{ domain: 'iso@xxx.schwarz', users: [{ email: 'user_3@xxx.de' }] },
	],
	GetLinkedIncidentsOfAnIncident: [
		{ 'Incident Number': '20211015-2' },
		{ 'Incident Number': '20211015-3' },
		{ 'Incident Number': '20211027-4' },
		{ 'Incident Number': '20211027-8' },
		{ 'Incident Number': '20211027-9' },
		{ 'Incident Number': '20230914-3' },
	],
	LinkIncidentToExistingCases: [{ error: '', returnData: 'Successful' }],
	RemoveIncidentAttachment: [{ error: '', returnData: 'Successful' }],
	RunPlaybooks: [
		{
			'Incident Number': '20220725-12',
			'Playbook List': ['runPlaybookComand1'],
			Result: 'Successful',
		},
	],
};

/** What the node says of the others. */
const FAILED: Record<string, RegExp> = {
	SetArtifactState: /is not confirmed: D3 reported no error, but named no artifact/,
	RemoveLinkedIncidents: /part.*20210127-198: The source incident is not linked to this incident/,
	UnzipAndSave: /^D3 rejected .*: File ID: 271 Cannot read that as a ZipFile$/,
};

it.each(Object.entries(ACCEPTED))(
	"sends D3's sample of %s and makes its items of the response",
	async (command, items) => {
		const { items: made, error } = await run(command);
		expect(error).toBeUndefined();
		expect(made).toEqual(items);
	},
);

it.each(Object.entries(FAILED))(
	"sends D3's sample of %s and does not take its response for a success",
	async (command, message) => {
		const { error } = await run(command);
		expect(error?.message).toMatch(message);
	},
);
