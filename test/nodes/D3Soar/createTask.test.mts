import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { INodeExecutionData } from 'n8n-workflow';

import { credentialFor, sentParams, taskParameters } from '../../support/fixtures.mts';
import { runOnEngine, type WorkflowRun } from '../../support/n8nEngine.mts';
import { answering, faults } from '../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { DATES, DUE_DATES, dueDateOf } from '../../support/dueDates.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (options: Partial<WorkflowRun> = {}) =>
	await runOnEngine({
		parameters: taskParameters(),
		credential: credentialFor(simulator),
		...options,
	});

const names = () => simulator.ledger.taskNames();
const json = (items: INodeExecutionData[] | undefined) => items?.map((item) => item.json);

/** Three items; the middle one names an incident that D3 does not have. */
const oneWrong = {
	items: [
		{ name: 'A', incident: '20220125-1' },
		{ name: 'B', incident: 'no such' },
		{ name: 'C', incident: '20220125-1' },
	],
	parameters: taskParameters({
		taskName: '={{ $json.name }}',
		incidentNumber: { __rl: true, mode: 'number', value: '={{ $json.incident }}' },
	}),
};

describe('the request', () => {
	it("sends every field under D3's parameter name, with user and site", async () => {
		await run();
		const [request] = simulator.ledger.requests;
		expect(request).toMatchObject({ method: 'POST', path: '/MainApp/VSOC/api/Command/CreateTask' });
		expect(request?.headers).toMatchObject({
			d3key: 'simulator-key-CreateTask',
			'content-type': 'application/json',
		});
		expect(request?.body).toEqual({
			Username: 'Admin',
			Site: 'Security Operations',
			CommandParams: {
				'Incident Number': '20220125-1',
				'Task Name': 'Block the sender',
				'Task Type': 'Default',
				'Task Description': 'Block it on the gateway',
				Assignee: 'Jane Doe',
				'Due Date': '2026-05-15 14:32:00',
				Required: 'Yes',
			},
		});
	});

	it("sends the node's own site and user instead of the credential's", async () => {
		await run({ parameters: taskParameters({ site: 'Site 2', options: { username: 'jdoe' } }) });
		expect(simulator.ledger.requests[0]?.body).toMatchObject({ Username: 'jdoe', Site: 'Site 2' });
	});

	it("sends the credential's site if the node's own is blank", async () => {
		await run({ parameters: taskParameters({ site: '   ' }) });
		expect(simulator.ledger.requests[0]?.body).toMatchObject({ Site: 'Security Operations' });
	});

	it.each([
		['Site', { site: ' ' }],
		['Username', { username: '' }],
	])('sends nothing if neither node nor credential has a %s', async (field, blank) => {
		const { error } = await run({ credential: { ...credentialFor(simulator), ...blank } });
		expect(error?.message).toBe(`${field} is empty`);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('sends Required as No for a task that is not required', async () => {
		await run({ parameters: taskParameters({ required: false }) });
		expect(simulator.ledger.tasks[0]?.['Required on incident close']).toBe('Not Required');
	});

	it('ends the description with the workflow and execution if Add Trace is on, so that D3 says who asked', async () => {
		await run({ parameters: taskParameters({ options: { trace: true } }) });
		expect(sentParams(simulator)['Task Description']).toMatch(
			/^Block it on the gateway<br><br>Created by n8n, workflow [^,]+, execution first$/,
		);
	});

	it('signs the request if the credential holds a JWT secret', async () => {
		const signing = await startSimulator({ commandSecrets: { CreateTask: 'shared secret' } });
		const { error } = await run({
			credential: credentialFor(signing, 'CreateTask', {
				authentication: 'jwtSecret',
				jwtSecret: 'shared secret',
				jwtHeader: '{"alg":"HS256","typ":"JWT"}',
				jwtPayload: '{"Username":"","Site":"","Timestamp":"","Level":1}',
			}),
		});
		expect(error).toBeUndefined();
		expect(signing.ledger.tasks).toHaveLength(1);
		await signing.close();
	});
});

describe('the output', () => {
	it('outputs rawData, paired with its input item', async () => {
		const { outputs } = await run({
			items: [{ name: 'A' }, { name: 'B' }],
			parameters: taskParameters({ taskName: '={{ $json.name }}' }),
		});
		expect(outputs).toEqual([
			[
				{ json: simulator.ledger.tasks[0], pairedItem: { item: 0 } },
				{ json: simulator.ledger.tasks[1], pairedItem: { item: 1 } },
			],
		]);
	});

	it('outputs the complete response if Output is set to full', async () => {
		const { outputs } = await run({ parameters: taskParameters({ options: { output: 'full' } }) });
		expect(json(outputs[0])).toEqual([
			{ error: '', returnData: 'Successful', rawData: simulator.ledger.tasks[0] },
		]);
	});

	it('sends and outputs nothing without input items', async () => {
		const { outputs } = await run({ items: [] });
		expect(outputs.flat()).toEqual([]);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

// A blank task in D3, or a bare 400 from D3, costs the user more than a clear message here.
describe('invalid input', () => {
	it.each([
		['Incident Number', { incidentNumber: { __rl: true, mode: 'number', value: ' ' } }],
		['Task Name', { taskName: '={{ $json.missing }}' }],
		['Task Type', { taskType: '={{ "" }}' }],
		['Task Description', { taskDescription: '   ' }],
		['Assignee', { assignee: { __rl: true, mode: 'name', value: '={{ "" }}' } }],
		['Due Date', { dueDate: '={{ null }}' }],
	])('rejects a blank %s before sending anything', async (field, parameters) => {
		const { error } = await run({ parameters: taskParameters(parameters) });
		expect(error?.message).toBe(`${field} is empty`);
		expect(error?.description).toMatch(/^D3 requires it\..*Nothing was sent\.$/);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('names the item and the field in the error about a blank field', async () => {
		const { error } = await run({
			items: [{ name: 'A' }, { name: '' }],
			parameters: taskParameters({ taskName: '={{ $json.name }}' }),
		});
		expect(error?.message).toBe('Task Name is empty [item 1]');
		expect(error?.context).toMatchObject({
			itemIndex: 1,
			details: { outcome: 'notSent', command: 'CreateTask' },
		});
	});

	it.each([
		['an object as text', { taskName: '={{ {"a": 1} }}' }, 'Task Name is an object, not text'],
		[
			'a due date that is not a date',
			{ dueDate: 'foo 7' },
			'Due Date is not a valid date: "foo 7"',
		],
		[
			'a boolean that is neither true nor false',
			{ required: '={{ "maybe" }}' },
			'Required to Close Incident must be true or false',
		],
		[
			'an unknown time zone',
			{ options: { timezone: 'Mars/Base' } },
			'Time Zone "Mars/Base" is not a known time zone',
		],
	])('rejects %s before sending anything', async (_what, parameters, sentence) => {
		const { error } = await run({ parameters: taskParameters(parameters) });
		expect(error?.message).toBe(sentence);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it("reports a failing expression with its field, in n8n's own words, and sends nothing", async () => {
		const { outputs, error } = await run({
			parameters: taskParameters({ taskName: '={{ $("Nowhere").item.json.name }}' }),
			node: { onError: 'continueRegularOutput' },
		});
		expect(error).toBeUndefined();
		expect(json(outputs[0])).toEqual([
			{
				error: "Task Name: Referenced node doesn't exist",
				details: {
					outcome: 'notSent',
					safeToRetry: true,
					command: 'CreateTask',
					description: 'Nothing was sent.',
				},
			},
		]);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

// The zone decides whether a task is due tonight or was due this morning.
describe('a due date', () => {
	const expectedDueDate = '2026-05-16 02:32:00';

	it.each(Object.entries(DUE_DATES))(
		'converts a due date given as %s to the time zone of D3',
		async (_form, value) => {
			expect(await dueDateOf(simulator, value)).toBe(expectedDueDate);
		},
	);

	// The n8n server evaluates expressions in an isolate, which returns other objects. That does not
	// work inside jest, whose objects belong to another realm.
	it('converts due dates alike in the expression isolate of an n8n server', async () => {
		const { stdout } = await promisify(execFile)(process.execPath, [
			'test/support/dueDatesInIsolate.mts',
		]);
		const forms = [...Object.keys(DUE_DATES), ...DATES.map(([form]) => `${form} in rows`)];
		expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual(
			Object.fromEntries(forms.map((form) => [form, expectedDueDate])),
		);
	});

	it("converts a due date to the node's own time zone if it has one", async () => {
		expect(await dueDateOf(simulator, '2026-05-15T14:32:00', { timezone: 'UTC' })).toBe(
			'2026-05-15 18:32:00',
		);
	});

	it("sends a due date in the workflow's time zone if neither node nor credential sets one", async () => {
		await run({ timezone: 'America/New_York' });
		expect(simulator.ledger.tasks[0]?.['Due Date']).toBe('2026-05-15 14:32:00 UTC');
	});
});

// The message holds D3's words and the description what to do; a Switch can route by the details.
describe('an item that D3 does not accept', () => {
	const about = 'task "Block the sender" on 20220125-1';

	it.each([
		[
			'HTTP 400',
			faults.invalidBody,
			`D3 rejected ${about}: The body of the request must be a valid JSON object`,
			/^Check this item's values\./,
			{ outcome: 'rejected', httpCode: 400 },
		],
		[
			'HTTP 401',
			faults.invalidKey,
			`D3 rejected ${about}: Invalid authentication key.`,
			/^CreateTask was called with the credential's API key, as user "Admin" in site "Security Operations"\./,
			{ outcome: 'rejected', httpCode: 401 },
		],
		[
			"HTTP 403 with a firewall's page",
			answering(403, '<html><head><title>Request Rejected</title></head></html>'),
			`Check D3 first: Something between n8n and D3 blocked ${about}: "Request Rejected" (HTTP status 403)`,
			/^Sent \d\d:\d\d:\d\d UTC\. Not sent again, .* D3 has probably not seen it\. Ask whoever runs the network, the firewall /,
			{ outcome: 'unconfirmed', httpCode: 403 },
		],
		[
			"HTTP 403 with a firewall's text",
			answering(403, 'Request Rejected. Your support ID is 7', { 'content-type': 'text/plain' }),
			`Check D3 first: Something between n8n and D3 blocked ${about}: "Request Rejected. Your support ID is 7" (HTTP status 403)`,
			/ D3 has probably not seen it\. Ask /,
			{ outcome: 'unconfirmed', httpCode: 403 },
		],
		[
			'HTTP 403 of D3',
			answering(403, '{"Error":"Forbidden"}'),
			`D3 rejected ${about}: Forbidden`,
			/Webhook Authentication/,
			{ outcome: 'rejected', httpCode: 403 },
		],
		[
			'HTTP 404',
			answering(404, ''),
			`D3 command CreateTask was not found at this Server URL (HTTP status 404); ${about} was rejected`,
			/Request URL that D3 shows/,
			{ outcome: 'rejected', httpCode: 404 },
		],
		[
			"HTTP 404 with a firewall's page",
			answering(404, '<html><title>Request Rejected</title></html>'),
			`D3 command CreateTask was not found at this Server URL (HTTP status 404); ${about} was rejected`,
			/ The response did not come from D3's command API. It said: Request Rejected\.$/,
			{ outcome: 'rejected', httpCode: 404 },
		],
		[
			"HTTP 503 with a gateway's page",
			answering(503, '<html><title>Service Unavailable - nginx</title></html>'),
			`Check D3 first: Something in front of D3 responded in its place: "Service Unavailable - nginx" (HTTP status 503); ${about} may or may not exist`,
			/^Sent \d\d:\d\d:\d\d UTC\. The response had HTTP status 503 and did not come from D3: ask who runs the network or D3's web server\. Not sent again/,
			{ outcome: 'unconfirmed', httpCode: 503, sentAt: expect.stringMatching(/^\d{4}-.*Z$/) },
		],
		[
			'HTTP 500',
			faults.unexpected,
			`Check D3 first: D3 failed: Unexpected Error; ${about} may or may not exist`,
			/^Sent \d\d:\d\d:\d\d UTC\. The response had HTTP status 500\. D3 may also respond like this to a wrong value\. Assignee takes the full name, e\.g\. Jane Doe, not the user name\. Not sent again/,
			{ outcome: 'unconfirmed', httpCode: 500, sentAt: expect.stringMatching(/^\d{4}-.*Z$/) },
		],
		[
			'HTTP 200 with an error',
			answering(200, '{"error":"File ID: 271 Cannot read","returnData":"Failed","rawData":""}'),
			`D3 rejected ${about}: File ID: 271 Cannot read`,
			/^Check this item's values\./,
			{ outcome: 'rejected', httpCode: 200 },
		],
		// A login name in place of the full name is the likeliest reason.
		[
			'HTTP 200 about the assignee, by name',
			answering(200, '{"error":"admin user is unknown","returnData":"Failed","rawData":""}'),
			`D3 rejected ${about}: admin user is unknown`,
			/^Assignee takes the full name, e\.g\. Jane Doe, not the user name\. Check this item's values/,
			{ outcome: 'rejected', httpCode: 200 },
		],
		[
			'HTTP 400 about the assignee',
			answering(400, '{"Error":"Invalid Assignee"}'),
			`D3 rejected ${about}: Invalid Assignee`,
			/^Assignee takes the full name, .* Check this item's values/,
			{ outcome: 'rejected', httpCode: 400 },
		],
		[
			'HTTP 200 with returnData Failed',
			answering(200, '{"error":"","returnData":"Failed","rawData":""}'),
			`D3 rejected ${about}: Failed`,
			/^Check this item's values\./,
			{ outcome: 'rejected' },
		],
		[
			'HTTP 200 with a partial success',
			answering(
				200,
				'{"error":"","returnData":{"Status":"Partially Successful","ErrorData":[{"Incident Number":"20220125-1","Error message":"locked"}]}}',
			),
			`Check D3 first: D3 did only part of it: 20220125-1: locked; ${about} may or may not exist`,
			/ad hoc tasks\. If it is there, there is nothing to do\. If not/,
			{ outcome: 'unconfirmed' },
		],
		[
			'an HTML page instead of JSON',
			faults.loginPage,
			`Check D3 first: The response did not come from D3; ${about} may or may not exist`,
			/Sign in.*login page/s,
			{ outcome: 'unconfirmed', httpCode: 200 },
		],
		[
			'an empty response',
			faults.empty,
			`Check D3 first: The response did not come from D3; ${about} may or may not exist`,
			/was empty/,
			{ outcome: 'unconfirmed' },
		],
		[
			'JSON that is not a D3 response',
			answering(200, '[1,2]'),
			`Check D3 first: The response did not come from D3; ${about} may or may not exist`,
			/\[1,2\]/,
			{ outcome: 'unconfirmed' },
		],
		[
			'a connection that breaks after the request was sent',
			faults.doneButReset,
			`Check D3 first: D3 did not respond; ${about} may or may not exist`,
			/^Sent .* the connection broke\. Not sent again, to avoid a duplicate\. Look at the incident's ad hoc tasks/,
			{ outcome: 'unconfirmed', code: 'ECONNRESET' },
		],
	])(
		'reports message, advice and outcome for %s',
		async (_what, fault, message, description, details) => {
			simulator.injectFault(fault);
			const { error } = await run();
			expect(error?.message).toBe(message);
			expect(error?.description).toMatch(description);
			expect(error?.context?.details).toMatchObject({
				command: 'CreateTask',
				site: 'Security Operations',
				incidentNumber: '20220125-1',
				...details,
			});
			expect(simulator.ledger.requests).toHaveLength(1);
		},
	);

	it('reports an unconfirmed task if D3 does not respond within the timeout', async () => {
		simulator.injectFault(faults.doneButSilent);
		const { error } = await run({
			credential: credentialFor(simulator, 'CreateTask', { timeout: 1 }),
		});
		expect(error?.message).toBe(
			`Check D3 first: D3 did not respond; ${about} may or may not exist`,
		);
		expect(error?.description).toMatch(/no complete response within 1 s/);
	});

	it('reports a task as not sent if D3 cannot be reached', async () => {
		const gone = await startSimulator();
		await gone.close();
		const { error } = await run({
			credential: credentialFor(gone, 'CreateTask', { retryFor: 0 }),
		});
		expect(error?.message).toBe(`D3 could not be reached, so ${about} was not sent`);
		expect(error?.context?.details).toMatchObject({
			outcome: 'notSent',
			code: 'ECONNREFUSED',
		});
	});

	it('reports an incomplete credential before sending anything', async () => {
		const { error } = await run({
			credential: { ...credentialFor(simulator), apiKey: '' },
		});
		expect(error?.message).toBe(
			`T${about.slice(1)} was not sent. The API key of the D3 SOAR credential is empty`,
		);
		expect(simulator.ledger.requests).toEqual([]);
	});

	// n8n replaces messages that contain one of its socket error codes; then nobody learns what happened.
	it('keeps its error message if a task name contains a socket error code', async () => {
		simulator.injectFault(faults.invalidKey);
		const { error } = await run({ parameters: taskParameters({ taskName: 'Why ETIMEDOUT?' }) });
		expect(error?.message).toBe(
			'D3 rejected task "Why ETIMEDOUT?" on 20220125-1: Invalid authentication key.',
		);
	});

	it('never shows the API key, even if D3 repeats it in an error', async () => {
		simulator.injectFault(answering(400, '{"Error":"Bad key simulator-key-CreateTask"}'));
		const { error, run: whole } = await run();
		expect(error?.message).toMatch(/: Bad key •••$/);
		expect(JSON.stringify(whole.data.resultData)).not.toContain('simulator-key');
	});
});

describe('one rejected item of three', () => {
	it('Stop Workflow fails at the rejected item after sending the items before it', async () => {
		const { error, outputs } = await run({
			...oneWrong,
			credential: credentialFor(simulator, 'CreateTask', { maxConcurrentRequests: 1 }),
		});
		expect(error?.message).toBe(
			'D3 rejected task "B" on no such: Incident no such was not found [item 1]',
		);
		expect(error?.context?.itemIndex).toBe(1);
		expect(outputs.flat()).toEqual([]);
		expect(names()).toEqual(['A']);
	});

	it('Continue outputs accepted and rejected items in input order', async () => {
		const { error, outputs } = await run({
			...oneWrong,
			node: { onError: 'continueRegularOutput' },
		});
		expect(error).toBeUndefined();
		expect(outputs).toHaveLength(1);
		expect(json(outputs[0])).toMatchObject([
			{ 'Task Name': 'A' },
			{
				error: 'D3 rejected task "B" on no such: Incident no such was not found [item 1]',
				details: {
					outcome: 'rejected',
					description: expect.stringMatching(/^Check this item's values\./),
				},
			},
			{ 'Task Name': 'C' },
		]);
		expect(outputs[0]?.map((item) => item.pairedItem)).toMatchObject([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	it('Continue (using error output) separates accepted from rejected items', async () => {
		const { outputs } = await run({ ...oneWrong, node: { onError: 'continueErrorOutput' } });
		expect(json(outputs[0])).toMatchObject([{ 'Task Name': 'A' }, { 'Task Name': 'C' }]);
		expect(json(outputs[1])).toMatchObject([
			// n8n adds the input item, so that a user can fix it and send it again.
			{
				name: 'B',
				error: expect.stringMatching(/^D3 rejected.* \[item 1\]$/),
				details: expect.anything(),
			},
		]);
	});
});

it('reports an operation that a saved workflow uses and this version does not have', async () => {
	const { error } = await run({ parameters: taskParameters({ operation: 'explode' }) });
	expect(error?.message).toBe('D3 SOAR has no operation "explode" for "task"');
});
