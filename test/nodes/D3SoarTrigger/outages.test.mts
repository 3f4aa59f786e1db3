import type { IDataObject } from 'n8n-workflow';

import { ActiveWorkflow } from '../../support/activeWorkflow.mts';
import { credentialFor } from '../../support/fixtures.mts';
import { answering, faults } from '../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { incident } from '../../simulator/world.mts';

/**
 * n8n 2.41 retries a first poll that throws for 84 seconds, and then never polls again, though the workflow looks
 * active. So a trigger that knows how far it has read must not throw there, whatever D3 does.
 */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const utcTimestamp = () => new Date().toISOString().slice(0, 19).replace('T', ' ');
const addIncident = (number: string) =>
	void simulator.world.incidents.push(incident(number, `Title ${number}`, utcTimestamp()));
const numbersIn = (items: IDataObject[]) => items.map((item) => item['IR Number']);

const trigger = (options: IDataObject = {}) =>
	new ActiveWorkflow({
		parameters: { options: options as never },
		credential: credentialFor(simulator, 'GetIncidents'),
	});

const notFoundForEver = () => simulator.injectFault(answering(404, ''), { times: 99 });

it.each(['init', 'leadershipChange', 'update', 'activate'] as const)(
	'a trigger with a position stays active if D3 is unreachable on activation by %s, and later delivers what happened meanwhile',
	async (mode) => {
		const workflow = trigger();
		await workflow.activate();
		addIncident('meanwhile');
		notFoundForEver();
		expect(await workflow.activate(mode)).toEqual([]);
		expect(workflow.errors.map(({ message }) => message)).toEqual([
			expect.stringContaining('D3 command GetIncidents was not found at this Server URL'),
		]);
		simulator.clearFaults();
		expect(numbersIn(await workflow.poll())).toEqual(['meanwhile']);
		expect(await workflow.poll()).toEqual([]);
	},
);

it.each([
	['n8n starts', 'init'],
	['another instance of n8n takes over', 'leadershipChange'],
] as const)(
	'a trigger without a position stays active if D3 is unreachable when %s, and starts with the next poll',
	async (_when, mode) => {
		const workflow = trigger();
		notFoundForEver();
		expect(await workflow.activate(mode)).toEqual([]);
		expect(workflow.errors).toHaveLength(1);
		simulator.clearFaults();
		expect(await workflow.poll()).toEqual([]);
		addIncident('new');
		expect(numbersIn(await workflow.poll())).toEqual(['new']);
	},
);

it('the first activation by a user fails if D3 is unreachable, since the user can fix a mistake at once', async () => {
	notFoundForEver();
	await expect(trigger().activate('activate')).rejects.toThrow(/was not found at this Server URL/);
});

it('a later poll that fails throws, so that n8n shows a failed execution, and loses nothing', async () => {
	const workflow = trigger();
	await workflow.activate();
	addIncident('meanwhile');
	notFoundForEver();
	await expect(workflow.poll()).rejects.toThrow(/was not found at this Server URL/);
	simulator.clearFaults();
	expect(numbersIn(await workflow.poll())).toEqual(['meanwhile']);
});

it('a page that comes again fails the poll, and the missing rows come with the next one', async () => {
	const workflow = trigger({ pageSize: 2 });
	await workflow.activate();
	for (const number of ['1', '2', '3', '4', '5']) addIncident(number);
	const page = { incidents: simulator.world.incidents.slice(-2) };
	const again = JSON.stringify({ error: '', rawData: page, outputData: { TotalPages: 3 } });
	simulator.injectFault(answering(200, again), { times: 9 });
	await expect(workflow.poll()).rejects.toThrow(
		'D3 returned the same page of GetIncidents twice, so rows are missing',
	);
	simulator.clearFaults();
	expect(numbersIn(await workflow.poll())).toEqual(['1', '2', '3', '4', '5']);
});

it('a trigger with a position stays active if a login page replaces D3 when n8n starts', async () => {
	const workflow = trigger();
	await workflow.activate();
	simulator.injectFault(faults.loginPage, { times: 99 });
	expect(await workflow.restart()).toEqual([]);
	expect(workflow.errors).toHaveLength(1);
});

it.each(['init', 'update', 'activate'] as const)(
	'a site that is added while D3 fails does not take the watched one with it on activation by %s',
	async (mode) => {
		const workflow = trigger();
		await workflow.activate();
		addIncident('meanwhile');
		simulator.injectFault(answering(404, ''), {
			times: 99,
			when: ({ body }) => (body as IDataObject).Site === 'Other',
		});
		const parameters = { sites: `${simulator.world.site}\nOther` };
		expect(numbersIn(await workflow.activate(mode, parameters))).toEqual(['meanwhile']);
		expect(workflow.errors).toEqual([
			expect.objectContaining({
				description: expect.stringContaining(
					'The site is watched from the first successful poll on.',
				),
			}),
		]);
	},
);

it('a trigger that is to start over while D3 is away goes on from its old position, since it cannot find a new one', async () => {
	const workflow = trigger({ startFrom: 'now' });
	await workflow.activate();
	addIncident('meanwhile');
	notFoundForEver();
	expect(await workflow.activate('activate')).toEqual([]);
	expect(workflow.errors).toHaveLength(1);
	simulator.clearFaults();
	expect(numbersIn(await workflow.poll())).toEqual(['meanwhile']);
});

describe('settings or a credential that cannot be read', () => {
	const noSites = { sites: '={{ undefined }}' };

	it.each(['init', 'update', 'activate'] as const)(
		'an expression in Sites that gives nothing does not end a trigger with a position on activation by %s',
		async (mode) => {
			const workflow = trigger();
			await workflow.activate();
			addIncident('meanwhile');
			expect(await workflow.activate(mode, noSites)).toEqual([]);
			expect(workflow.errors).toEqual([expect.objectContaining({ message: 'Sites is empty' })]);
			await expect(workflow.poll()).rejects.toThrow('Sites is empty');
			expect(numbersIn(await workflow.activate('update', {}))).toEqual(['meanwhile']);
		},
	);

	it('a user who activates a trigger for the first time is told at once', async () => {
		await expect(trigger().activate('activate', noSites)).rejects.toThrow('Sites is empty');
	});

	// n8n loads external secrets while it starts.
	it('a trigger outlives a credential that cannot be read yet when n8n starts', async () => {
		const credential = { ...credentialFor(simulator, 'GetIncidents') };
		const { apiKey } = credential;
		const workflow = new ActiveWorkflow({ credential });
		await workflow.activate();
		addIncident('meanwhile');
		const fails = () => {
			throw new Error('The external secrets are not loaded');
		};
		Object.defineProperty(credential, 'apiKey', {
			get: fails,
			enumerable: true,
			configurable: true,
		});
		expect(await workflow.restart()).toEqual([]);
		expect(workflow.errors).toEqual([
			expect.objectContaining({ message: 'The external secrets are not loaded' }),
		]);
		Object.defineProperty(credential, 'apiKey', { value: apiKey, enumerable: true });
		expect(numbersIn(await workflow.poll())).toEqual(['meanwhile']);
	});
});
