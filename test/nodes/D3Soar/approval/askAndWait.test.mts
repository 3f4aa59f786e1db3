import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';

import { askOnEngine, question } from '../../../support/approval.mts';
import { credentialFor, sentParams } from '../../../support/fixtures.mts';
import { n8nCore, retryOnEngine, runOnEngine } from '../../../support/n8nEngine.mts';
import { linkIn } from '../../../support/waitingExecution.mts';
import { faults } from '../../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const require = createRequire(join(process.cwd(), 'package.json'));

const HOUR_MS = 3_600_000;
/** An item that already says yes. */
const SAYS_YES = { approved: true, data: { approved: true } };

const NOT_APPROVED = {
	data: {
		approved: false,
		comment: '',
		chatInput: expect.stringMatching(/^Nobody answered in time/),
		reason: 'timedOut',
		approver: null,
		verified: false,
		requestedAt: expect.stringMatching(/^\d{4}-.*Z$/),
		respondedAt: null,
		assignee: 'Jane Doe',
		executionId: 'first',
	},
	task: expect.objectContaining({ 'Task Name': 'Isolate WS-042?', Assignee: 'Jane Doe' }),
};

describe('the task', () => {
	it('is made as Create makes it, with the message as its description, and the execution waits', async () => {
		const { run, error } = await runOnEngine(question(simulator));
		expect(error).toBeUndefined();
		expect(run.status).toBe('waiting');
		const { 'Task Description': description, ...task } = sentParams(simulator);
		expect(task).toEqual({
			'Incident Number': '20220125-1',
			'Task Name': 'Isolate WS-042?',
			'Task Type': 'Default',
			Assignee: 'Jane Doe',
			'Due Date': '2026-05-15 14:32:00',
			// No documented command completes the task, so that it would block the incident for ever.
			Required: 'No',
		});
		expect(description).toMatch(/^It talks to a command server\.<br><br>/);
		expect(Object.keys(task)).not.toContain('Comment');
	});

	// D3 may drop what it does not know, and whoever completes the task believes that they have answered.
	it('ends with the link, also as a plain address, and says that completing it is no answer', async () => {
		await runOnEngine(question(simulator));
		const description = String(sentParams(simulator)['Task Description']);
		const { href } = linkIn(description);
		const address = href.replace('&', '&amp;');
		expect(description).toContain(
			`<br><br><b><a href="${address}">Answer in n8n</a></b><br>${address}<br><br>`,
		);
		expect(description).toMatch(
			/Completing this task does not answer the question\. Use the link, then complete the task\.$/,
		);
	});

	// What stands in an alert must not become a link or a picture in D3, nor hide what is asked.
	it('shows a message from elsewhere as it was written', async () => {
		const message = '={{ "<img src=//x>\\n<a href=\'//evil\'>Answer</a> \\u202egnp" }}';
		await runOnEngine(question(simulator, { message }));
		expect(sentParams(simulator)['Task Description']).toMatch(
			/^&lt;img src=\/\/x&gt;<br>&lt;a href='\/\/evil'&gt;Answer&lt;\/a&gt; \[U\+202E\]gnp<br><br>Answer by /,
		);
	});
});

// Whoever answers has to know what, without looking it up in D3 or n8n.
it('shows on the page what stands in the task, and which execution asks', async () => {
	const { waiting, link } = await askOnEngine(simulator, question(simulator));
	const { text } = await waiting.open(link);
	await waiting.close();
	const fact = (name: string, value: string) => `<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`;
	for (const shown of [
		'<h1><bdi>Isolate WS-042?</bdi></h1>',
		'<p class="text"><bdi>It talks to a command server.</bdi></p>',
		fact('Incident', '20220125-1'),
		fact('Site', 'Security Operations'),
		fact('Assigned to', 'Jane Doe'),
		fact('Workflow', 'Containment (execution first)'),
	]) {
		expect(text).toContain(shown);
	}
});

// The page finds its question by the name of the node, which people choose.
it.each(['Ask "Jane" (\\u0022)', "L'analyste répond 🙂", '{{ $json.x }}', '$1`${x}`'])(
	'finds the question of a node called %s',
	async (name) => {
		const options = question(simulator, {}, { node: { name } });
		const { waiting, link } = await askOnEngine(simulator, options);
		expect((await waiting.open(link)).text).toContain('<h1><bdi>Isolate WS-042?</bdi></h1>');
		await waiting.open(link, { decision: 'approve' });
		await waiting.close();
		expect(waiting.outcome).toMatchObject([{ json: { data: { approved: true } } }]);
	},
);

describe('each question has a link of its own', () => {
	it('also in the rounds of a loop, where n8n would sign the same link', async () => {
		await runOnEngine(question(simulator));
		await runOnEngine(question(simulator));
		const [first, second] = [0, 1].map((index) =>
			linkIn(String(sentParams(simulator, index)['Task Description'])),
		);
		expect(first!.pathname).toBe(second!.pathname);
		expect(first!.searchParams.get('question')).toMatch(/^[\w-]{43}$/);
		expect(first!.searchParams.get('question')).not.toBe(second!.searchParams.get('question'));
	});

	// Otherwise anybody could turn the link of one question into that of another.
	it('and the question is among what n8n signs', async () => {
		const { waiting, link } = await askOnEngine(simulator, question(simulator));
		await waiting.close();
		const signed = new URL(link);
		signed.searchParams.delete('signature');
		const { Container } = createRequire(require.resolve('n8n-core'))(
			'@n8n/di',
		) as typeof import('@n8n/di');
		const secret = Container.get(n8nCore.InstanceSettings).hmacSignatureSecret;
		expect(link.searchParams.get('signature')).toBe(
			n8nCore.generateUrlSignature(n8nCore.prepareUrlForSigning(signed), secret),
		);
	});
});

describe('when nobody answers in time', () => {
	it.each([{}, SAYS_YES])('goes on as not approved, whatever came in: %j', async (item) => {
		const options = question(simulator, {}, { items: [item] });
		const { waiting } = await askOnEngine(simulator, options);
		const output = await waiting.timeOut();
		await waiting.close();
		expect(output).toEqual([{ json: NOT_APPROVED, pairedItem: { item: 0 } }]);
	});

	it.each([
		['four hours unless it says otherwise', {}, 4 * HOUR_MS],
		['minutes', { resumeAmount: 90, resumeUnit: 'minutes' }, 1.5 * HOUR_MS],
		['days', { resumeAmount: 2, resumeUnit: 'days' }, 48 * HOUR_MS],
	])('that is after %s', async (_, parameters, milliseconds) => {
		const before = Date.now();
		const { run } = await runOnEngine(question(simulator, parameters));
		const waits = run.data.waitTill!.getTime() - before;
		expect(waits).toBeGreaterThanOrEqual(milliseconds);
		expect(waits).toBeLessThan(milliseconds + HOUR_MS / 4);
	});

	it("at a time of the workflow's zone, and at the end of a day without one", async () => {
		const until = async (maxDateAndTime: string) => {
			const parameters = { limitType: 'atSpecifiedTime', maxDateAndTime };
			const options = question(simulator, parameters, { timezone: 'Asia/Tokyo' });
			return (await runOnEngine(options)).run.data.waitTill!.toISOString();
		};
		expect(await until('2100-01-01T12:00:00')).toBe('2100-01-01T03:00:00.000Z');
		expect(await until('2100-01-01')).toBe('2100-01-01T14:59:59.000Z');
		expect(await until('2100-01-01T12:00:00Z')).toBe('2100-01-01T12:00:00.000Z');
	});

	// 01:40 comes twice that night, and its first time is an hour too early.
	it('at the instant that an expression gives, also in the hour that comes twice when the clocks go back', async () => {
		const maxDateAndTime = "={{ DateTime.fromISO('2099-11-01T06:40:00Z') }}";
		const parameters = { limitType: 'atSpecifiedTime', maxDateAndTime };
		const options = question(simulator, parameters, { timezone: 'America/New_York' });
		const { run } = await runOnEngine(options);
		expect(run.data.waitTill!.toISOString()).toBe('2099-11-01T06:40:00.000Z');
	});

	// Whoever finds the task has to know how long it can wait, and need not open the link for that.
	it("says in the task until when, in the workflow's zone", async () => {
		const parameters = { limitType: 'atSpecifiedTime', maxDateAndTime: '2100-01-01T12:00:00Z' };
		await runOnEngine(question(simulator, parameters, { timezone: 'Asia/Tokyo' }));
		expect(sentParams(simulator)['Task Description']).toContain(
			'<br><br>Answer by 1 Jan 2100, 21:00 (Asia/Tokyo). After that the workflow goes on as not approved.<br><br><b>',
		);
	});

	it('waits for as long as it takes without a limit', async () => {
		const { run } = await runOnEngine(question(simulator, { limitWaitTime: false }));
		expect(run.data.waitTill!.getFullYear()).toBe(3000);
		expect(sentParams(simulator)['Task Description']).toMatch(
			/^It talks to a command server\.<br><br><b><a href=/,
		);
	});
});

// n8n disables the node of an answered run, and would pass the other over: its input would count as an answer.
it('asks in each of two runs that are due at once', async () => {
	const options = question(simulator, {}, { items: [SAYS_YES], twice: true });
	const { waiting, link } = await askOnEngine(simulator, options);
	await waiting.open(link, { decision: 'decline' });
	await waiting.close();
	expect(simulator.ledger.tasks).toHaveLength(2);
	// The second run waits now, and has put in place what goes on without an answer.
	expect(waiting.outcome).toMatchObject([
		{ json: { data: { approved: false, reason: 'timedOut' } } },
	]);
});

describe('nothing waits, and nothing is sent', () => {
	it.each([
		[
			'for several items, of which n8n would forget all but one',
			{},
			{ items: [{ n: 0 }, { n: 1 }] },
			/^One execution can wait for one answer, and 2 items came in \[item 0\]$/,
			/^Put Loop Over Items with a batch size of 1 before this node.* This item was not sent\./,
		],
		[
			'until a time that is over',
			{ limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01' },
			{},
			/^Max Date and Time is in the past$/,
			/^Enter a time in the future.* Nothing was sent\.$/,
		],
		[
			'until a time that is not given',
			{ limitType: 'atSpecifiedTime' },
			{},
			/^Max Date and Time is empty$/,
			/Nothing was sent\.$/,
		],
		[
			'with a header that cannot come',
			{ approverHeader: 'X-User: jane' },
			{},
			/^Approver Header "X-User: jane" is no name of a header$/,
			/Nothing was sent\.$/,
		],
		[
			'where the expression for the header finds nothing, so that anybody could answer',
			{ approverHeader: '={{ $json.none }}' },
			{},
			/^Approver Header is empty$/,
			/Nothing was sent\.$/,
		],
		[
			'as a tool of an agent, which n8n lets run to its end',
			{},
			{ node: { type: 'n8n-nodes-d3soar.d3SoarTool' } },
			/^A tool of an AI agent cannot wait for an answer\. Put D3 SOAR between the agent/,
			/Nothing was sent\.$/,
		],
	])('%s', async (_, parameters, rest, message, description) => {
		const { run, error } = await runOnEngine(question(simulator, parameters, rest));
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(description);
		expect(run.data.waitTill).toBeUndefined();
		expect(simulator.ledger.requests).toEqual([]);
	});

	describe('on an older n8n', () => {
		const { prototype } = n8nCore.ExecuteContext as unknown as {
			prototype: { getSignedResumeUrl: unknown };
		};
		// It has them from the class above.
		afterEach(() => Reflect.deleteProperty(prototype, 'getSignedResumeUrl'));

		it.each([
			[
				'before 1.106, which has no such links',
				undefined,
				/^This version of n8n cannot create approval links$/,
				/^Update n8n to 1\.106 or newer\./,
			],
			[
				'that has no execution to which a link could lead',
				() => {
					throw new Error('Execution id is missing');
				},
				/^n8n created no approval link: Execution id is missing$/,
				/^Run it in a workflow whose executions n8n stores\./,
			],
		])('%s', async (_, getSignedResumeUrl, message, description) => {
			prototype.getSignedResumeUrl = getSignedResumeUrl;
			const { error } = await runOnEngine(question(simulator));
			expect(error?.message).toMatch(message);
			expect(error?.description).toMatch(description);
			expect(simulator.ledger.requests).toEqual([]);
		});
	});
});

describe('a task that is not made', () => {
	const wrong = { assignee: { __rl: true, mode: 'name', value: 'Nobody' } };

	it('fails as that of Create, and nothing waits', async () => {
		const { run, error } = await runOnEngine(question(simulator, wrong));
		expect(error?.message).toMatch(
			/^D3 rejected task "Isolate WS-042\?" on 20220125-1: User Nobody was not found$/,
		);
		expect(run.data.waitTill).toBeUndefined();
	});

	// n8n hands the input of a node that fails on to the next one, if that is not prevented.
	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'leaves an item that says so with %s, and never the input',
		async (onError) => {
			const options = question(simulator, wrong, { items: [SAYS_YES], node: { onError } });
			const { run, outputs } = await runOnEngine(options);
			expect(run.data.waitTill).toBeUndefined();
			const [output] = onError === 'continueErrorOutput' ? outputs[1]! : outputs[0]!;
			expect(output!.json).toMatchObject({
				error: expect.stringMatching(/D3 rejected task/),
				details: { outcome: 'rejected' },
			});
		},
	);

	it('that may exist is told of: its link does not work', async () => {
		simulator.injectFault(faults.doneButReset);
		const { run, error } = await runOnEngine(question(simulator));
		expect(error?.message).toMatch(/may or may not exist, and nothing waits for an answer$/);
		expect(error?.description).toMatch(
			/Look at the incident's ad hoc tasks\. If it is there, complete it, because its link does not work, and then run this item again as well\. If not, run this item again/,
		);
		expect(run.data.waitTill).toBeUndefined();
	});
});

describe('Retry On Fail', () => {
	const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	it('asks once what D3 rejected at first', async () => {
		simulator.injectFault(faults.invalidBody);
		const { waiting, link } = await askOnEngine(simulator, question(simulator, {}, { node }));
		expect(simulator.ledger.tasks).toHaveLength(1);
		expect((await waiting.open(link)).status).toBe(200);
		await waiting.close();
	});

	it('makes no second task where the first may exist', async () => {
		simulator.injectFault(faults.doneButReset);
		const { run, error } = await runOnEngine(question(simulator, {}, { node }));
		expect(error?.message).toMatch(/nothing waits for an answer$/);
		expect(run.data.waitTill).toBeUndefined();
		expect(simulator.ledger.tasks).toHaveLength(1);
	});
});

// What makes a task is remembered, whichever operation made it: that of Create has no link.
describe('a retry after Create made the task, in a workflow that now asks', () => {
	const retry = async (node: Partial<INode> = {}) => {
		const rejected = '={{ $json.approved ? "2026-05-15T14:32:00" : "never" }}';
		const create = {
			...question(simulator, { operation: 'create', taskDescription: 'x', dueDate: rejected }),
			items: [SAYS_YES, {}],
		};
		const failed = await runOnEngine(create);
		expect(simulator.ledger.tasks).toHaveLength(1);
		const asking = { ...question(simulator), node: { executeOnce: true, ...node } };
		return await retryOnEngine(failed, asking);
	};
	const message = 'The task was created by an earlier attempt, and its link does not work';

	it('fails, makes no second task, and waits for nothing', async () => {
		const { run, error } = await retry();
		expect(error).toMatchObject({
			message,
			description: 'Complete it in D3, and run the workflow again.',
		});
		expect(run.data.waitTill).toBeUndefined();
		expect(simulator.ledger.tasks).toHaveLength(1);
	});

	it('goes on with an item that says so where the node continues, and never the input', async () => {
		const { run, outputs } = await retry({ onError: 'continueRegularOutput' });
		expect(run.data.waitTill).toBeUndefined();
		expect(outputs).toEqual([[{ json: { error: message }, pairedItem: { item: 0 } }]]);
	});
});

it('runs in the name and the site that the node says, as any other operation', async () => {
	const options = question(
		simulator,
		{ site: 'Client A', options: { username: 'jdoe' } },
		{ credential: credentialFor(simulator, 'CreateTask', { allowedSites: 'Client A' }) },
	);
	const { waiting, link } = await askOnEngine(simulator, options);
	expect(simulator.ledger.requests[0]!.body).toMatchObject({ Username: 'jdoe', Site: 'Client A' });
	expect((await waiting.open(link)).text).toContain('<dt>Site</dt><dd><bdi>Client A</bdi></dd>');
	await waiting.close();
});
