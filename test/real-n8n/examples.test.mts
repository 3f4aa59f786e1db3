import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { exampleOf, nodeOf } from '../support/examples.mts';
import { utcTimestamp } from '../support/fixtures.mts';
import {
	itemsOf,
	type Execution,
	type RestClient,
	type StoredWorkflow,
} from '../support/n8n/rest.mts';
import {
	HOOK_TIMEOUT_MS,
	INSTANCE_ZONE,
	MINUTE_MS,
	startRealN8n,
	waitUntil,
	type RealN8n,
} from '../support/realN8n.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { incident, type OpenQuestions } from '../simulator/world.mts';

/** The workflows in examples/, imported into the real n8n and run there as a user runs them. */

const SITES = ['Security Operations', 'Client A'];

let real: RealN8n | undefined;
let n8n: RestClient;
let simulator: Simulator;

beforeAll(async () => {
	real = await startRealN8n();
	n8n = real.rest;
}, HOOK_TIMEOUT_MS);

afterAll(async () => await real?.end());

beforeEach(async () => {
	simulator = await startSimulator();
});

afterEach(async () => await simulator.close());

const importExample = async (file: string, commands: { readonly [node: string]: string }) =>
	await exampleOf(file, commands, { n8n, simulator });

/** Imports an example and runs it by hand from its trigger, which is its first node. */
async function runExample(
	file: string,
	commands: { readonly [node: string]: string },
): Promise<Execution> {
	return await runByHand(await n8n.createWorkflow(await importExample(file, commands)));
}

async function runByHand(workflow: StoredWorkflow): Promise<Execution> {
	const execution = await n8n.run(workflow, workflow.nodes[0]!.name);
	expect(execution.data.resultData.error).toBeUndefined();
	return execution;
}

/** The sites for which a command was sent, in the order of its requests. */
function sitesOf(command: string): unknown[] {
	return simulator.ledger.requestsOf(command).map(({ body }) => (body as IDataObject).Site);
}

describe('phishing-triage.json', () => {
	// It is the first workflow that a new user runs.
	it('creates three tasks in order, due relative to now in the zone of the instance', async () => {
		const execution = await runExample('phishing-triage.json', { 'Create Task': 'CreateTask' });
		const { tasks } = simulator.ledger;
		expect(
			tasks.map((task) => [task['Task Name'], task['Incident Number'], task.Assignee]),
		).toEqual([
			['Block the sender', '20220125-1', 'Jane Doe'],
			['Search all mailboxes for the message', '20220125-1', 'Sam Lee'],
			["Reset the user's password", '20220125-1', 'admin user'],
		]);
		expect(itemsOf(execution, 'Create Task')).toEqual(
			tasks.map((json, item) => ({ json, pairedItem: { item } })),
		);

		const { startTime, executionTime } = execution.data.resultData.runData['Create Task']![0]!;
		const hours = [1, 4, 24];
		for (const [index, task] of tasks.entries()) {
			const digits = task['Due Date'].replace(/ UTC$/, '');
			const due = DateTime.fromFormat(digits, 'yyyy-MM-dd HH:mm:ss', { zone: INSTANCE_ZONE });
			const fromNow = due.toMillis() - hours[index]! * 60 * MINUTE_MS;
			// D3 takes whole seconds.
			expect(fromNow).toBeGreaterThan(startTime - 1000);
			expect(fromNow).toBeLessThanOrEqual(startTime + executionTime);
		}
	});
});

describe('close-with-summary.json', () => {
	it('writes the summary of an investigation and closes the incident', async () => {
		await runExample('close-with-summary.json', {
			'Add Summary': 'AddInvestigationDetails',
			'Close Incident': 'CloseIncidentInBulk',
		});
		const [summary, closing] = simulator.ledger.requests.map(
			({ body }) => (body as { CommandParams: IDataObject }).CommandParams,
		);
		expect(summary!['Investigation Detail Content']).toMatch(
			/^<p>Three people .*<li>Finance informed<\/li><\/ul>$/,
		);
		expect(closing).toMatchObject({
			'Incident Numbers': ['20220125-1'],
			'Bypass Required Pending Tasks': 'No',
		});
		expect(simulator.world.incidents[0]).toMatchObject({
			Status: 'Closed',
			Conclusion: expect.stringMatching(/^Phishing, contained/),
		});
	});
});

describe('siem-alert-event.json', () => {
	// D3 most likely makes no event of a body in any other shape.
	it("sends the alert in the shape of D3's own Kibana connector, and opens no incident", async () => {
		const before = simulator.world.incidents.length;
		await runExample('siem-alert-event.json', { 'Send Event': 'CreateEvents' });
		expect(simulator.ledger.requests).toMatchObject([
			{
				path: '/MainApp/VSOC/api/Data/Kibana/Security%20Operations/CreateEvents',
				body: {
					hits: {
						hits: {
							_source: {
								rawData: { id: 'alert-4711', sourceIp: '192.0.2.10' },
								'event.type': 'Impossible travel: j.doe',
								'kibana.alert.severity': 'High',
							},
						},
					},
				},
			},
		]);
		expect(simulator.ledger.events).toHaveLength(1);
		expect(simulator.world.incidents).toHaveLength(before);
	});
});

describe('siem-alert-incident.json', () => {
	const commands = {
		'Find Open Incident': 'GetIncidents',
		'Open Incident': 'CreateAnIncident',
	};

	// A SIEM repeats itself.
	it('opens one incident for an alert that comes twice, and another when that one is closed', async () => {
		const before = simulator.world.incidents.length;
		await runExample('siem-alert-incident.json', commands);
		const second = await runExample('siem-alert-incident.json', commands);
		const opened = simulator.world.incidents.slice(before);
		expect(opened).toMatchObject([
			{ Title: 'alert-4711 Impossible travel: j.doe', Severity: 'High' },
		]);
		expect(itemsOf(second, 'Already Open').map(({ json }) => json)).toEqual([
			{ incidentNumber: opened[0]!['IR Number'], opened: false },
		]);
		opened[0]!.Status = 'Closed';
		await runExample('siem-alert-incident.json', commands);
		expect(simulator.world.incidents).toHaveLength(before + 2);
		expect(simulator.ledger.requestsOf('CreateEvents')).toEqual([]);
	});

	// D3 cuts a title at 100 characters: what is searched has to stand before the cut.
	it('finds the incident of an alert whose title is longer than D3 keeps', async () => {
		const before = simulator.world.incidents.length;
		const example = await importExample('siem-alert-incident.json', commands);
		const { parameters } = nodeOf(example, 'Alert');
		const title = 'Impossible travel of j.doe '.repeat(5);
		parameters.jsonOutput = String(parameters.jsonOutput).replace(
			'Impossible travel: j.doe',
			title,
		);
		const workflow = await n8n.createWorkflow(example);
		await runByHand(workflow);
		await runByHand(workflow);
		expect(simulator.world.incidents.slice(before).map(({ Title }) => Title)).toEqual([
			`alert-4711 ${title}`.slice(0, 100),
		]);
	});

	// The id of one alert can begin with the id of another.
	it('opens an incident although one is open for an alert whose id begins the same', async () => {
		simulator.world.incidents.push(incident('20260515-1', 'alert-47110 Malware', utcTimestamp()));
		await runExample('siem-alert-incident.json', commands);
		expect(simulator.world.incidents.at(-1)).toMatchObject({
			Title: 'alert-4711 Impossible travel: j.doe',
		});
	});
});

/** Adds an incident of this moment to a site. */
function addIncident(number: string, site: string, rest: IDataObject = {}): void {
	const made = incident(number, `Title of ${number}`, utcTimestamp());
	simulator.world.incidents.push({ ...made, Site: site, ...rest });
}

describe('critical-incident-on-call.json', () => {
	const commands = {
		'Critical Incident': 'GetIncidents',
		'Analysts Online': 'GetUsersByRole',
		'Create Task': 'CreateTask',
	};
	const TASKS = ['Contain', 'Inform', 'Investigate'];

	// A site left out would send every client's tasks to the site of the credential.
	it("works in the incident's own site throughout, and names it in the message", async () => {
		addIncident('20260515-1', 'Client A', { Severity: 'Critical' });
		addIncident('20260515-2', 'Client A', { Severity: 'High' });
		const execution = await runExample('critical-incident-on-call.json', commands);
		expect(sitesOf('GetUsersByRole')).toEqual(['Client A']);
		expect(sitesOf('CreateTask')).toEqual(['Client A', 'Client A', 'Client A']);
		expect(itemsOf(execution, 'Message').map(({ json }) => json)).toEqual([
			{
				text: 'Client A: Jane Doe has new tasks in critical incident 20260515-1 (Contain, Inform, Investigate)',
			},
		]);
	});

	// At night there may be nobody: then the tasks must not be lost.
	it('gives the tasks to the person named in the workflow when no analyst is online', async () => {
		simulator.world.online = [];
		addIncident('20260515-1', 'Client A', { Severity: 'Critical' });
		const example = await importExample('critical-incident-on-call.json', commands);
		const { parameters } = nodeOf(example, 'Tasks');
		parameters.jsonOutput = String(parameters.jsonOutput).replace('Jane Doe', 'Sam Lee');
		await runByHand(await n8n.createWorkflow(example));
		expect(simulator.ledger.tasks.map(({ Assignee }) => Assignee)).toEqual(
			TASKS.map(() => 'Sam Lee'),
		);
	});

	// Many incidents become critical only when somebody has looked at them.
	it(
		'starts when the severity of an incident is raised later, and creates the tasks once',
		async () => {
			const example = await importExample('critical-incident-on-call.json', commands);
			// n8n polls once a minute at most.
			const second = (new Date().getSeconds() + 12) % 60;
			nodeOf(example, 'Critical Incident').parameters.pollTimes = {
				item: [{ mode: 'custom', cronExpression: `${second} * * * * *` }],
			};
			const workflow = await n8n.createWorkflow(example);
			addIncident('20260515-1', 'Client A');
			// With one in each site the first poll needs one request for each.
			for (const site of SITES) addIncident(`before in ${site}`, site, { Severity: 'Critical' });
			const polls = () =>
				simulator.ledger.requestsOf('GetIncidents').filter(({ status }) => status === 200).length;
			const poll = async () => {
				const before = polls();
				await waitUntil(() => polls() >= before + SITES.length, 'a poll of both sites');
			};
			await n8n.activate(workflow);
			await waitUntil(() => polls() >= SITES.length, 'the poll at the activation');

			const raised = simulator.world.incidents.find(
				(existing) => existing['IR Number'] === '20260515-1',
			)!;
			Object.assign(raised, { Severity: 'Critical', 'Date Modified': utcTimestamp() });
			await poll();
			await waitUntil(() => simulator.ledger.tasks.length === TASKS.length, 'the tasks');
			Object.assign(raised, { Owner: 'Jane Doe', 'Date Modified': utcTimestamp() });
			await poll();
			await waitUntil(
				async () => (await n8n.executionsOf(workflow)).length === 2,
				'the execution for the second change',
			);
			const [latest] = await n8n.executionsOf(workflow);
			expect(itemsOf(await n8n.finished(latest!), 'Once per Incident')).toEqual([]);
			expect(simulator.ledger.taskNames()).toEqual(TASKS);
			expect(sitesOf('CreateTask')).toEqual(TASKS.map(() => 'Client A'));
		},
		10 * MINUTE_MS,
	);
});

describe('open-incidents-report.json', () => {
	// What has been open for long is what the head of a SOC has to see.
	it('counts the open incidents of each site, also those that were opened long ago', async () => {
		simulator.world.incidents.length = 0;
		const long = DateTime.utc().minus({ months: 20 }).toFormat('yyyy-MM-dd HH:mm:ss');
		addIncident('20250101-1', 'Client A', { 'Date Created': long });
		addIncident('20260515-1', 'Client A');
		addIncident('20260515-2', 'Client A', { Status: 'Closed' });
		const execution = await runExample('open-incidents-report.json', {
			'Open Incidents': 'GetIncidents',
		});
		expect(sitesOf('GetIncidents').sort()).toEqual([...SITES].sort());
		expect(itemsOf(execution, 'Report').map(({ json }) => json.text)).toEqual([
			`Client A: 2 open, the oldest since ${long}\nSecurity Operations: none open`,
		]);
	});

	it('has a line for each site also when nothing is open anywhere', async () => {
		simulator.world.incidents.length = 0;
		const execution = await runExample('open-incidents-report.json', {
			'Open Incidents': 'GetIncidents',
		});
		expect(itemsOf(execution, 'Report').map(({ json }) => json.text)).toEqual([
			'Client A: none open\nSecurity Operations: none open',
		]);
	});
});

describe('push-from-d3.json and push-answer-to-d3.json', () => {
	const HEADER = { 'x-n8n-key': 'a long random value' };
	let url: URL;
	let workflow: StoredWorkflow;

	beforeEach(async () => {
		const answer = await n8n.createWorkflow(
			await importExample('push-answer-to-d3.json', {
				'Trigger External Action': 'TriggerIncidentExternalAction',
			}),
		);
		await n8n.activate(answer);
		const example = await importExample('push-from-d3.json', {
			'Get Incident': 'getIncidentStaticField',
		});
		nodeOf(example, 'Answer D3').parameters.workflowId = {
			__rl: true,
			mode: 'list',
			value: answer.id,
		};
		const [name, value] = Object.entries(HEADER)[0]!;
		const webhook = nodeOf(example, 'D3 Calls');
		webhook.credentials = {
			httpHeaderAuth: await n8n.createCredential('httpHeaderAuth', 'D3', { name, value }),
		};
		// Each test has a workflow of its own.
		const path = `d3-incident-${answer.id}`;
		webhook.parameters.path = path;
		workflow = await n8n.createWorkflow(example);
		await n8n.activate(workflow);
		url = new URL(`/webhook/${path}`, real!.server.url);
		// n8n registers it a moment after the activation.
		await waitUntil(async () => (await callFromD3({}, {})).status !== 404, 'the webhook');
	});

	const callFromD3 = async (body: object, headers: object = HEADER): Promise<Response> =>
		await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
	const CALL = { incidentNumber: '20220125-1', site: 'Client A' };

	/** Waits until so many calls have started an execution each, and all have ended. */
	const executions = async (count: number): Promise<Execution[]> => {
		await waitUntil(
			async () => (await n8n.executionsOf(workflow)).length === count,
			'the executions',
		);
		const ids = await n8n.executionsOf(workflow);
		return await Promise.all(ids.map(async (id) => await n8n.finished(id)));
	};

	// Anybody who finds the address could else start playbooks in D3.
	it('starts nothing without the header of the credential', async () => {
		expect((await callFromD3(CALL, {})).status).toBe(403);
		expect(await n8n.executionsOf(workflow)).toEqual([]);
	});

	it('responds at once, and triggers the external action of that incident in its own site', async () => {
		const response = await callFromD3(CALL);
		expect([response.status, await response.json()]).toEqual([
			200,
			{ message: 'Workflow was started' },
		]);
		const [execution] = await executions(1);
		expect(execution!.data.resultData.error).toBeUndefined();
		const [triggered] = simulator.ledger.requestsOf('TriggerIncidentExternalAction');
		expect(triggered!.body).toMatchObject({
			Site: 'Client A',
			CommandParams: {
				'Search Conditions': { Number: '20220125-1' },
				'Trigger Data': { verdict: 'seen', severity: 'Medium', execution: execution!.id },
			},
		});
	});

	// A playbook may run twice, and two answers would move it on twice.
	it('answers the same incident once, and one with the same number in another site too', async () => {
		await callFromD3(CALL);
		await executions(1);
		await callFromD3(CALL);
		await callFromD3({ ...CALL, site: 'Security Operations' });
		await executions(3);
		expect(sitesOf('TriggerIncidentExternalAction')).toEqual(['Client A', 'Security Operations']);
	});

	it('drops a call that names no incident or no site', async () => {
		await callFromD3({ site: 'Client A' });
		await callFromD3({ incidentNumber: '20220125-1' });
		await executions(2);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('check-my-d3.json', () => {
	const commands = {
		'Create Test Incident': 'CreateAnIncident',
		'Find Test Incident': 'GetIncidents',
		'Task with a Link': 'CreateTask',
		'Task Not Required': 'CreateTask',
		'Task for Nobody': 'CreateTask',
		'Task with Another Key': 'CreateAnIncident',
	};

	/** What the workflow reports of a D3: each question, and what it found. */
	async function reportOf(openQuestions: Partial<OpenQuestions> = {}): Promise<IDataObject> {
		Object.assign(simulator.world.openQuestions, openQuestions);
		const execution = await runExample('check-my-d3.json', commands);
		const lines = String(itemsOf(execution, 'Report')[0]!.json.report).split('\n');
		return Object.fromEntries(lines.map((line) => /^(.*?): (.*)$/.exec(line)!.slice(1)));
	}

	// What somebody pastes into the form has to answer what the form asks.
	it('reports the questions of the issue form, in its order', async () => {
		const form = await readFile(join('.github', 'ISSUE_TEMPLATE', 'live-d3.yml'), 'utf8');
		const asked = [...form.matchAll(/^ {8}(\S.*): \.\.\.$/gm)].map(([, question]) => question);
		expect(asked.length).toBeGreaterThan(0);
		expect(Object.keys(await reportOf())).toEqual(asked);
	});

	// It runs in somebody's real D3.
	it('creates one test incident, and changes nothing but its tasks', async () => {
		const before = simulator.world.incidents.length;
		await reportOf();
		expect(simulator.world.incidents).toHaveLength(before + 1);
		const { 'IR Number': number, Title } = simulator.world.incidents.at(-1)!;
		expect(Title).toMatch(/^Check My D3 \d+$/);
		expect(new Set(simulator.ledger.tasks.map((task) => task['Incident Number']))).toEqual(
			new Set([number]),
		);
	});

	it('prints the zone in which D3 read a due date that went to it unchanged', async () => {
		simulator.world.windowsZone = 'China Standard Time';
		expect((await reportOf())['Due date']).toBe(
			'sent 2035-01-15 12:00:00, D3 answered 2035-01-15 12:00:00 China Standard Time',
		);
	});

	it.each<[string, Partial<OpenQuestions>, string, RegExp]>([
		['that No works', {}, 'No for Required', /^accepted, D3 answered Not Required$/],
		[
			'that No does not work',
			{ takesNo: false },
			'No for Required',
			/^failed \(rejected, HTTP 200\): .*Required must be Yes/,
		],
		[
			'that a key opens one command',
			{},
			'One key, two commands',
			/^failed \(rejected, HTTP 401\): .*Invalid authentication key/,
		],
		[
			'that a key opens two commands',
			{ oneKeyOpensAll: true },
			'One key, two commands',
			/^yes: the key of CreateAnIncident opened CreateTask$/,
		],
		[
			'that links survive',
			{},
			'Links in a description',
			/<a href="https:\/\/example\.com\/check">/,
		],
		[
			'that links do not survive',
			{ links: 'escaped' },
			'Links in a description',
			/&lt;a href="https:\/\/example\.com\/check"&gt;/,
		],
		[
			'an unknown assignee in a response with 200',
			{},
			'Unknown assignee',
			/^failed \(rejected, HTTP 200\): .*was not found/,
		],
		[
			'an unknown assignee in a response with 400',
			{ unknownAssignee: 'badRequest' },
			'Unknown assignee',
			/^failed \(rejected, HTTP 400\): .*was not found/,
		],
		[
			'an unknown assignee in a response with 500',
			{ unknownAssignee: 'unexpected' },
			'Unknown assignee',
			/^failed \(unconfirmed, HTTP 500\): .*Unexpected Error/,
		],
		[
			'that an unknown assignee is accepted',
			{ unknownAssignee: 'accepted' },
			'Unknown assignee',
			/^accepted, D3 answered "Nobody Of This Name"$/,
		],
		[
			'a response of CreateAnIncident without a number, and finds the incident by its title',
			{ returnsIncidentNumber: false },
			'Response to CreateAnIncident',
			/^\{"error":"","returnData":"Successful"\}$/,
		],
	])('prints %s', async (_, openQuestions, question, finding) => {
		const report = await reportOf(openQuestions);
		expect(report[question]).toMatch(finding);
		expect(simulator.ledger.taskNames()).toContain('Check My D3: due date and link');
	});
});
