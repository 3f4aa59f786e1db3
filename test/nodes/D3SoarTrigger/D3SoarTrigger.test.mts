import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ActiveWorkflow, credentialFor } from '../../support/n8nEngine.mts';
import { answering, faults } from '../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { event, incident } from '../../simulator/world.mts';

/** What a builder sees of the trigger, on n8n-core's own functions for polls. */

const HOUR = 60 * 60 * 1000;

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
	Object.assign(simulator.world, { incidents: [], events: [] });
	make('old', -2 * HOUR);
});
afterEach(async () => await simulator.close());

const digits = (moment: number) => new Date(moment).toISOString().slice(0, 19).replace('T', ' ');

/** An incident that was created so many milliseconds from now. */
function make(number: string, fromNow = 0, more: IDataObject = {}): void {
	const created = digits(Date.now() + fromNow);
	simulator.world.incidents.push({ ...incident(number, `Title ${number}`, created), ...more });
}

const watch = (parameters: INodeParameters = {}, rest = {}) =>
	new ActiveWorkflow({
		parameters,
		credential: credentialFor(simulator, 'GetIncidents'),
		...rest,
	});

const numbersIn = (items: IDataObject[]) => items.map((item) => item['IR Number']);
const paramsOf = (index: number) =>
	(simulator.ledger.requests.at(index)!.body as { CommandParams: IDataObject }).CommandParams;

describe('activation', () => {
	it('replays nothing, and what happens from then on comes once', async () => {
		const workflow = watch();
		expect(await workflow.activate()).toEqual([]);
		make('new');
		expect(numbersIn(await workflow.poll())).toEqual(['new']);
		expect(await workflow.poll()).toEqual([]);
		make('newer');
		expect(numbersIn(await workflow.poll())).toEqual(['newer']);
		// Each costs a row in the list of executions, and money on n8n's cloud.
		expect(workflow.executions).toBe(2);
	});

	it('after a pause goes on where it stopped', async () => {
		const workflow = watch();
		await workflow.activate();
		make('in the pause');
		expect(numbersIn(await workflow.activate())).toEqual(['in the pause']);
		expect(await workflow.poll()).toEqual([]);
	});

	it('after a pause begins anew with Start From: Now', async () => {
		const workflow = watch({ options: { startFrom: 'now' } });
		await workflow.activate();
		make('in the pause');
		expect(await workflow.activate()).toEqual([]);
		make('new');
		expect(numbersIn(await workflow.poll())).toEqual(['new']);
	});

	// n8n activates all its workflows when it starts, and when one is saved: nobody paused anything.
	it.each(['init', 'update', 'leadershipChange'] as const)(
		'by %s goes on in any case',
		async (mode) => {
			const workflow = watch({ options: { startFrom: 'now' } });
			await workflow.activate();
			make('meanwhile');
			expect(numbersIn(await workflow.activate(mode))).toEqual(['meanwhile']);
		},
	);

	it('begins anew when another thing is watched, and goes on when a filter changes', async () => {
		const workflow = watch({ severity: ['Critical'] });
		await workflow.activate();
		make('high', 0, { Severity: 'High' });
		expect(await workflow.poll()).toEqual([]);
		const wider = { severity: ['Critical', 'High'] };
		expect(numbersIn(await workflow.activate('update', wider))).toEqual(['high']);
		expect(await workflow.activate('update', { triggerOn: 'incidentUpdated' })).toEqual([]);
	});

	// The dates that are stored are other moments there: the new ones would count as old for hours.
	it('begins anew in another Window Time Zone', async () => {
		const workflow = watch();
		await workflow.activate();
		make('meanwhile');
		const inVancouver = { options: { windowTimezone: 'America/Vancouver' } };
		expect(await workflow.activate('update', inVancouver)).toEqual([]);
		make('new', -7 * HOUR);
		make('newer', -6 * HOUR);
		expect(workflow.database).toMatchObject({
			'node:D3 SOAR Trigger': { zone: 'America/Vancouver' },
		});
		expect(numbersIn(await workflow.poll())).toEqual(['new', 'newer']);
	});

	it('goes on from what a version without zones has stored', async () => {
		const workflow = watch();
		await workflow.activate();
		delete (workflow.database['node:D3 SOAR Trigger'] as IDataObject).zone;
		make('meanwhile');
		expect(numbersIn(await workflow.activate('update'))).toEqual(['meanwhile']);
	});

	// Else it would watch the credential's site, or everything, and forget how far it was.
	it.each<[string, INodeParameters, string]>([
		['Sites', { sites: '={{ $vars.missing }}' }, 'Sites is empty'],
		['Severity', { severity: '={{ undefined }}' }, 'Severity is empty'],
		['Type', { type: '={{ [] }}' }, 'Type is empty'],
	])(
		'fails where the expression in %s gives nothing, and goes on later',
		async (_, given, words) => {
			const workflow = watch({ sites: 'Security Operations' });
			await workflow.activate();
			make('meanwhile');
			await expect(workflow.activate('update', given)).rejects.toMatchObject({
				message: words,
				description: expect.stringContaining('Its expression gives nothing.'),
			});
			const mended = await workflow.activate('update', { sites: 'Security Operations' });
			expect(numbersIn(mended)).toEqual(['meanwhile']);
		},
	);

	it('begins anew where n8n stores another thing, or nothing of the sites', async () => {
		const workflow = watch();
		await workflow.activate();
		for (const more of [{ triggerOn: 'eventReceived' }, { cursors: undefined }]) {
			Object.assign(workflow.database['node:D3 SOAR Trigger'] as IDataObject, more);
			make('there before');
			expect(await workflow.restart()).toEqual([]);
		}
	});

	it('begins by itself in a site that is added', async () => {
		const workflow = watch({ sites: 'A' });
		await workflow.activate();
		make('new', 0, { Site: 'A' });
		make('there before', 0, { Site: 'B' });
		expect(numbersIn(await workflow.activate('update', { sites: 'A, B' }))).toEqual(['new']);
	});
});

describe('one poll', () => {
	it('gives the most items of each site, and the next one the rest', async () => {
		const workflow = watch({ options: { mostItemsPerPoll: 2 } });
		await workflow.activate();
		for (const number of ['1', '2', '3']) make(number, -HOUR);
		expect(numbersIn(await workflow.poll())).toEqual(['1', '2']);
		expect(numbersIn(await workflow.poll())).toEqual(['3']);
	});

	it('finds what turns up later than others, within the overlap', async () => {
		make('newest');
		const late = async (overlap: number) => {
			const workflow = watch({ options: { overlap } });
			await workflow.activate();
			make(`late ${overlap}`, -HOUR / 2);
			return numbersIn(await workflow.poll());
		};
		expect(await late(20)).toEqual([]);
		expect(await late(40)).toEqual(['late 40']);
	});

	it('gives all that is on any page', async () => {
		const workflow = watch({ options: { pageSize: 2 } });
		await workflow.activate();
		for (const number of ['1', '2', '3', '4', '5']) make(number);
		expect(numbersIn(await workflow.poll())).toEqual(['1', '2', '3', '4', '5']);
	});
});

describe('a failed poll', () => {
	it("says D3's words, and what it did not give comes the next time", async () => {
		const workflow = watch();
		await workflow.activate();
		make('new');
		simulator.misbehave(faults.invalidKey);
		await expect(workflow.poll()).rejects.toMatchObject({
			message:
				'D3 rejected GetIncidents for the site "Security Operations": Invalid authentication key.',
			description: expect.stringMatching(
				/^GetIncidents was called with the API key .* Nothing is lost: the next poll goes on from where this one began\.$/,
			),
			context: { details: { outcome: 'rejected', command: 'GetIncidents', httpCode: 401 } },
		});
		expect(numbersIn(await workflow.poll())).toEqual(['new']);
	});

	it('at the activation keeps the workflow from being active', async () => {
		const workflow = watch();
		simulator.misbehave(faults.invalidKey);
		await expect(workflow.activate()).rejects.toThrow('Invalid authentication key.');
		expect(workflow.database).toEqual({});
	});

	// n8n starts a poll every minute, even while another is still reading.
	it('or a slow one is not overtaken by the next', async () => {
		const workflow = watch();
		await workflow.activate();
		make('new');
		const polls = await Promise.all([workflow.poll(), workflow.poll(), workflow.poll()]);
		expect(numbersIn(polls.flat())).toEqual(['new']);
	});
});

describe('several sites', () => {
	const sites = 'A, B';
	const ofB = ({ body }: { body: unknown }) => (body as IDataObject).Site === 'B';

	it('are each read by themselves, and items say where they are from', async () => {
		const workflow = watch({ sites });
		await workflow.activate();
		make('a', 0, { Site: 'A' });
		make('b', 0, { Site: 'B' });
		const items = await workflow.poll();
		expect(items.map((item) => [item.Site, item['IR Number']])).toEqual([
			['A', 'a'],
			['B', 'b'],
		]);
	});

	it('do not wait for one that fails, and its failure is not silent', async () => {
		const workflow = watch({ sites });
		await workflow.activate();
		make('a', 0, { Site: 'A' });
		make('b', 0, { Site: 'B' });
		simulator.misbehave(faults.invalidKey, { when: ofB });
		expect(numbersIn(await workflow.poll())).toEqual(['a']);
		expect(workflow.errors.map(({ message }) => message)).toEqual([
			'D3 rejected GetIncidents for the site "B": Invalid authentication key.',
		]);
		expect(numbersIn(await workflow.poll())).toEqual(['b']);
	});

	it('fail together where none gives anything', async () => {
		const workflow = watch({ sites: 'A, B 2.0, C' });
		await workflow.activate();
		simulator.misbehave(faults.invalidKey, { times: 3 });
		const why = (site: string) =>
			`D3 rejected GetIncidents for the site "${site}": Invalid authentication key.`;
		await expect(workflow.poll()).rejects.toMatchObject({
			message: why('A'),
			description: expect.stringMatching(
				/^GetIncidents was called .* where this one began\. Also: /,
			),
		});
		simulator.misbehave(faults.invalidKey, { times: 3 });
		const { description } = (await workflow.poll().catch((error: unknown) => error)) as {
			description: string;
		};
		expect(description.split(' Also: ')[1]).toBe(`${why('B 2.0')} ${why('C')}`);
		expect(workflow.errors).toEqual([]);
	});

	// Otherwise a name that is mistyped would be found out late.
	it('have to be there when somebody activates the workflow', async () => {
		const workflow = watch({ sites });
		simulator.misbehave(faults.invalidKey, { when: ofB });
		await expect(workflow.activate()).rejects.toThrow('for the site "B"');
		expect(workflow.database).toEqual({});
	});

	it('do not keep the others from going on when n8n starts', async () => {
		const workflow = watch({ sites });
		await workflow.activate();
		make('a', 0, { Site: 'A' });
		simulator.misbehave(faults.invalidKey, { when: ofB });
		expect(numbersIn(await workflow.restart())).toEqual(['a']);
		expect(workflow.errors).toHaveLength(1);
	});

	// Nobody looks at n8n when it starts, or when another of its servers takes over.
	it.each(['init', 'leadershipChange'] as const)(
		'that were never read do not keep the others from going on by %s',
		async (mode) => {
			const workflow = watch({ sites: 'A' });
			await workflow.activate();
			make('a', 0, { Site: 'A' });
			simulator.misbehave(faults.invalidKey, { when: ofB });
			expect(numbersIn(await workflow.activate(mode, { sites }))).toEqual(['a']);
			expect(workflow.errors).toHaveLength(1);
			// Nor by the next poll, and once it can be read it begins.
			make('a 2', 0, { Site: 'A' });
			simulator.misbehave(faults.invalidKey, { when: ofB });
			expect(numbersIn(await workflow.poll())).toEqual(['a 2']);
			make('there before', 0, { Site: 'B' });
			expect(await workflow.poll()).toEqual([]);
			make('b', 0, { Site: 'B' });
			expect(numbersIn(await workflow.poll())).toEqual(['b']);
		},
	);

	it('that were read before do not keep a person from activating the workflow', async () => {
		const workflow = watch({ sites });
		await workflow.activate();
		make('a', 0, { Site: 'A' });
		make('b', 0, { Site: 'B' });
		simulator.misbehave(faults.invalidKey, { when: ofB });
		expect(numbersIn(await workflow.activate())).toEqual(['a']);
		expect(workflow.errors).toHaveLength(1);
		expect(numbersIn(await workflow.poll())).toEqual(['b']);
	});
});

describe('a test in the editor', () => {
	it('says of which site the newest one is', async () => {
		make('a', -3 * HOUR, { Site: 'A' });
		make('b', -HOUR, { Site: 'B' });
		make('c', -2 * HOUR, { Site: 'C' });
		const [item] = await watch({ sites: 'A, B, C' }).test();
		expect(item).toMatchObject({ Site: 'B', 'IR Number': 'b' });
	});

	it('fails with one site that fails', async () => {
		const when = ({ body }: { body: unknown }) => (body as IDataObject).Site === 'B';
		simulator.misbehave(faults.invalidKey, { when });
		await expect(watch({ sites: 'A, B' }).test()).rejects.toThrow('for the site "B"');
	});

	it('can be pressed again, and again after it failed', async () => {
		const workflow = watch();
		simulator.misbehave(faults.invalidKey);
		await expect(workflow.test()).rejects.toThrow('Invalid authentication key.');
		expect(numbersIn(await workflow.test())).toEqual(['old']);
		expect(numbersIn(await workflow.test())).toEqual(['old']);
	});

	it('shows the newest one and stores nothing', async () => {
		make('newest', -HOUR);
		make('older', -3 * HOUR);
		const workflow = watch();
		expect(numbersIn(await workflow.test())).toEqual(['newest']);
		expect(workflow.database).toEqual({});
	});

	it('looks back 30 days, and then says what to do', async () => {
		simulator.world.incidents = [];
		make('last month', -20 * 24 * HOUR);
		expect(numbersIn(await watch().test())).toEqual(['last month']);
		await expect(watch({ owner: 'Nobody' }).test()).rejects.toMatchObject({
			message: 'No incident was created in the last 30 days that this node would start on',
			description:
				'Check the sites and the filters, or wait for one. The workflow can be activated all the same: it starts with the next incident that is created.',
		});
	});

	it('fails with the words of D3, and does not speak of a next poll', async () => {
		const failure = async (poll: () => Promise<unknown>) => {
			simulator.misbehave(faults.invalidKey);
			return (await poll().catch((error: unknown) => error)) as Error & { description: string };
		};
		const inTest = await failure(async () => await watch().test());
		expect(inTest.message).toContain('Invalid authentication key.');
		const { description } = await failure(async () => await watch().activate());
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
		await expect(watch({ triggerOn }, { credential }).test()).rejects.toMatchObject({
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
			simulator.misbehave(answering(200, JSON.stringify({ error: '', rawData: { incidents } })));
			expect(numbersIn(await watch().test())).toEqual(['dated']);
		}
	});
});

describe('what D3 is asked for', () => {
	it('is everything that was created since, up to a day ahead, page by page', async () => {
		await watch().activate();
		expect(simulator.ledger.requests[0]!.body).toMatchObject({
			Username: 'Admin',
			Site: 'Security Operations',
		});
		const { 'Start Time': start, 'End Time': end, ...rest } = paramsOf(0);
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
		expect(hours).toEqual([-24, 24]);
	});

	it('is in the zone of the server', async () => {
		await watch({ options: { windowTimezone: 'Asia/Tokyo' } }).activate();
		const end = Date.parse(`${String(paramsOf(0)['End Time']).replace(' ', 'T')}+09:00`);
		expect(Math.round((end - Date.now()) / HOUR)).toBe(24);
	});

	it('is what was chosen, in every combination, with a filter of D3 and the date', async () => {
		const conditions = { condition: [{ field: 'Title', operator: 'LIKE', value: 'VIP%' }] };
		await watch({
			triggerOn: 'incidentClosed',
			severity: ['Critical', 'High'],
			type: 'Phishing',
			filter: { alternative: [{ conditions }] } as never,
			createdWithin: 90,
		}).activate();
		const start = paramsOf(0)['Start Time'];
		const rest = [
			{ field: 'IR Type', operator: '=', value: 'Phishing' },
			{ field: 'Date Closed', operator: '>=', value: expect.any(String) },
		];
		const title = { field: 'Title', operator: 'LIKE', value: 'VIP%' };
		expect(paramsOf(0).Filter).toEqual(
			['Critical', 'High'].map((value) => [
				title,
				{ field: 'Severity', operator: '=', value },
				...rest,
			]),
		);
		const days = (Date.now() - Date.parse(`${String(start).replace(' ', 'T')}Z`)) / (24 * HOUR);
		expect(Math.round(days)).toBe(90);
		expect(paramsOf(0)['Static Fields']).toContain('Date Closed');
	});

	it('has the number and the date in it, whatever fields the builder wants', async () => {
		const simplify = false;
		await watch({ simplify, staticFields: ['Stage'] }).activate();
		expect(paramsOf(-1)['Static Fields']).toEqual(['Stage', 'IR Number', 'Date Created']);
		await watch({ simplify }).activate();
		expect(paramsOf(-1)['Static Fields']).toBeUndefined();
		await watch({ simplify, triggerOn: 'incidentClosed' }).activate();
		expect(paramsOf(-1)['Static Fields']).toEqual(
			expect.arrayContaining(['Title', 'IR Number', 'Date Closed']),
		);
		const events = (fields: string) =>
			watch(
				{ triggerOn: 'eventReceived', fields },
				{ credential: credentialFor(simulator, 'GetEvents') },
			);
		await events('Type').activate();
		expect(paramsOf(-1).Fields).toEqual(['Type', 'EventID', 'IntakeTime']);
		// As D3 may call them from 16.8 on.
		await events('Type, Event ID, Intake Time').activate();
		expect(paramsOf(-1).Fields).toEqual(['Type', 'Event ID', 'Intake Time']);
	});

	it('is asked in the name of the user whom the node names', async () => {
		await watch({ options: { username: 'jdoe' } }).activate();
		expect(simulator.ledger.requests[0]!.body).toMatchObject({ Username: 'jdoe' });
	});

	it('is asked once of a site that is named twice', async () => {
		await watch({ sites: 'A, B, A' }).activate();
		const asked = simulator.ledger.requests.map(({ body }) => (body as IDataObject).Site);
		expect(asked.sort()).toEqual(['A', 'B']);
	});

	it('is the filter of D3 that was written, with what was chosen', async () => {
		const filterJson = JSON.stringify([
			[{ field: 'Title', operator: '=', value: 'A' }],
			[{ field: 'Title', operator: '=', value: 'B' }],
		]);
		await watch({ filterJson, owner: 'Jane Doe', status: 'Open' }).activate();
		expect(paramsOf(-1).Filter).toEqual(
			['A', 'B'].map((value) => [
				{ field: 'Title', operator: '=', value },
				{ field: 'Status', operator: '=', value: 'Open' },
				{ field: 'Owner', operator: '=', value: 'Jane Doe' },
			]),
		);
		await watch({ owner: 'Jane Doe' }).activate();
		expect(paramsOf(-1).Filter).toEqual([[{ field: 'Owner', operator: '=', value: 'Jane Doe' }]]);
	});

	// The editor hides fields that are for another occasion, and keeps what is in them.
	it('is not what was set for another occasion', async () => {
		await watch({ createdWithin: 0, fields: 'Type' }).activate();
		expect(paramsOf(-1)).not.toHaveProperty('Fields');
		await watch(
			{ triggerOn: 'eventReceived', severity: ['High'], owner: 'Jane Doe', simplify: false },
			{ credential: credentialFor(simulator, 'GetEvents') },
		).activate();
		const { 'Start Time': start, 'End Time': end, ...rest } = paramsOf(-1);
		expect([start, end]).toEqual([expect.any(String), expect.any(String)]);
		expect(rest).toEqual({ 'Output Format': 2, 'Page Index': 0, 'Page Size': 100 });
	});

	it('names fields of dynamic forms, and each of the others once', async () => {
		await watch({
			simplify: false,
			staticFields: ['IR Number', 'Stage'],
			dynamicFields: '{"Customer":["Name"]}',
		}).activate();
		expect(paramsOf(-1)).toMatchObject({
			'Static Fields': ['IR Number', 'Stage', 'Date Created'],
			'Dynamic Fields': { Customer: ['Name'] },
		});
	});

	// They hold the original messages, megabytes of them.
	it('has no raw data where D3 has to be told the fields', async () => {
		await watch({ simplify: false, triggerOn: 'incidentClosed' }).activate();
		const named = paramsOf(-1)['Static Fields'] as string[];
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
			{ options: { mostItemsPerPoll: '' } },
			{
				message: expect.stringMatching(/^Most Items per Poll is empty/) as never,
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
		await expect(watch(parameters).activate()).rejects.toMatchObject(error);
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
		await expect(watch({}, { credential }).activate()).rejects.toMatchObject({
			message: `${name} is empty`,
			description: 'Give it in the credential or in the node.',
		});
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('needs no site in the credential where the node names some', async () => {
		const credential = credentialFor(simulator, 'GetIncidents', { site: '' });
		await watch({ sites: 'A' }, { credential }).activate();
		expect(simulator.ledger.requests[0]!.body).toMatchObject({ Site: 'A' });
	});
});

describe('updates and closures', () => {
	it('come once each, also when one incident has several', async () => {
		const workflow = watch({ triggerOn: 'incidentUpdated' });
		await workflow.activate();
		const [old] = simulator.world.incidents;
		for (const [time, Title] of [
			['00', 'First'],
			['01', 'Second'],
		]) {
			Object.assign(old!, { Title, 'Date Modified': digits(Date.now()).replace(/..$/, time!) });
			expect((await workflow.poll()).map((item) => item.Title)).toEqual([Title]);
			expect(await workflow.poll()).toEqual([]);
		}
	});

	// Otherwise every incident that is open would pass for a closed one, or none ever would.
	it('are not taken from a D3 that does not know the date', async () => {
		const workflow = watch({ triggerOn: 'incidentClosed' });
		await workflow.activate();
		simulator.misbehave(
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
	simulator.misbehave(answering(200, JSON.stringify({ error: '', ...answer })), { times: 9 });
	await expect(watch().activate()).rejects.toMatchObject({
		message: 'The answer to GetIncidents holds no list where D3 is known to put one',
		description: expect.stringContaining('Command > Run with Reads Only'),
	});
});

it.each(['', null, 'Successful', { Status: 'Successful' }, {}])(
	'takes an answer that holds %j and no list for nothing new',
	async (returnData) => {
		simulator.misbehave(answering(200, JSON.stringify({ error: '', rawData: '', returnData })));
		expect(await watch().activate()).toEqual([]);
	},
);

describe('rows that D3 gives otherwise than documented', () => {
	const page = (incidents: IDataObject[]) =>
		answering(
			200,
			JSON.stringify({ error: '', rawData: { incidents }, keyFields: { TotalPages: 1 } }),
		);
	const poll = async (workflow: ActiveWorkflow, ...incidents: IDataObject[]) => {
		simulator.misbehave(page(incidents));
		return await workflow.poll();
	};

	it('come once where they have no date, or no number', async () => {
		const workflow = watch({ simplify: false });
		await workflow.activate();
		const rows = [
			{ 'IR Number': '1', 'Date Created': 'soon' },
			{ 'IR Number': '2' },
			{ Title: 'Nameless', 'Date Created': digits(Date.now()) },
			{ Title: 'Twin', 'Date Created': digits(Date.now()) },
			{ Title: 'Twin', 'Date Created': digits(Date.now()) },
		];
		expect(await poll(workflow, ...rows)).toHaveLength(5);
		expect(await poll(workflow, ...rows)).toEqual([]);
	});

	it('have no more than the essentials, whatever D3 gives, unless all was asked for', async () => {
		const row = { 'IR Number': '1', 'Date Created': digits(Date.now()), Stage: 'Triage' };
		for (const simplify of [true, false]) {
			const workflow = watch({ simplify });
			await workflow.activate();
			const [item] = await poll(workflow, row);
			expect(item).toMatchObject({ 'IR Number': '1' });
			expect(Object.hasOwn(item!, 'Stage')).toBe(!simplify);
		}
	});

	it('are known by other spellings of their fields', async () => {
		const workflow = watch({ simplify: false });
		await workflow.activate();
		const row = { 'IR number': '1', DateCreated: '2030-01-01T00:00:00Z' };
		expect(await poll(workflow, row)).toEqual([row]);
		expect(await poll(workflow, { ...row, Status: 'Closed' })).toEqual([]);
	});

	it('are refused where hardly any date can be read', async () => {
		const workflow = watch({ options: { pageSize: 1000 } });
		await workflow.activate();
		const rows = Array.from({ length: 1001 }, (_, n) => ({
			'IR Number': n,
			'Date Created': '1.2.',
		}));
		await expect(poll(workflow, ...rows)).rejects.toMatchObject({
			message: '1001 rows of D3 have no Date Created that can be read, the first of them "1.2.".',
			description:
				'Look at what D3 SOAR > Get Many gives for the site "Security Operations" with Simplify switched off. Nothing is lost: the next poll goes on from where this one began.',
			context: { details: { command: 'GetIncidents', site: 'Security Operations' } },
		});
	});
});

it('watches events as well', async () => {
	const workflow = watch(
		{ triggerOn: 'eventReceived' },
		{ credential: credentialFor(simulator, 'GetEvents') },
	);
	await workflow.activate();
	simulator.world.events.push(event(7, 'Login', digits(Date.now())));
	expect(await workflow.poll()).toMatchObject([{ EventID: 7, Type: 'Login' }]);
});

it('gives the essentials of an incident, or all of it', async () => {
	const newest = async (simplify: boolean) => {
		make('full', 0, { Stage: 'Triage' });
		return (await watch({ simplify }).test())[0];
	};
	expect(await newest(true)).not.toHaveProperty('Stage');
	expect(await newest(false)).toHaveProperty('Stage');
});
