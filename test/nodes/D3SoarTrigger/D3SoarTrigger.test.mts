import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { D3SoarCredential } from '../../../credentials/credential.ts';
import { ActiveWorkflow } from '../../support/activeWorkflow.mts';
import { credentialFor, sentParams, utcTimestamp } from '../../support/fixtures.mts';
import { answering, delayed, faults, tooMany } from '../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { event, incident } from '../../simulator/world.mts';

/** What a user sees of the trigger, run by n8n-core's own polling functions. */

const HOUR = 60 * 60 * 1000;

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
	Object.assign(simulator.world, { incidents: [], events: [] });
	addIncident('old', -2 * HOUR);
});
afterEach(async () => await simulator.close());

/** Adds an incident that was created `fromNow` milliseconds from now. */
function addIncident(number: string, fromNow = 0, more: IDataObject = {}): void {
	const created = utcTimestamp(Date.now() + fromNow);
	simulator.world.incidents.push({ ...incident(number, `Title ${number}`, created), ...more });
}

const triggerWith = (parameters: INodeParameters = {}, rest = {}) =>
	new ActiveWorkflow({
		parameters,
		credential: credentialFor(simulator, 'GetIncidents'),
		...rest,
	});

const numbersIn = (items: IDataObject[]) => items.map((item) => item['IR Number']);

// n8n before 2.27, and its durable scheduler, do not wait for a poll that is still running.
describe('a poll that begins while an older one of the same trigger is running', () => {
	/** A poll that waits for D3, and one that begins meanwhile. */
	async function pollTwice() {
		const workflow = triggerWith();
		await workflow.activate();
		addIncident('new');
		simulator.injectFault(delayed(500));
		const older = workflow.poll();
		while (simulator.ledger.inFlight === 0) await sleep(5);
		return { workflow, older, newer: workflow.saved() };
	}

	it('delivers alone', async () => {
		const { workflow, older, newer } = await pollTwice();
		expect(numbersIn(await newer.activate('update'))).toEqual(['new']);
		expect(await older).toEqual([]);
		expect(workflow.executions).toBe(0);
		addIncident('newer');
		expect(numbersIn(await newer.poll())).toEqual(['newer']);
	});

	it('leaves what both saw to the next poll if it fails', async () => {
		const { workflow, older, newer } = await pollTwice();
		simulator.injectFault(faults.invalidKey);
		await newer.activate('update');
		expect(await older).toEqual([]);
		expect(workflow.errors).toEqual([]);
		expect(newer.errors).toHaveLength(1);
		expect(numbersIn(await newer.poll())).toEqual(['new']);
	});

	it('closes the request of the older one, whose response nobody needs any more', async () => {
		const workflow = triggerWith();
		await workflow.activate();
		simulator.injectFault(faults.silent);
		const older = workflow.poll();
		while (simulator.ledger.inFlight === 0) await sleep(5);
		await workflow.saved().activate('update');
		expect(await older).toEqual([]);
		while (simulator.ledger.inFlight > 0) await sleep(5);
		// Without it the poll ends too, after a minute.
	}, 20_000);

	it('is not held up by a test in the editor, nor holds it up', async () => {
		const { older, newer } = await pollTwice();
		expect(numbersIn(await newer.test())).toEqual(['new']);
		expect(numbersIn(await older)).toEqual(['new']);
	});
});

// n8n gives up a poll that takes longer, and its user reads nothing of D3.
it('ends within the time that n8n gives a poll, and says that D3 did not respond', async () => {
	const workflow = triggerWith({}, { budget: 1000 });
	await workflow.activate();
	addIncident('new');
	simulator.injectFault(faults.silent, { times: 2 });
	await expect(workflow.poll()).rejects.toMatchObject({
		message: expect.stringMatching(/^D3 did not respond/),
		description: expect.stringMatching(/no complete response within 1 s/),
		failure: { cause: 'temporarily-unavailable' },
	});
	simulator.clearFaults();
	expect(numbersIn(await workflow.poll())).toEqual(['new']);
});

// n8n polls again at once after one failure and much later after another.
it.each([
	['D3 does not know the key', faults.invalidKey, { cause: 'credential-invalid' }],
	['D3 asks for a pause', tooMany('45'), { cause: 'rate-limited', retryAfterMs: 45_000 }],
	['D3 limits the rate', tooMany(), { cause: 'rate-limited' }],
	['D3 fails', faults.unexpected, { cause: 'temporarily-unavailable' }],
	[
		'a gateway answers',
		answering(403, '<html>Blocked</html>'),
		{ cause: 'temporarily-unavailable' },
	],
	['a value is refused', faults.invalidBody, undefined],
])('tells n8n why it failed when %s', async (_when, fault, failure) => {
	const workflow = triggerWith({}, { budget: 2000 });
	await workflow.activate();
	simulator.injectFault(fault, { times: 10 });
	const error = await workflow.poll().catch((reason: unknown) => reason);
	expect((error as { failure?: object }).failure).toEqual(failure);
});

it.each<[string, Partial<D3SoarCredential>, string]>([
	['D3 is away', { serverUrl: 'http://127.0.0.1:1/MainApp/VSOC' }, 'temporarily-unavailable'],
	['its key cannot be sent', { apiKey: 'two words' }, 'credential-invalid'],
])('tells n8n why it failed when %s', async (_when, change, cause) => {
	const credential = credentialFor(simulator, 'GetIncidents');
	const workflow = triggerWith({}, { credential, budget: 2000 });
	await workflow.activate();
	Object.assign(credential, change);
	await expect(workflow.poll()).rejects.toMatchObject({ failure: { cause } });
});

describe('activation', () => {
	it('activation replays nothing, and each later incident comes once', async () => {
		const workflow = triggerWith();
		expect(await workflow.activate()).toEqual([]);
		addIncident('new');
		expect(numbersIn(await workflow.poll())).toEqual(['new']);
		expect(await workflow.poll()).toEqual([]);
		addIncident('newer');
		expect(numbersIn(await workflow.poll())).toEqual(['newer']);
		// Each execution costs a row in the list of executions, and money on n8n's cloud.
		expect(workflow.executions).toBe(2);
	});

	it('activation after a pause goes on where the last poll stopped', async () => {
		const workflow = triggerWith();
		await workflow.activate();
		addIncident('in the pause');
		expect(numbersIn(await workflow.activate())).toEqual(['in the pause']);
		expect(await workflow.poll()).toEqual([]);
	});

	it('activation after a pause skips what happened meanwhile with After a Pause: Skip Backlog', async () => {
		const workflow = triggerWith({ options: { startFrom: 'now' } });
		await workflow.activate();
		addIncident('in the pause');
		expect(await workflow.activate()).toEqual([]);
		addIncident('new');
		expect(numbersIn(await workflow.poll())).toEqual(['new']);
	});

	// n8n also activates workflows when it starts and when one is saved: the user has paused nothing.
	it.each(['init', 'update', 'leadershipChange'] as const)(
		'activation by %s goes on where the last poll stopped, even with After a Pause: Skip Backlog',
		async (mode) => {
			const workflow = triggerWith({ options: { startFrom: 'now' } });
			await workflow.activate();
			addIncident('meanwhile');
			expect(numbersIn(await workflow.activate(mode))).toEqual(['meanwhile']);
		},
	);

	it('starts over if Trigger On changes, and goes on if only a filter changes', async () => {
		const workflow = triggerWith({ severity: ['Critical'] });
		await workflow.activate();
		addIncident('high', 0, { Severity: 'High' });
		expect(await workflow.poll()).toEqual([]);
		const wider = { severity: ['Critical', 'High'] };
		expect(numbersIn(await workflow.activate('update', wider))).toEqual(['high']);
		expect(await workflow.activate('update', { triggerOn: 'incidentUpdated' })).toEqual([]);
	});

	// The stored dates mean other instants there: new incidents would count as old for hours.
	it('starts over if the List Time Zone changes', async () => {
		const workflow = triggerWith();
		await workflow.activate();
		addIncident('meanwhile');
		const inVancouver = { options: { windowTimezone: 'America/Vancouver' } };
		expect(await workflow.activate('update', inVancouver)).toEqual([]);
		addIncident('new', -7 * HOUR);
		addIncident('newer', -6 * HOUR);
		expect(workflow.database).toMatchObject({
			'node:D3 SOAR Trigger': { zone: 'America/Vancouver' },
		});
		expect(numbersIn(await workflow.poll())).toEqual(['new', 'newer']);
	});

	// Otherwise it would watch the credential's site, or everything, and lose its position.
	it.each<[string, INodeParameters, string]>([
		['Sites', { sites: '={{ $vars.missing }}' }, 'Sites is empty'],
		['Severity', { severity: '={{ undefined }}' }, 'Severity is empty'],
		['Type', { type: '={{ [] }}' }, 'Type is empty'],
	])(
		'reports that the expression in %s gives nothing, and later goes on where it stopped',
		async (_, given, message) => {
			const workflow = triggerWith({ sites: 'Security Operations' });
			await workflow.activate();
			addIncident('meanwhile');
			expect(await workflow.activate('update', given)).toEqual([]);
			expect(workflow.errors).toEqual([
				expect.objectContaining({
					message,
					description: expect.stringMatching(/^Its expression (gives|finds) nothing\./),
				}),
			]);
			const resumed = await workflow.activate('update', { sites: 'Security Operations' });
			expect(numbersIn(resumed)).toEqual(['meanwhile']);
		},
	);

	it('starts over if n8n has stored another Trigger On or no positions', async () => {
		const workflow = triggerWith();
		await workflow.activate();
		for (const more of [{ triggerOn: 'eventReceived' }, { cursors: undefined }]) {
			Object.assign(workflow.database['node:D3 SOAR Trigger'] as IDataObject, more);
			addIncident('there before');
			expect(await workflow.restart()).toEqual([]);
		}
	});

	it('a site that is added starts with what is new from then on', async () => {
		const workflow = triggerWith({ sites: 'A' });
		await workflow.activate();
		addIncident('new', 0, { Site: 'A' });
		addIncident('there before', 0, { Site: 'B' });
		expect(numbersIn(await workflow.activate('update', { sites: 'A\nB' }))).toEqual(['new']);
	});
});

describe('a poll', () => {
	it('a poll returns at most Max Items per Poll, and the next poll the rest', async () => {
		const workflow = triggerWith({ options: { maxItemsPerPoll: 2 } });
		await workflow.activate();
		for (const number of ['1', '2', '3']) addIncident(number, -HOUR);
		expect(numbersIn(await workflow.poll())).toEqual(['1', '2']);
		expect(numbersIn(await workflow.poll())).toEqual(['3']);
	});

	it('a poll finds incidents that D3 lists late, within the overlap', async () => {
		addIncident('newest');
		const late = async (overlap: number) => {
			const workflow = triggerWith({ options: { overlap } });
			await workflow.activate();
			addIncident(`late ${overlap}`, -HOUR / 2);
			return numbersIn(await workflow.poll());
		};
		expect(await late(20)).toEqual([]);
		expect(await late(40)).toEqual(['late 40']);
	});

	it('a poll returns the incidents of every page', async () => {
		const workflow = triggerWith({ options: { pageSize: 2 } });
		await workflow.activate();
		for (const number of ['1', '2', '3', '4', '5']) addIncident(number);
		expect(numbersIn(await workflow.poll())).toEqual(['1', '2', '3', '4', '5']);
	});
});

describe('a failed poll', () => {
	it("a failed poll shows D3's message, and the next poll returns what it missed", async () => {
		const workflow = triggerWith();
		await workflow.activate();
		addIncident('new');
		simulator.injectFault(faults.invalidKey);
		await expect(workflow.poll()).rejects.toMatchObject({
			message:
				'D3 rejected GetIncidents for the site "Security Operations": Invalid authentication key.',
			description: expect.stringMatching(
				/^There is no key for GetIncidents in this credential.* Nothing is lost: the next poll resumes from the same position\.$/,
			),
			context: { details: { outcome: 'rejected', command: 'GetIncidents', httpCode: 401 } },
		});
		expect(numbersIn(await workflow.poll())).toEqual(['new']);
	});

	it('a poll that fails at activation keeps the workflow inactive', async () => {
		const workflow = triggerWith();
		simulator.injectFault(faults.invalidKey);
		await expect(workflow.activate()).rejects.toThrow('Invalid authentication key.');
		expect(workflow.database).toEqual({});
	});

	// n8n starts a poll every minute, even while another is still reading.
	it('polls that overlap return each incident once', async () => {
		const workflow = triggerWith();
		await workflow.activate();
		addIncident('new');
		const polls = await Promise.all([workflow.poll(), workflow.poll(), workflow.poll()]);
		expect(numbersIn(polls.flat())).toEqual(['new']);
	});
});

describe('several sites', () => {
	const sites = 'A\nB';
	const ofB = ({ body }: { body: unknown }) => (body as IDataObject).Site === 'B';

	it('reads each site by itself, and every item names its site', async () => {
		const workflow = triggerWith({ sites });
		await workflow.activate();
		addIncident('a', 0, { Site: 'A' });
		addIncident('b', 0, { Site: 'B' });
		const items = await workflow.poll();
		expect(items.map((item) => [item.Site, item['IR Number']])).toEqual([
			['A', 'a'],
			['B', 'b'],
		]);
	});

	it('one failing site does not hold up the others, and its failure is reported', async () => {
		const workflow = triggerWith({ sites });
		await workflow.activate();
		addIncident('a', 0, { Site: 'A' });
		addIncident('b', 0, { Site: 'B' });
		simulator.injectFault(faults.invalidKey, { when: ofB });
		expect(numbersIn(await workflow.poll())).toEqual(['a']);
		expect(workflow.errors.map(({ message }) => message)).toEqual([
			'D3 rejected GetIncidents for the site "B": Invalid authentication key.',
		]);
		expect(numbersIn(await workflow.poll())).toEqual(['b']);
	});

	it('a poll fails if every site fails, and names all of them', async () => {
		const workflow = triggerWith({ sites: 'A\nB 2.0\nC' });
		await workflow.activate();
		simulator.injectFault(faults.invalidKey, { times: 3 });
		const why = (site: string) =>
			`D3 rejected GetIncidents for the site "${site}": Invalid authentication key.`;
		await expect(workflow.poll()).rejects.toMatchObject({
			message: why('A'),
			description: expect.stringMatching(
				/^There is no key for GetIncidents .* from the same position\. Other sites failed too: /,
			),
		});
		simulator.injectFault(faults.invalidKey, { times: 3 });
		const { description } = (await workflow.poll().catch((error: unknown) => error)) as {
			description: string;
		};
		expect(description.split(' Other sites failed too: ')[1]).toBe(`${why('B 2.0')} ${why('C')}`);
		expect(workflow.errors).toEqual([]);
	});

	// Otherwise a mistyped name would be noticed late.
	it('activation by hand fails if one of the sites cannot be read', async () => {
		const workflow = triggerWith({ sites });
		simulator.injectFault(faults.invalidKey, { when: ofB });
		await expect(workflow.activate()).rejects.toThrow('for the site "B"');
		expect(workflow.database).toEqual({});
	});

	it('a site that fails when n8n starts does not stop the others', async () => {
		const workflow = triggerWith({ sites });
		await workflow.activate();
		addIncident('a', 0, { Site: 'A' });
		simulator.injectFault(faults.invalidKey, { when: ofB });
		expect(numbersIn(await workflow.restart())).toEqual(['a']);
		expect(workflow.errors).toHaveLength(1);
	});

	// Nobody watches n8n when it starts, or when another instance takes over.
	it.each(['init', 'leadershipChange'] as const)(
		'a new site that cannot be read does not stop the others on activation by %s',
		async (mode) => {
			const workflow = triggerWith({ sites: 'A' });
			await workflow.activate();
			addIncident('a', 0, { Site: 'A' });
			simulator.injectFault(faults.invalidKey, { when: ofB });
			expect(numbersIn(await workflow.activate(mode, { sites }))).toEqual(['a']);
			expect(workflow.errors).toHaveLength(1);
			// The next poll does not stop them either, and the new site starts once it can be read.
			addIncident('a 2', 0, { Site: 'A' });
			simulator.injectFault(faults.invalidKey, { when: ofB });
			expect(numbersIn(await workflow.poll())).toEqual(['a 2']);
			addIncident('there before', 0, { Site: 'B' });
			expect(await workflow.poll()).toEqual([]);
			addIncident('b', 0, { Site: 'B' });
			expect(numbersIn(await workflow.poll())).toEqual(['b']);
		},
	);

	it('activation by hand succeeds if a failing site has been read before', async () => {
		const workflow = triggerWith({ sites });
		await workflow.activate();
		addIncident('a', 0, { Site: 'A' });
		addIncident('b', 0, { Site: 'B' });
		simulator.injectFault(faults.invalidKey, { when: ofB });
		expect(numbersIn(await workflow.activate())).toEqual(['a']);
		expect(workflow.errors).toHaveLength(1);
		expect(numbersIn(await workflow.poll())).toEqual(['b']);
	});
});

describe('a test in the editor', () => {
	it('a test in the editor returns the newest incident of all sites, with its site', async () => {
		addIncident('a', -3 * HOUR, { Site: 'A' });
		addIncident('b', -HOUR, { Site: 'B' });
		addIncident('c', -2 * HOUR, { Site: 'C' });
		const [item] = await triggerWith({ sites: 'A\nB\nC' }).test();
		expect(item).toMatchObject({ Site: 'B', 'IR Number': 'b' });
	});

	it('a test in the editor fails if one of the sites fails', async () => {
		const when = ({ body }: { body: unknown }) => (body as IDataObject).Site === 'B';
		simulator.injectFault(faults.invalidKey, { when });
		await expect(triggerWith({ sites: 'A\nB' }).test()).rejects.toThrow('for the site "B"');
	});

	it('a test in the editor can be repeated, even after it failed', async () => {
		const workflow = triggerWith();
		simulator.injectFault(faults.invalidKey);
		await expect(workflow.test()).rejects.toThrow('Invalid authentication key.');
		expect(numbersIn(await workflow.test())).toEqual(['old']);
		expect(numbersIn(await workflow.test())).toEqual(['old']);
	});

	it('a test in the editor returns the newest incident and stores nothing', async () => {
		addIncident('newest', -HOUR);
		addIncident('older', -3 * HOUR);
		const workflow = triggerWith();
		expect(numbersIn(await workflow.test())).toEqual(['newest']);
		expect(workflow.database).toEqual({});
	});

	it('a test in the editor looks back 30 days, and says what to do if it finds nothing', async () => {
		simulator.world.incidents = [];
		addIncident('last month', -20 * 24 * HOUR);
		expect(numbersIn(await triggerWith().test())).toEqual(['last month']);
		await expect(triggerWith({ owner: 'Nobody' }).test()).rejects.toMatchObject({
			message: 'No matching incident was created in the last 30 days',
			description:
				'D3 was asked for these sites: Security Operations. Check their names, one per line, and the filters. You can still publish the workflow: it starts with the next matching incident.',
		});
	});

	it("a failed test in the editor shows D3's message and does not mention a next poll", async () => {
		const failure = async (poll: () => Promise<unknown>) => {
			simulator.injectFault(faults.invalidKey);
			return (await poll().catch((error: unknown) => error)) as Error & { description: string };
		};
		const inTest = await failure(async () => await triggerWith().test());
		expect(inTest.message).toContain('Invalid authentication key.');
		const { description } = await failure(async () => await triggerWith().activate());
		expect(description).toBe(
			`${inTest.description} The site is watched from the first successful poll on.`,
		);
	});

	it.each([
		['incidentUpdated', 'GetIncidents', 'incident', 'updated'],
		['incidentClosed', 'GetIncidents', 'incident', 'closed'],
		['eventReceived', 'GetEvents', 'event', 'received'],
	])(
		'a test in the editor for %s names what it did not find',
		async (triggerOn, command, what, happened) => {
			simulator.world.incidents = [];
			const credential = credentialFor(simulator, command);
			await expect(triggerWith({ triggerOn }, { credential }).test()).rejects.toMatchObject({
				message: `No matching ${what} was ${happened} in the last 30 days`,
				description: `D3 was asked for these sites: Security Operations. Check their names, one per line, and the filters. You can still publish the workflow: it starts with the next matching ${what}.`,
			});
		},
	);

	it('a test in the editor prefers an incident with a date to one without', async () => {
		const rows = [
			{ 'IR Number': 'dated', 'Date Created': '2026-05-15 12:00:00' },
			{ 'IR Number': 'undated' },
		];
		for (const incidents of [rows, [...rows].reverse()]) {
			simulator.injectFault(answering(200, JSON.stringify({ error: '', rawData: { incidents } })));
			expect(numbersIn(await triggerWith().test())).toEqual(['dated']);
		}
	});
});

describe('the request', () => {
	it('activation first asks D3 for what was created from twice the overlap ago to a day ahead', async () => {
		await triggerWith().activate();
		expect(simulator.ledger.requests[0]!.body).toMatchObject({
			Username: 'Admin',
			Site: 'Security Operations',
		});
		const { 'Start Time': start, 'End Time': end, ...rest } = sentParams(simulator);
		expect(rest).toEqual({
			'Static Fields': [
				'IR Number',
				'IR Type',
				'Title',
				'Status',
				'Severity',
				'Owner',
				'Tags',
				'Date Created',
				'Date Modified',
			],
			'Output Format': 2,
			'Page Index': 0,
			'Page Size': 100,
		});
		const hours = [start, end].map((time) =>
			Math.round((Date.parse(`${String(time).replace(' ', 'T')}Z`) - Date.now()) / HOUR),
		);
		// Twice the overlap: the newest row, and as much behind it as every later poll reads again.
		expect(hours).toEqual([-2, 24]);
	});

	it('the time window is sent in the List Time Zone', async () => {
		await triggerWith({ options: { windowTimezone: 'Asia/Tokyo' } }).activate();
		const end = Date.parse(`${String(sentParams(simulator)['End Time']).replace(' ', 'T')}+09:00`);
		expect(Math.round((end - Date.now()) / HOUR)).toBe(24);
	});

	it('sends every combination of the chosen values with the filter and the date', async () => {
		const conditions = { condition: [{ field: 'Title', operator: 'LIKE', value: 'VIP%' }] };
		await triggerWith({
			triggerOn: 'incidentClosed',
			severity: ['Critical', 'High'],
			type: 'Phishing',
			filter: conditions as never,
			createdWithin: 90,
		}).activate();
		const start = sentParams(simulator)['Start Time'];
		const rest = [
			{ field: 'IR Type', operator: '=', value: 'Phishing' },
			{ field: 'Date Closed', operator: '>=', value: expect.any(String) },
		];
		const title = { field: 'Title', operator: 'LIKE', value: 'VIP%' };
		expect(sentParams(simulator).Filter).toEqual(
			['Critical', 'High'].map((value) => [
				title,
				{ field: 'Severity', operator: '=', value },
				...rest,
			]),
		);
		const days = (Date.now() - Date.parse(`${String(start).replace(' ', 'T')}Z`)) / (24 * HOUR);
		expect(Math.round(days)).toBe(90);
		expect(sentParams(simulator)['Static Fields']).toContain('Date Closed');
	});

	it('always asks D3 for the number and the date, whatever fields the user chose', async () => {
		const simplify = false;
		await triggerWith({ simplify, staticFields: ['Stage'] }).activate();
		expect(sentParams(simulator, -1)['Static Fields']).toEqual([
			'Stage',
			'IR Number',
			'Date Created',
		]);
		await triggerWith({ simplify }).activate();
		expect(sentParams(simulator, -1)['Static Fields']).toBeUndefined();
		await triggerWith({ simplify, triggerOn: 'incidentClosed' }).activate();
		expect(sentParams(simulator, -1)['Static Fields']).toEqual(
			expect.arrayContaining(['Title', 'IR Number', 'Date Closed']),
		);
		const events = (fields: string) =>
			triggerWith(
				{ triggerOn: 'eventReceived', fields },
				{ credential: credentialFor(simulator, 'GetEvents') },
			);
		await events('Type').activate();
		expect(sentParams(simulator, -1).Fields).toEqual(['Type', 'EventID', 'IntakeTime']);
		// As D3 may call them from 16.8 on.
		await events('Type, Event ID, Intake Time').activate();
		expect(sentParams(simulator, -1).Fields).toEqual(['Type', 'Event ID', 'Intake Time']);
	});

	it('asks D3 in the name of the user that the node names', async () => {
		await triggerWith({ options: { username: 'jdoe' } }).activate();
		expect(simulator.ledger.requests[0]!.body).toMatchObject({ Username: 'jdoe' });
	});

	it('asks D3 once about a site that is named twice', async () => {
		await triggerWith({ sites: 'A\nB\nA' }).activate();
		const asked = simulator.ledger.requests.map(({ body }) => (body as IDataObject).Site);
		expect(asked.filter((site) => site === 'A')).toHaveLength(asked.length / 2);
	});

	it('sends Filter JSON with the chosen values added to each alternative', async () => {
		const filterJson = JSON.stringify([
			[{ field: 'Title', operator: '=', value: 'A' }],
			[{ field: 'Title', operator: '=', value: 'B' }],
		]);
		await triggerWith({ filterJson, owner: 'Jane Doe', status: 'Open' }).activate();
		expect(sentParams(simulator, -1).Filter).toEqual(
			['A', 'B'].map((value) => [
				{ field: 'Title', operator: '=', value },
				{ field: 'Status', operator: '=', value: 'Open' },
				{ field: 'Owner', operator: '=', value: 'Jane Doe' },
			]),
		);
		await triggerWith({ owner: 'Jane Doe' }).activate();
		expect(sentParams(simulator, -1).Filter).toEqual([
			[{ field: 'Owner', operator: '=', value: 'Jane Doe' }],
		]);
	});

	// Split at the comma, the trigger would watch for owners and in sites that do not exist.
	it('sends a site, owner, type or status with a comma in it as one name', async () => {
		const sites = 'Acme, Inc.\nSecurity Operations';
		await triggerWith({
			sites,
			owner: 'Doe, Jane',
			type: 'Loss, Theft',
			status: 'Open, New',
		}).activate();
		const asked = simulator.ledger.requests.map(({ body }) => (body as IDataObject).Site);
		expect([...new Set(asked)].sort()).toEqual(['Acme, Inc.', 'Security Operations']);
		expect(sentParams(simulator, 0).Filter).toEqual([
			[
				{ field: 'IR Type', operator: '=', value: 'Loss, Theft' },
				{ field: 'Status', operator: '=', value: 'Open, New' },
				{ field: 'Owner', operator: '=', value: 'Doe, Jane' },
			],
		]);
	});

	// The editor hides the fields of another Trigger On, but keeps their values.
	it('does not send what was set for another Trigger On', async () => {
		await triggerWith({ createdWithin: 0, fields: 'Type' }).activate();
		expect(sentParams(simulator, -1)).not.toHaveProperty('Fields');
		await triggerWith(
			{ triggerOn: 'eventReceived', severity: ['High'], owner: 'Jane Doe', simplify: false },
			{ credential: credentialFor(simulator, 'GetEvents') },
		).activate();
		const { 'Start Time': start, 'End Time': end, ...rest } = sentParams(simulator, -1);
		expect([start, end]).toEqual([expect.any(String), expect.any(String)]);
		expect(rest).toEqual({ 'Output Format': 2, 'Page Index': 0, 'Page Size': 100 });
	});

	// A condition that finds nothing fails a poll, but this one is hidden.
	it('does not read the conditions that were set for another Trigger On', async () => {
		await triggerWith(
			{ triggerOn: 'eventReceived', severity: '={{ [] }}' },
			{ credential: credentialFor(simulator, 'GetEvents') },
		).activate();
		expect(simulator.ledger.requestsOf('GetEvents')).not.toHaveLength(0);
	});

	it('asks D3 for dynamic fields, and for each static field once', async () => {
		await triggerWith({
			simplify: false,
			staticFields: ['IR Number', 'Stage'],
			dynamicFields: '{"Customer":["Name"]}',
		}).activate();
		expect(sentParams(simulator, -1)).toMatchObject({
			'Static Fields': ['IR Number', 'Stage', 'Date Created'],
			'Dynamic Fields': { Customer: ['Name'] },
		});
	});

	// Raw data holds the original messages, which may be megabytes.
	it('does not ask D3 for raw data when it has to name every field', async () => {
		await triggerWith({ simplify: false, triggerOn: 'incidentClosed' }).activate();
		const named = sentParams(simulator, -1)['Static Fields'] as string[];
		expect(named).toContain('Date Modified');
		expect(named.filter((name) => /Raw Data/.test(name))).toEqual([]);
	});

	it.each<[string, INodeParameters, { message: string; description: string }]>([
		[
			'both filters',
			{
				filter: { condition: [{ field: 'Title', operator: '=', value: 'x' }] } as never,
				filterJson: '[[{"field":"Status"}]]',
			},
			{
				message: 'Filter and Filter JSON are both set',
				description: 'Use only one of them.',
			},
		],
		[
			'an overlap of 0',
			{ options: { overlap: 0 } },
			{
				message: expect.stringMatching(/^Overlap \(Minutes\) "0" is out of range/) as never,
				description: expect.stringMatching(/./) as never,
			},
		],
		[
			'an empty Max Items per Poll',
			{ options: { maxItemsPerPoll: '' } },
			{
				message: expect.stringMatching(/^Max Items per Poll is empty/) as never,
				description: expect.stringMatching(/./) as never,
			},
		],
		[
			'an unknown List Time Zone',
			{ options: { windowTimezone: 'Mars/Base' } },
			{
				message: 'List Time Zone "Mars/Base" is not a known time zone',
				description: 'Enter an IANA name such as America/Vancouver, or UTC.',
			},
		],
		[
			'an unknown Trigger On',
			{ triggerOn: 'incidentLost' },
			{
				message: 'Trigger On "incidentLost" is not a known trigger type',
				description: 'Select it again, or update the package.',
			},
		],
	])('rejects %s before sending any request', async (_, parameters, error) => {
		await expect(triggerWith(parameters).activate()).rejects.toMatchObject(error);
		expect(simulator.ledger.requests).toEqual([]);
	});

	// It would watch everything, and each incident of the site would start the workflow.
	it.each(['={{ undefined }}', '={{ null }}'])(
		'rejects Filter JSON whose expression finds nothing: %s',
		async (filterJson) => {
			await expect(triggerWith({ filterJson }).activate()).rejects.toMatchObject({
				message: 'Filter JSON is empty',
			});
			expect(simulator.ledger.requests).toEqual([]);
		},
	);

	it('rejects a filter whose conditions find nothing', async () => {
		const filter = { condition: '={{ undefined }}' };
		await expect(triggerWith({ filter }).activate()).rejects.toMatchObject({
			message: 'Filter has a condition without a field',
		});
	});

	// Otherwise D3 would be asked in nobody's name, or for all sites.
	it.each([
		['Username', { username: ' ' }],
		['Username', { username: undefined as never }],
		['Site', { site: ' ' }],
		['Site', { site: undefined as never }],
	])('rejects an empty %s before sending any request', async (name, rest) => {
		const credential = credentialFor(simulator, 'GetIncidents', rest);
		await expect(triggerWith({}, { credential }).activate()).rejects.toMatchObject({
			message: `${name} is empty`,
			description: 'Set it in the credential or in the node.',
		});
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('rejects an unusable limit of the credential before sending any request', async () => {
		const credential = credentialFor(simulator, 'GetIncidents', { requestsPerSecond: -1 });
		await expect(triggerWith({}, { credential }).activate()).rejects.toThrow(
			'Requests per Second of the D3 SOAR credential "-1" is out of range',
		);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('needs no site in the credential if the node names sites', async () => {
		const credential = credentialFor(simulator, 'GetIncidents', { site: '' });
		await triggerWith({ sites: 'A' }, { credential }).activate();
		expect(simulator.ledger.requests[0]!.body).toMatchObject({ Site: 'A' });
	});
});

describe('updates and closures', () => {
	it('returns every update once, even if one incident has several', async () => {
		const workflow = triggerWith({ triggerOn: 'incidentUpdated' });
		await workflow.activate();
		const [old] = simulator.world.incidents;
		for (const [time, Title] of [
			['00', 'First'],
			['01', 'Second'],
		]) {
			Object.assign(old!, { Title, 'Date Modified': utcTimestamp().replace(/..$/, time!) });
			expect((await workflow.poll()).map((item) => item.Title)).toEqual([Title]);
			expect(await workflow.poll()).toEqual([]);
		}
	});

	// Otherwise every open incident would count as closed, or none ever would.
	it('fails if D3 does not seem to know the date that it should filter by', async () => {
		const workflow = triggerWith({ triggerOn: 'incidentClosed' });
		await workflow.activate();
		simulator.injectFault(
			answering(200, '{"error":"","rawData":{"incidents":[{"IR Number":"1","Title":"Open"}]}}'),
		);
		await expect(workflow.poll()).rejects.toThrow(
			'D3 was asked for each incident with a Date Closed, but returned some without. This D3 does not seem to support that field.',
		);
	});
});

// Otherwise nothing would ever come, and every poll would succeed.
it.each([
	{ rawData: { Incidents: [{ 'IR Number': '1' }] } },
	{ rawData: '', returnData: { Status: 'Successful', Data: [{ 'IR Number': '1' }] } },
	{ rawData: '{"rows":[1]}' },
	{ rawData: '', contextData: [{ 'IR Number': '1' }] },
	{ rawData: { count: 7 } },
	{ rawData: ['1'] },
	{ rawData: { '1': { 'IR Number': '1' } } },
	{ result: 'session expired' },
])(
	'the trigger fails if there is no list where D3 is known to put it, instead of reading an empty one: %j',
	async (response) => {
		simulator.injectFault(answering(200, JSON.stringify({ error: '', ...response })), { times: 9 });
		await expect(triggerWith().activate()).rejects.toMatchObject({
			message: 'The response to GetIncidents contains no list where the node expects one',
			description: expect.stringContaining('Command > Run with Read-Only'),
		});
	},
);

it.each(['', null, 'Successful', { Status: 'Successful' }, {}])(
	'the trigger takes a response with returnData %j and no list for nothing new',
	async (returnData) => {
		simulator.injectFault(answering(200, JSON.stringify({ error: '', rawData: '', returnData })));
		expect(await triggerWith().activate()).toEqual([]);
	},
);

describe('rows that differ from what D3 documents', () => {
	const page = (incidents: IDataObject[]) =>
		answering(
			200,
			JSON.stringify({ error: '', rawData: { incidents }, keyFields: { TotalPages: 1 } }),
		);
	const poll = async (workflow: ActiveWorkflow, ...incidents: IDataObject[]) => {
		simulator.injectFault(page(incidents));
		return await workflow.poll();
	};

	it('returns rows without a date or a number once', async () => {
		const workflow = triggerWith({ simplify: false });
		await workflow.activate();
		const rows = [
			{ 'IR Number': '1' },
			{ 'IR Number': '2' },
			{ Title: 'Nameless', 'Date Created': utcTimestamp() },
			{ Title: 'Twin', 'Date Created': utcTimestamp() },
			{ Title: 'Twin', 'Date Created': utcTimestamp() },
		];
		expect(await poll(workflow, ...rows)).toHaveLength(5);
		expect(await poll(workflow, ...rows)).toEqual([]);
	});

	it('returns only the main fields with Simplify on, even if D3 sends more', async () => {
		const row = { 'IR Number': '1', 'Date Created': utcTimestamp(), Stage: 'Triage' };
		for (const simplify of [true, false]) {
			const workflow = triggerWith({ simplify });
			await workflow.activate();
			const [item] = await poll(workflow, row);
			expect(item).toMatchObject({ 'IR Number': '1' });
			expect(Object.hasOwn(item!, 'Stage')).toBe(!simplify);
		}
	});

	it('recognizes rows whose fields are spelled differently', async () => {
		const workflow = triggerWith({ simplify: false });
		await workflow.activate();
		const row = { 'IR number': '1', DateCreated: '2030-01-01T00:00:00Z' };
		expect(await poll(workflow, row)).toEqual([{ Site: 'Security Operations', ...row }]);
		expect(await poll(workflow, { ...row, Status: 'Closed' })).toEqual([]);
	});

	it('finds what happened after noon if D3 writes AM and PM, since 01:05 PM is later than 12:50 PM', async () => {
		const workflow = triggerWith();
		simulator.world.incidents.length = 0;
		await workflow.activate();
		const row = (number: string, time: string) => ({
			'IR Number': number,
			'Date Created': `2030-01-01 ${time}`,
		});
		const known = row('1', '12:50:00 p.m. UTC');
		expect(numbersIn(await poll(workflow, known))).toEqual(['1']);
		expect(numbersIn(await poll(workflow, known, row('2', '01:05:00 p.m. UTC')))).toEqual(['2']);
		await expect(poll(workflow, row('3', '01:06:00 something odd'))).rejects.toThrow(
			'D3 returned an incident whose Date Created cannot be read: "2030-01-01 01:06:00 something odd"',
		);
	});

	// The editor shows texts of errors as HTML.
	it('what D3 gives in place of a date brings no HTML into the editor', async () => {
		const workflow = triggerWith();
		await workflow.activate();
		const error = await poll(workflow, {
			'IR Number': '1',
			'Date Created': '<img src=x onerror=alert(1)>',
		}).catch(({ message }: Error) => message);
		expect(error).toMatch(/^D3 returned an incident whose Date Created cannot be read: /);
		expect(error).not.toContain('<img');
	});

	it('a date that cannot be read fails the poll, and the position stays where it was', async () => {
		const workflow = triggerWith();
		await workflow.activate();
		await expect(
			poll(workflow, { 'IR Number': '1', 'Date Created': '1.2.' }),
		).rejects.toMatchObject({
			message: 'D3 returned an incident whose Date Created cannot be read: "1.2."',
			description:
				'Run D3 SOAR > Get Many for the site "Security Operations" with Simplify turned off to see the data. Nothing is lost: the next poll resumes from the same position.',
			context: { details: { command: 'GetIncidents', site: 'Security Operations' } },
		});
	});
});

it('returns new events if it watches events', async () => {
	const workflow = triggerWith(
		{ triggerOn: 'eventReceived' },
		{ credential: credentialFor(simulator, 'GetEvents') },
	);
	await workflow.activate();
	simulator.world.events.push(event(7, 'Login', utcTimestamp()));
	expect(await workflow.poll()).toMatchObject([{ EventID: 7, Type: 'Login' }]);
});

it('returns the main fields of an incident, or all of it with Simplify off', async () => {
	const newest = async (simplify: boolean) => {
		addIncident('full', 0, { Stage: 'Triage' });
		return (await triggerWith({ simplify }).test())[0];
	};
	expect(await newest(true)).not.toHaveProperty('Stage');
	expect(await newest(false)).toHaveProperty('Stage');
});
