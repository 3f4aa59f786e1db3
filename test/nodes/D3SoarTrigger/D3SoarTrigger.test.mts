import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ActiveWorkflow } from '../../support/activeWorkflow.mts';
import { credentialFor, sentParams, utcTimestamp } from '../../support/fixtures.mts';
import { answering, faults } from '../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { event, incident } from '../../simulator/world.mts';

/** What a builder sees of the trigger, on n8n-core's own functions for polls. */

const HOUR = 60 * 60 * 1000;

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
	Object.assign(simulator.world, { incidents: [], events: [] });
	addIncident('old', -2 * HOUR);
});
afterEach(async () => await simulator.close());

/** An incident that was created so many milliseconds from now. */
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

describe('activation', () => {
	it('replays nothing, and what happens from then on comes once', async () => {
		const workflow = triggerWith();
		expect(await workflow.activate()).toEqual([]);
		addIncident('new');
		expect(numbersIn(await workflow.poll())).toEqual(['new']);
		expect(await workflow.poll()).toEqual([]);
		addIncident('newer');
		expect(numbersIn(await workflow.poll())).toEqual(['newer']);
		// Each costs a row in the list of executions, and money on n8n's cloud.
		expect(workflow.executions).toBe(2);
	});

	it('after a pause goes on where it stopped', async () => {
		const workflow = triggerWith();
		await workflow.activate();
		addIncident('in the pause');
		expect(numbersIn(await workflow.activate())).toEqual(['in the pause']);
		expect(await workflow.poll()).toEqual([]);
	});

	it('after a pause begins anew with Start From: Now', async () => {
		const workflow = triggerWith({ options: { startFrom: 'now' } });
		await workflow.activate();
		addIncident('in the pause');
		expect(await workflow.activate()).toEqual([]);
		addIncident('new');
		expect(numbersIn(await workflow.poll())).toEqual(['new']);
	});

	// n8n activates all its workflows when it starts, and when one is saved: nobody paused anything.
	it.each(['init', 'update', 'leadershipChange'] as const)(
		'by %s goes on in any case',
		async (mode) => {
			const workflow = triggerWith({ options: { startFrom: 'now' } });
			await workflow.activate();
			addIncident('meanwhile');
			expect(numbersIn(await workflow.activate(mode))).toEqual(['meanwhile']);
		},
	);

	it('begins anew when another thing is watched, and goes on when a filter changes', async () => {
		const workflow = triggerWith({ severity: ['Critical'] });
		await workflow.activate();
		addIncident('high', 0, { Severity: 'High' });
		expect(await workflow.poll()).toEqual([]);
		const wider = { severity: ['Critical', 'High'] };
		expect(numbersIn(await workflow.activate('update', wider))).toEqual(['high']);
		expect(await workflow.activate('update', { triggerOn: 'incidentUpdated' })).toEqual([]);
	});

	// The dates that are stored are other moments there: the new ones would count as old for hours.
	it('begins anew in another Window Time Zone', async () => {
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

	// Else it would watch the credential's site, or everything, and forget how far it was.
	it.each<[string, INodeParameters, string]>([
		['Sites', { sites: '={{ $vars.missing }}' }, 'Sites is empty'],
		['Severity', { severity: '={{ undefined }}' }, 'Severity is empty'],
		['Type', { type: '={{ [] }}' }, 'Type is empty'],
	])(
		'fails where the expression in %s gives nothing, and goes on later',
		async (_, given, words) => {
			const workflow = triggerWith({ sites: 'Security Operations' });
			await workflow.activate();
			addIncident('meanwhile');
			await expect(workflow.activate('update', given)).rejects.toMatchObject({
				message: words,
				description: expect.stringContaining('Its expression gives nothing.'),
			});
			const mended = await workflow.activate('update', { sites: 'Security Operations' });
			expect(numbersIn(mended)).toEqual(['meanwhile']);
		},
	);

	it('begins anew where n8n stores another thing, or nothing of the sites', async () => {
		const workflow = triggerWith();
		await workflow.activate();
		for (const more of [{ triggerOn: 'eventReceived' }, { cursors: undefined }]) {
			Object.assign(workflow.database['node:D3 SOAR Trigger'] as IDataObject, more);
			addIncident('there before');
			expect(await workflow.restart()).toEqual([]);
		}
	});

	it('begins by itself in a site that is added', async () => {
		const workflow = triggerWith({ sites: 'A' });
		await workflow.activate();
		addIncident('new', 0, { Site: 'A' });
		addIncident('there before', 0, { Site: 'B' });
		expect(numbersIn(await workflow.activate('update', { sites: 'A\nB' }))).toEqual(['new']);
	});
});

describe('one poll', () => {
	it('gives the most items of each site, and the next one the rest', async () => {
		const workflow = triggerWith({ options: { maxItemsPerPoll: 2 } });
		await workflow.activate();
		for (const number of ['1', '2', '3']) addIncident(number, -HOUR);
		expect(numbersIn(await workflow.poll())).toEqual(['1', '2']);
		expect(numbersIn(await workflow.poll())).toEqual(['3']);
	});

	it('finds what turns up later than others, within the overlap', async () => {
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

	it('gives all that is on any page', async () => {
		const workflow = triggerWith({ options: { pageSize: 2 } });
		await workflow.activate();
		for (const number of ['1', '2', '3', '4', '5']) addIncident(number);
		expect(numbersIn(await workflow.poll())).toEqual(['1', '2', '3', '4', '5']);
	});
});

describe('a failed poll', () => {
	it("says D3's words, and what it did not give comes the next time", async () => {
		const workflow = triggerWith();
		await workflow.activate();
		addIncident('new');
		simulator.injectFault(faults.invalidKey);
		await expect(workflow.poll()).rejects.toMatchObject({
			message:
				'D3 rejected GetIncidents for the site "Security Operations": Invalid authentication key.',
			description: expect.stringMatching(
				/^There is no key for GetIncidents in this credential.* Nothing is lost: the next poll goes on from where this one began\.$/,
			),
			context: { details: { outcome: 'rejected', command: 'GetIncidents', httpCode: 401 } },
		});
		expect(numbersIn(await workflow.poll())).toEqual(['new']);
	});

	it('at the activation keeps the workflow from being active', async () => {
		const workflow = triggerWith();
		simulator.injectFault(faults.invalidKey);
		await expect(workflow.activate()).rejects.toThrow('Invalid authentication key.');
		expect(workflow.database).toEqual({});
	});

	// n8n starts a poll every minute, even while another is still reading.
	it('or a slow one is not overtaken by the next', async () => {
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

	it('are each read by themselves, and items say where they are from', async () => {
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

	it('do not wait for one that fails, and its failure is not silent', async () => {
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

	it('fail together where none gives anything', async () => {
		const workflow = triggerWith({ sites: 'A\nB 2.0\nC' });
		await workflow.activate();
		simulator.injectFault(faults.invalidKey, { times: 3 });
		const why = (site: string) =>
			`D3 rejected GetIncidents for the site "${site}": Invalid authentication key.`;
		await expect(workflow.poll()).rejects.toMatchObject({
			message: why('A'),
			description: expect.stringMatching(
				/^There is no key for GetIncidents .* where this one began\. Also: /,
			),
		});
		simulator.injectFault(faults.invalidKey, { times: 3 });
		const { description } = (await workflow.poll().catch((error: unknown) => error)) as {
			description: string;
		};
		expect(description.split(' Also: ')[1]).toBe(`${why('B 2.0')} ${why('C')}`);
		expect(workflow.errors).toEqual([]);
	});

	// Otherwise a name that is mistyped would be found out late.
	it('have to be there when somebody activates the workflow', async () => {
		const workflow = triggerWith({ sites });
		simulator.injectFault(faults.invalidKey, { when: ofB });
		await expect(workflow.activate()).rejects.toThrow('for the site "B"');
		expect(workflow.database).toEqual({});
	});

	it('do not keep the others from going on when n8n starts', async () => {
		const workflow = triggerWith({ sites });
		await workflow.activate();
		addIncident('a', 0, { Site: 'A' });
		simulator.injectFault(faults.invalidKey, { when: ofB });
		expect(numbersIn(await workflow.restart())).toEqual(['a']);
		expect(workflow.errors).toHaveLength(1);
	});

	// Nobody looks at n8n when it starts, or when another of its servers takes over.
	it.each(['init', 'leadershipChange'] as const)(
		'that were never read do not keep the others from going on by %s',
		async (mode) => {
			const workflow = triggerWith({ sites: 'A' });
			await workflow.activate();
			addIncident('a', 0, { Site: 'A' });
			simulator.injectFault(faults.invalidKey, { when: ofB });
			expect(numbersIn(await workflow.activate(mode, { sites }))).toEqual(['a']);
			expect(workflow.errors).toHaveLength(1);
			// Nor by the next poll, and once it can be read it begins.
			addIncident('a 2', 0, { Site: 'A' });
			simulator.injectFault(faults.invalidKey, { when: ofB });
			expect(numbersIn(await workflow.poll())).toEqual(['a 2']);
			addIncident('there before', 0, { Site: 'B' });
			expect(await workflow.poll()).toEqual([]);
			addIncident('b', 0, { Site: 'B' });
			expect(numbersIn(await workflow.poll())).toEqual(['b']);
		},
	);

	it('that were read before do not keep a person from activating the workflow', async () => {
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
	it('says of which site the newest one is', async () => {
		addIncident('a', -3 * HOUR, { Site: 'A' });
		addIncident('b', -HOUR, { Site: 'B' });
		addIncident('c', -2 * HOUR, { Site: 'C' });
		const [item] = await triggerWith({ sites: 'A\nB\nC' }).test();
		expect(item).toMatchObject({ Site: 'B', 'IR Number': 'b' });
	});

	it('fails with one site that fails', async () => {
		const when = ({ body }: { body: unknown }) => (body as IDataObject).Site === 'B';
		simulator.injectFault(faults.invalidKey, { when });
		await expect(triggerWith({ sites: 'A\nB' }).test()).rejects.toThrow('for the site "B"');
	});

	it('can be pressed again, and again after it failed', async () => {
		const workflow = triggerWith();
		simulator.injectFault(faults.invalidKey);
		await expect(workflow.test()).rejects.toThrow('Invalid authentication key.');
		expect(numbersIn(await workflow.test())).toEqual(['old']);
		expect(numbersIn(await workflow.test())).toEqual(['old']);
	});

	it('shows the newest one and stores nothing', async () => {
		addIncident('newest', -HOUR);
		addIncident('older', -3 * HOUR);
		const workflow = triggerWith();
		expect(numbersIn(await workflow.test())).toEqual(['newest']);
		expect(workflow.database).toEqual({});
	});

	it('looks back 30 days, and then says what to do', async () => {
		simulator.world.incidents = [];
		addIncident('last month', -20 * 24 * HOUR);
		expect(numbersIn(await triggerWith().test())).toEqual(['last month']);
		await expect(triggerWith({ owner: 'Nobody' }).test()).rejects.toMatchObject({
			message: 'No incident was created in the last 30 days that this node would start on',
			description:
				'Check the sites and the filters, or wait for one. The workflow can be activated all the same: it starts with the next incident that is created.',
		});
	});

	it('fails with the words of D3, and does not speak of a next poll', async () => {
		const failure = async (poll: () => Promise<unknown>) => {
			simulator.injectFault(faults.invalidKey);
			return (await poll().catch((error: unknown) => error)) as Error & { description: string };
		};
		const inTest = await failure(async () => await triggerWith().test());
		expect(inTest.message).toContain('Invalid authentication key.');
		const { description } = await failure(async () => await triggerWith().activate());
		expect(description).toBe(
			`${inTest.description} Nothing is lost: the next poll goes on from where this one began.`,
		);
	});

	it.each([
		['incidentUpdated', 'GetIncidents', 'incident', 'updated'],
		['incidentClosed', 'GetIncidents', 'incident', 'closed'],
		['eventReceived', 'GetEvents', 'event', 'received'],
	])('for %s says in its words that there was none', async (triggerOn, command, what, happened) => {
		simulator.world.incidents = [];
		const credential = credentialFor(simulator, command);
		await expect(triggerWith({ triggerOn }, { credential }).test()).rejects.toMatchObject({
			message: `No ${what} was ${happened} in the last 30 days that this node would start on`,
			description: `Check the sites and the filters, or wait for one. The workflow can be activated all the same: it starts with the next ${what} that is ${happened}.`,
		});
	});

	it('rather shows one with a date than one without', async () => {
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

describe('what D3 is asked for', () => {
	it('is everything that was created since, up to a day ahead, page by page', async () => {
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

	it('is in the zone of the server', async () => {
		await triggerWith({ options: { windowTimezone: 'Asia/Tokyo' } }).activate();
		const end = Date.parse(`${String(sentParams(simulator)['End Time']).replace(' ', 'T')}+09:00`);
		expect(Math.round((end - Date.now()) / HOUR)).toBe(24);
	});

	it('is what was chosen, in every combination, with a filter of D3 and the date', async () => {
		const conditions = { condition: [{ field: 'Title', operator: 'LIKE', value: 'VIP%' }] };
		await triggerWith({
			triggerOn: 'incidentClosed',
			severity: ['Critical', 'High'],
			type: 'Phishing',
			filter: { alternative: [{ conditions }] } as never,
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

	it('has the number and the date in it, whatever fields the builder wants', async () => {
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

	it('is asked in the name of the user whom the node names', async () => {
		await triggerWith({ options: { username: 'jdoe' } }).activate();
		expect(simulator.ledger.requests[0]!.body).toMatchObject({ Username: 'jdoe' });
	});

	it('is asked once of a site that is named twice', async () => {
		await triggerWith({ sites: 'A\nB\nA' }).activate();
		const asked = simulator.ledger.requests.map(({ body }) => (body as IDataObject).Site);
		expect(asked.filter((site) => site === 'A')).toHaveLength(asked.length / 2);
	});

	it('is the filter of D3 that was written, with what was chosen', async () => {
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

	// Cut in two, the trigger would watch for owners and in sites that are not there.
	it('takes a name with a comma in it for one name', async () => {
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

	// The editor hides fields that are for another occasion, and keeps what is in them.
	it('is not what was set for another occasion', async () => {
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

	it('names fields of dynamic forms, and each of the others once', async () => {
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

	// They hold the original messages, megabytes of them.
	it('has no raw data where D3 has to be told the fields', async () => {
		await triggerWith({ simplify: false, triggerOn: 'incidentClosed' }).activate();
		const named = sentParams(simulator, -1)['Static Fields'] as string[];
		expect(named).toContain('Date Modified');
		expect(named.filter((name) => /Raw Data/.test(name))).toEqual([]);
	});

	it.each<[string, INodeParameters, { message: string; description: string }]>([
		[
			'two filters',
			{
				filter: {
					alternative: [
						{ conditions: { condition: [{ field: 'Title', operator: '=', value: 'x' }] } },
					],
				} as never,
				filterJson: '[[{"field":"Status"}]]',
			},
			{
				message: 'Filter and Filter JSON are both given. Give one of them.',
				description: 'What one of them cannot say the other can.',
			},
		],
		[
			'an overlap of nothing',
			{ options: { overlap: 0 } },
			{
				message: expect.stringMatching(/^Overlap "0" is out of range/) as never,
				description: expect.stringMatching(/./) as never,
			},
		],
		[
			'no limit',
			{ options: { maxItemsPerPoll: '' } },
			{
				message: expect.stringMatching(/^Max Items per Poll is empty/) as never,
				description: expect.stringMatching(/./) as never,
			},
		],
		[
			'an unknown zone',
			{ options: { windowTimezone: 'Mars/Base' } },
			{
				message: 'Window Time Zone "Mars/Base" is not known',
				description: 'Give an IANA name such as America/Vancouver, or UTC.',
			},
		],
		[
			'something unknown to watch',
			{ triggerOn: 'incidentLost' },
			{
				message: 'Trigger On "incidentLost" is not known',
				description: 'Choose it again, or update the package.',
			},
		],
	])('is refused with %s, before any request', async (_, parameters, error) => {
		await expect(triggerWith(parameters).activate()).rejects.toMatchObject(error);
		expect(simulator.ledger.requests).toEqual([]);
	});

	// D3 would be asked in nobody's name, or for all sites at once.
	it.each([
		['Username', { username: ' ' }],
		['Username', { username: undefined as never }],
		['Site', { site: ' ' }],
		['Site', { site: undefined as never }],
	])('is refused without a %s', async (name, rest) => {
		const credential = credentialFor(simulator, 'GetIncidents', rest);
		await expect(triggerWith({}, { credential }).activate()).rejects.toMatchObject({
			message: `${name} is empty`,
			description: 'Give it in the credential or in the node.',
		});
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('needs no site in the credential where the node names some', async () => {
		const credential = credentialFor(simulator, 'GetIncidents', { site: '' });
		await triggerWith({ sites: 'A' }, { credential }).activate();
		expect(simulator.ledger.requests[0]!.body).toMatchObject({ Site: 'A' });
	});
});

describe('updates and closures', () => {
	it('come once each, also when one incident has several', async () => {
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

	// Otherwise every incident that is open would pass for a closed one, or none ever would.
	it('are not taken from a D3 that does not know the date', async () => {
		const workflow = triggerWith({ triggerOn: 'incidentClosed' });
		await workflow.activate();
		simulator.injectFault(
			answering(200, '{"error":"","rawData":{"incidents":[{"IR Number":"1","Title":"Open"}]}}'),
		);
		await expect(workflow.poll()).rejects.toThrow(
			'D3 was asked for every incident that has a Date Closed, and gave some that have none: it does not seem to know this field.',
		);
	});
});

// Nothing ever comes then, and each poll is green.
it.each([
	{ rawData: { Incidents: [{ 'IR Number': '1' }] } },
	{ rawData: '', returnData: { Status: 'Successful', Data: [{ 'IR Number': '1' }] } },
	{ rawData: '{"rows":[1]}' },
	{ rawData: '', contextData: [{ 'IR Number': '1' }] },
])('does not take an answer without a list for one with an empty list: %j', async (answer) => {
	simulator.injectFault(answering(200, JSON.stringify({ error: '', ...answer })), { times: 9 });
	await expect(triggerWith().activate()).rejects.toMatchObject({
		message: 'The answer to GetIncidents holds no list where D3 is known to put one',
		description: expect.stringContaining('Command > Run with Reads Only'),
	});
});

it.each(['', null, 'Successful', { Status: 'Successful' }, {}])(
	'takes an answer that holds %j and no list for nothing new',
	async (returnData) => {
		simulator.injectFault(answering(200, JSON.stringify({ error: '', rawData: '', returnData })));
		expect(await triggerWith().activate()).toEqual([]);
	},
);

describe('rows that D3 gives otherwise than documented', () => {
	const page = (incidents: IDataObject[]) =>
		answering(
			200,
			JSON.stringify({ error: '', rawData: { incidents }, keyFields: { TotalPages: 1 } }),
		);
	const poll = async (workflow: ActiveWorkflow, ...incidents: IDataObject[]) => {
		simulator.injectFault(page(incidents));
		return await workflow.poll();
	};

	it('come once where they have no date, or no number', async () => {
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

	it('have no more than the essentials, whatever D3 gives, unless all was asked for', async () => {
		const row = { 'IR Number': '1', 'Date Created': utcTimestamp(), Stage: 'Triage' };
		for (const simplify of [true, false]) {
			const workflow = triggerWith({ simplify });
			await workflow.activate();
			const [item] = await poll(workflow, row);
			expect(item).toMatchObject({ 'IR Number': '1' });
			expect(Object.hasOwn(item!, 'Stage')).toBe(!simplify);
		}
	});

	it('are known by other spellings of their fields', async () => {
		const workflow = triggerWith({ simplify: false });
		await workflow.activate();
		const row = { 'IR number': '1', DateCreated: '2030-01-01T00:00:00Z' };
		expect(await poll(workflow, row)).toEqual([row]);
		expect(await poll(workflow, { ...row, Status: 'Closed' })).toEqual([]);
	});

	it('a date that cannot be read fails the poll with D3s words, and moves no position', async () => {
		const workflow = triggerWith();
		await workflow.activate();
		await expect(
			poll(workflow, { 'IR Number': '1', 'Date Created': '1.2.' }),
		).rejects.toMatchObject({
			message: 'D3 gave an incident whose Date Created cannot be read: "1.2."',
			description:
				'Look at what D3 SOAR > Get Many gives for the site "Security Operations" with Simplify switched off. Nothing is lost: the next poll goes on from where this one began.',
			context: { details: { command: 'GetIncidents', site: 'Security Operations' } },
		});
	});
});

it('watches events as well', async () => {
	const workflow = triggerWith(
		{ triggerOn: 'eventReceived' },
		{ credential: credentialFor(simulator, 'GetEvents') },
	);
	await workflow.activate();
	simulator.world.events.push(event(7, 'Login', utcTimestamp()));
	expect(await workflow.poll()).toMatchObject([{ EventID: 7, Type: 'Login' }]);
});

it('gives the essentials of an incident, or all of it', async () => {
	const newest = async (simplify: boolean) => {
		addIncident('full', 0, { Stage: 'Triage' });
		return (await triggerWith({ simplify }).test())[0];
	};
	expect(await newest(true)).not.toHaveProperty('Stage');
	expect(await newest(false)).toHaveProperty('Stage');
});
