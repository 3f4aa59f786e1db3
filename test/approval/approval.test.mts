import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { IDataObject, INode } from 'n8n-workflow';

import { launchBrowser } from '../editor/browser.mts';
import { credentialFor } from '../support/fixtures.mts';
import {
	itemsOf,
	RestClient,
	type StoredWorkflow,
	type WorkflowFile,
} from '../support/n8n/rest.mts';
import {
	HOOK_TIMEOUT_MS,
	LOGIN,
	manualWorkflow,
	splitNames,
	startRealN8n,
	startRealServer,
	TRIGGER,
	waitUntil,
	type NodeSpec,
	type RealN8n,
} from '../support/realN8n.mts';
import { storedTextsIn } from '../secrets/n8nStorage.mts';
import { echoing, faults } from '../simulator/faults.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { Analyst, linkOf } from './analyst.mts';
import { ask, fields, NEXT } from './workflows.mts';

/** Where pictures go: into the documents if they are taken anew. */
const PICTURES =
	process.env.D3SOAR_PICTURES === '1'
		? join('docs', 'images')
		: join(tmpdir(), 'n8n-nodes-d3soar-approval');

/** With characters that JSON, HTML and addresses escape. */
const KEY = 'CANARYkey7f3a+9c/2e=&<b>"';

let real: RealN8n;
let n8n: RestClient;
let browser: Browser;
let analyst: Analyst;
let simulator: Simulator;

beforeAll(async () => {
	real = await startRealN8n();
	n8n = real.rest;
	browser = await launchBrowser();
}, HOOK_TIMEOUT_MS);

afterAll(async () => {
	await browser?.close();
	await real?.end();
});

beforeEach(async () => {
	simulator = await startSimulator({ commandKeys: { CreateTask: KEY } });
	analyst = await Analyst.with(browser);
});

afterEach(async () => {
	await analyst.leave();
	await simulator.close();
});

async function question(
	parameters: Parameters<typeof ask>[1] = {},
	settings: Partial<INode> = {},
): Promise<NodeSpec> {
	const credential = await n8n.createCredential('d3SoarApi', 'D3', credentialFor(simulator));
	return { ...ask(credential, parameters), ...settings };
}

/** Starts a workflow, and leaves it waiting. @returns the id of its execution. */
async function startAndWait(workflow: WorkflowFile | StoredWorkflow): Promise<string> {
	const stored = 'id' in workflow ? workflow : await n8n.createWorkflow(workflow);
	const id = await n8n.start(stored, TRIGGER);
	await untilWaiting(id);
	return id;
}

async function untilWaiting(id: string, tasks = 1): Promise<void> {
	await waitUntil(
		async () => simulator.ledger.tasks.length >= tasks && (await n8n.statusOf(id)) === 'waiting',
		`execution ${id} to wait`,
	);
}

/** What the node after the question got. */
async function answerOf(id: string): Promise<IDataObject> {
	const [item] = itemsOf(await n8n.finished(id), 'Node');
	return item!.json.data as IDataObject;
}

/** Asks, with nothing else in the workflow but a node that gets the answer. */
async function asked(
	parameters: Parameters<typeof ask>[1] = {},
	settings: Partial<INode> = {},
): Promise<string> {
	return await startAndWait(manualWorkflow(await question(parameters, settings), NEXT));
}

describe('an analyst who follows the link in a task', () => {
	it('reads what is asked, and approves: the workflow goes on with the answer', async () => {
		const id = await asked();
		const page = await analyst.open(linkOf(simulator));
		const text = await page.locator('main').innerText();
		for (const words of [
			'Isolate WS-042?',
			'WS-042 talks to a known command server.\nIsolate it from the network?',
			'20220125-1',
			'Security Operations',
			'Jane Doe',
			`Test (execution ${id})`,
		]) {
			expect(text).toContain(words);
		}
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.getByRole('heading', { name: 'Approved' }).waitFor();
		expect(await answerOf(id)).toEqual({
			approved: true,
			comment: '',
			reason: 'approved',
			approver: null,
			verified: false,
			requestedAt: expect.any(String),
			respondedAt: expect.any(String),
			assignee: 'Jane Doe',
			executionId: id,
		});
		expect(simulator.ledger.tasks).toHaveLength(1);
		// Neither a style nor a script was refused, and nothing was asked of anybody else.
		expect(analyst.complaints).toEqual([]);
		expect(analyst.requests.filter((request) => !request.endsWith(page.url()))).toEqual([]);
	});

	it('declines with a comment, which the workflow gets', async () => {
		const id = await asked({ comment: 'required' });
		const page = await analyst.open(linkOf(simulator));
		// The browser itself asks for it.
		await page.getByRole('button', { name: 'Decline' }).click();
		await page.getByLabel('Comment').fill('It is the CEO’s laptop.\nCall first.');
		await page.getByRole('button', { name: 'Decline' }).click();
		await page.getByRole('heading', { name: 'Declined' }).waitFor();
		expect(await answerOf(id)).toMatchObject({
			approved: false,
			comment: 'It is the CEO’s laptop.\nCall first.',
			chatInput: 'It is the CEO’s laptop.\nCall first.',
			reason: 'declined',
		});
	});

	// The second click would send the answer again, and n8n answers that with an error.
	it('double clicks, and reads that the answer is recorded', async () => {
		const id = await asked();
		const page = await analyst.open(linkOf(simulator));
		await page.getByRole('button', { name: 'Approve' }).dblclick();
		await page.getByRole('heading', { name: 'Approved' }).waitFor();
		expect(analyst.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
		expect(await answerOf(id)).toMatchObject({ approved: true });
	});

	it('answers in one of two tabs: what the other says afterwards changes nothing', async () => {
		const id = await asked();
		const [first, second] = [
			await analyst.open(linkOf(simulator)),
			await analyst.open(linkOf(simulator)),
		];
		await first.getByRole('button', { name: 'Decline' }).click();
		await first.getByRole('heading', { name: 'Declined' }).waitFor();
		await n8n.finished(id);
		await second.getByRole('button', { name: 'Approve' }).click();
		// It is n8n's own page.
		await second.getByText('No action required').waitFor();
		expect(await answerOf(id)).toMatchObject({ approved: false, reason: 'declined' });
	});

	it.each([
		['desktop', false],
		['phone', true],
	])('sees the page on a %s, in light and in dark', async (_, phone) => {
		await startAndWait({
			...manualWorkflow(await question()),
			name: 'Contain hosts',
			settings: { timezone: 'Europe/Berlin' },
		});
		const visitor = await Analyst.with(browser, { phone });
		const page = await visitor.open(linkOf(simulator));
		const sizes = await page.evaluate(
			'({ page: document.documentElement.scrollWidth, screen: innerWidth })',
		);
		await visitor.takePictures(page, PICTURES, phone ? 'approval-phone' : 'approval');
		await visitor.leave();
		const { page: width, screen } = sizes as { page: number; screen: number };
		expect(width).toBeLessThanOrEqual(screen);
	});
});

describe('what only looks at the link', () => {
	// Mail scanners and chats do, before any person.
	it('decides nothing: the question is open as before', async () => {
		const id = await asked();
		const link = linkOf(simulator);
		for (const headers of [{}, { 'user-agent': 'Slackbot-LinkExpanding 1.0' }]) {
			const response = await fetch(link, { headers });
			expect(response.status).toBe(200);
			expect(await response.text()).toContain('Isolate WS-042?');
		}
		await fetch(link, { method: 'HEAD' });
		expect(await n8n.statusOf(id)).toBe('waiting');
		await fetch(link, { method: 'POST', body: new URLSearchParams({ decision: 'approve' }) });
		expect(await answerOf(id)).toMatchObject({ approved: true });
	});
});

describe('a link that is not the one in the task', () => {
	it.each([
		['another signature', (link: URL) => link.searchParams.set('signature', '0'.repeat(64))],
		['no signature', (link: URL) => link.searchParams.delete('signature')],
		['another question', (link: URL) => link.searchParams.set('question', 'A'.repeat(43))],
		['a decision in the address', (link: URL) => link.searchParams.set('decision', 'approve')],
	])('with %s is refused by n8n, and decides nothing', async (_, change) => {
		const id = await asked();
		const link = new URL(linkOf(simulator));
		change(link);
		for (const method of ['GET', 'POST']) {
			const body = method === 'POST' ? new URLSearchParams({ decision: 'approve' }) : null;
			expect((await fetch(link, { method, body })).status).toBe(401);
		}
		expect(await n8n.statusOf(id)).toBe('waiting');
		expect(simulator.ledger.tasks).toHaveLength(1);
	});

	// n8n signs the same link in each round: yesterday's "isolate A" would approve today's "isolate B".
	it('from the round before, in Loop Over Items, decides nothing and says so', async () => {
		const loop: NodeSpec = {
			type: 'n8n-nodes-base.splitInBatches',
			typeVersion: 3,
			parameters: { batchSize: 1 },
		};
		const workflow = manualWorkflow(
			...splitNames('["A", "B"]'),
			loop,
			await question({ taskName: '=Isolate {{ $json.name }}?' }),
		);
		const loopName = workflow.nodes.at(-2)!.name;
		const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
		const id = await startAndWait({
			...workflow,
			connections: {
				...workflow.connections,
				[loopName]: { main: [[], to('Node')] },
				Node: { main: [to(loopName)] },
			},
		});
		const first = linkOf(simulator);
		const page = await analyst.open(first);
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.getByRole('heading', { name: 'Approved' }).waitFor();
		await untilWaiting(id, 2);

		const again = await analyst.open(first);
		await again.getByRole('heading', { name: 'This question is no longer open' }).waitFor();
		const late = await fetch(first, {
			method: 'POST',
			body: new URLSearchParams({ decision: 'approve' }),
		});
		expect(late.status).toBe(410);
		expect(await n8n.statusOf(id)).toBe('waiting');

		const second = await analyst.open(linkOf(simulator));
		await second.getByRole('heading', { name: 'Isolate B?' }).waitFor();
		await second.getByRole('button', { name: 'Decline' }).click();
		await second.getByRole('heading', { name: 'Declined' }).waitFor();
		const { data } = await n8n.finished(id);
		const answers = data.resultData.runData.Node!.map(
			(run) => (run.data!.main![0]![0]!.json.data as IDataObject).approved,
		);
		expect(answers).toEqual([true, false]);
		expect(simulator.ledger.taskNames()).toEqual(['Isolate A?', 'Isolate B?']);
	});
});

// An item that says yes, and n8n hands the input of a node on when its time is over.
it('nobody answers in time: the workflow goes on as not approved, whatever came in', async () => {
	const input = fields({ approved: true, data: { approved: true } });
	const id = await startAndWait(
		manualWorkflow(
			input,
			await question({
				limitType: 'atSpecifiedTime',
				maxDateAndTime: '={{ $now.plus({ seconds: 5 }).toISO() }}',
			}),
			NEXT,
		),
	);
	const link = linkOf(simulator);
	await waitUntil(async () => (await n8n.statusOf(id)) !== 'waiting', 'the end of the wait');
	expect(await answerOf(id)).toMatchObject({ approved: false, reason: 'timedOut' });
	const late = await analyst.open(link);
	await late.getByText('No action required').waitFor();
});

describe('Retry On Fail', () => {
	it('asks once what D3 rejected at first', async () => {
		simulator.injectFault(faults.invalidBody);
		const id = await asked({}, { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 });
		expect(simulator.ledger.tasks).toHaveLength(1);
		const page = await analyst.open(linkOf(simulator));
		await page.getByRole('button', { name: 'Approve' }).click();
		expect(await answerOf(id)).toMatchObject({ approved: true });
		expect(simulator.ledger.tasks).toHaveLength(1);
	});
});

describe('with an Approver Header', () => {
	it('an answer without it is refused, and one with it says who answered', async () => {
		const id = await asked({ approverHeader: 'X-Forwarded-User' });
		const stranger = await analyst.open(linkOf(simulator));
		await stranger.getByRole('heading', { name: 'You are not signed in' }).waitFor();
		const sent = await fetch(linkOf(simulator), {
			method: 'POST',
			body: new URLSearchParams({ decision: 'approve' }),
		});
		expect(sent.status).toBe(403);
		expect(await n8n.statusOf(id)).toBe('waiting');

		const jane = await Analyst.with(browser, { headers: { 'X-Forwarded-User': 'jane@corp' } });
		const page = await jane.open(linkOf(simulator));
		await page.getByText('Your answer is recorded as that of jane@corp.').waitFor();
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.getByRole('heading', { name: 'Approved' }).waitFor();
		await jane.leave();
		expect(await answerOf(id)).toMatchObject({ approver: 'jane@corp', verified: true });
	});

	// Somebody who knows the link makes a page that answers in the name of whoever opens it.
	it('a page of somebody else cannot answer in the name of who looks at it', async () => {
		const id = await asked({ approverHeader: 'X-Forwarded-User' });
		const jane = await Analyst.with(browser, { headers: { 'X-Forwarded-User': 'jane@corp' } });
		const page = await jane.open('data:text/html,');
		const action = linkOf(simulator).replaceAll('&', '&amp;');
		await page.setContent(
			`<form method="post" action="${action}"><button name="decision" value="approve">Win</button></form>`,
		);
		await page.getByRole('button', { name: 'Win' }).click();
		await page.getByRole('heading', { name: 'This answer came from another site' }).waitFor();
		await jane.leave();
		expect(await n8n.statusOf(id)).toBe('waiting');
	});
});

describe('hostile texts', () => {
	const HOSTILE = `</textarea></bdi><script>alert(1)</script><img src="http://127.0.0.1:9/x.png" onerror="alert(1)"><style>*{display:none}</style>&lt; "'{{ 1 + 1 }} \u202e`;
	const SHOWN = HOSTILE.replace('\u202e', '[U+202E]');

	it('in message, task name, comment and header are texts on the page and in the answer', async () => {
		const workflow = manualWorkflow(
			fields({ hostile: HOSTILE }),
			await question({
				message: '={{ $json.hostile }}',
				taskName: '={{ $json.hostile.slice(0, 200) }}',
				comment: 'required',
				approverHeader: 'X-Forwarded-User',
			}),
			NEXT,
		);
		const id = await startAndWait(workflow);
		const name = '<b>"jane"</b>';
		const jane = await Analyst.with(browser, { headers: { 'X-Forwarded-User': name } });
		const page = await jane.open(linkOf(simulator));
		expect(await page.locator('p.text').innerText()).toBe(SHOWN.trim());
		await page.getByText(`recorded as that of ${name}`).waitFor();
		// Not through the browser, which asks for the comment.
		const again = await fetch(page.url(), {
			method: 'POST',
			headers: { 'X-Forwarded-User': name },
			body: new URLSearchParams({ comment: HOSTILE }),
		});
		expect(await again.text()).not.toMatch(/<script|<img|<style>\*/);
		await page.getByLabel('Comment').fill(HOSTILE);
		await page.getByRole('button', { name: 'Decline' }).click();
		await page.getByRole('heading', { name: 'Declined' }).waitFor();
		expect(jane.requests.filter((request) => request.includes(':9/'))).toEqual([]);
		expect(jane.complaints).toEqual([]);
		await jane.leave();
		expect(await answerOf(id)).toMatchObject({ comment: HOSTILE.trim(), approver: name });
		expect(simulator.ledger.tasks[0]!['Task Description']).not.toMatch(/<script|<img/);
	});
});

// A server that repeats what it was sent: the node hands its answer on, and n8n stores it.
it('no key is on the page, nor in what goes on', async () => {
	simulator.injectFault(echoing(200, (echo) => `{"error":"","rawData":${echo}}`));
	const workflow = manualWorkflow(await question({ taskName: 'CONTROLk1b8z' }), NEXT);
	const id = await n8n.start(await n8n.createWorkflow(workflow), TRIGGER);
	await waitUntil(async () => (await n8n.statusOf(id)) === 'waiting', 'the question');
	const { CommandParams } = simulator.ledger.requests[0]!.body as { CommandParams: IDataObject };
	const [, href] = /<a href="([^"]+)"/.exec(String(CommandParams['Task Description']))!;
	const link = href!.replaceAll('&amp;', '&');
	const page = await (await fetch(link)).text();
	expect(page).toContain('CONTROLk1b8z');
	const body = new URLSearchParams({ decision: 'approve' });
	const answered = await (await fetch(link, { method: 'POST', body })).text();
	const stored = JSON.stringify((await n8n.finished(id)).data);
	expect(stored).toContain('CONTROLk1b8z');
	for (const text of [page, answered, stored]) expect(text).not.toContain('CANARY');
});

// The last one: it ends the n8n of the others.
it('the question survives a restart of n8n', async () => {
	const id = await asked();
	const link = linkOf(simulator);
	await real.server.stop();
	// All that this n8n has stored of all these questions, and logged.
	const texts = await storedTextsIn(real.userFolder);
	expect(texts.some(({ text }) => text.includes('CONTROLk1b8z'))).toBe(true);
	expect(texts.filter(({ text }) => text.includes('CANARY')).map(({ place }) => place)).toEqual([]);
	const port = Number(new URL(real.server.url).port);
	const restarted = await startRealServer({ userFolder: real.userFolder, port });
	real = { ...real, ...restarted };
	n8n = new RestClient(restarted.server.url);
	await n8n.logIn(LOGIN);

	const page = await analyst.open(link);
	await page.getByRole('heading', { name: 'Isolate WS-042?' }).waitFor();
	await page.getByRole('button', { name: 'Approve' }).click();
	await page.getByRole('heading', { name: 'Approved' }).waitFor();
	expect(await answerOf(id)).toMatchObject({ approved: true, reason: 'approved' });
	expect(simulator.ledger.tasks).toHaveLength(1);
});
