import { request } from 'node:http';
import type { IWebhookFunctions, INodeParameters } from 'n8n-workflow';

import { answer } from '../../../../nodes/D3Soar/approval/webhook.ts';
import { askOnEngine, question } from '../../../support/approval.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';
import type { WaitingExecution } from '../../../support/waitingExecution.mts';

let simulator: Simulator;
let waiting: WaitingExecution;
let link: URL;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => {
	await waiting.close();
	await simulator.close();
});

async function ask(parameters: INodeParameters = {}): Promise<void> {
	({ waiting, link } = await askOnEngine(simulator, question(simulator, parameters)));
}

const dataOf = () => waiting.outcome?.[0]?.json.data;

/** The link with another value of one of its parameters. */
function linkWith(name: string, value: string | undefined): URL {
	const other = new URL(link);
	if (value === undefined) other.searchParams.delete(name);
	else other.searchParams.set(name, value);
	return other;
}

describe('an answer', () => {
	it.each([
		['approve', true, 'approved', 'Approved'],
		['decline', false, 'declined', 'Declined'],
	])('%s goes on with what was decided', async (decision, approved, reason, title) => {
		await ask();
		const page = await waiting.open(link, { decision, comment: ' Fine by me\r\n\rJane ' });
		expect(page.text).toContain(`<h1>${title}</h1>`);
		expect(page.text).toContain(
			'Your answer to &#34;Isolate WS-042?&#34; is recorded, and the workflow goes on. Complete the task in D3, and close this page.',
		);
		// The page after the answer has the secret link in its address as well.
		expect(Object.fromEntries(page.headers)).toMatchObject({
			'content-type': 'text/html; charset=utf-8',
			'referrer-policy': 'no-referrer',
			'cache-control': 'no-store',
		});
		expect(waiting.outcome).toEqual([
			{
				json: {
					data: {
						approved,
						comment: 'Fine by me\n\nJane',
						// The model hears a person's words only if they say no.
						...(!approved && { chatInput: 'Fine by me\n\nJane' }),
						reason,
						approver: null,
						verified: false,
						requestedAt: expect.any(String),
						respondedAt: expect.stringMatching(/^\d{4}-.*Z$/),
						assignee: 'Jane Doe',
						executionId: 'first',
					},
					task: expect.objectContaining({ 'Task Name': 'Isolate WS-042?' }),
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	// n8n then tells the model to stop, which it does not where it has something to hand on.
	it('without a comment hands the model no words of a person', async () => {
		await ask();
		await waiting.open(link, { decision: 'decline' });
		expect(dataOf()).toMatchObject({ approved: false, comment: '' });
		expect(dataOf()).not.toHaveProperty('chatInput');
	});

	it.each([
		['no decision', {}],
		['a word that is none', { decision: 'yes' }],
		['a decision in other letters', { decision: 'Approve' }],
	])('with %s decides nothing, and keeps the comment', async (_, form) => {
		await ask();
		const page = await waiting.open(link, { ...form, comment: 'Half a thought' });
		expect(page.status).toBe(422);
		expect(page.text).toContain('role="alert">Choose Approve or Decline.');
		expect(page.text).toContain('Half a thought</textarea>');
		expect(waiting.outcome).toBeUndefined();
	});

	it.each(['', ' \r\n '])('needs a comment (%j) where one is required', async (comment) => {
		await ask({ comment: 'required' });
		const page = await waiting.open(link, { decision: 'approve', comment });
		expect(page.status).toBe(422);
		expect(page.text).toContain('Write a comment first.');
		expect(waiting.outcome).toBeUndefined();
	});

	it('counts with the comment that is required', async () => {
		await ask({ comment: 'required' });
		await waiting.open(link, { decision: 'approve', comment: 'Seen' });
		expect(dataOf()).toMatchObject({ approved: true, comment: 'Seen' });
	});

	it('has no comment where none is asked for, though one is sent', async () => {
		await ask({ comment: 'off' });
		expect((await waiting.open(link)).text).not.toContain('<textarea');
		await waiting.open(link, { decision: 'approve', comment: 'Smuggled' });
		expect(dataOf()).toMatchObject({ approved: true, comment: '' });
	});

	it('is cut where it is longer than a comment, and never in half a character', async () => {
		await ask();
		await waiting.open(link, { decision: 'decline', comment: `${'x'.repeat(3999)}👩‍💻` });
		expect(dataOf()).toMatchObject({ comment: 'x'.repeat(3999) });
	});
});

// Mail scanners and chats open links, some of them more than once.
it('opening the link decides nothing, however often, and whatever it adds', async () => {
	await ask();
	for (const tail of ['', '&decision=approve', '&approved=true']) {
		const page = await waiting.open(new URL(link.href + tail));
		expect(page.status).toBe(200);
	}
	expect(waiting.outcome).toBeUndefined();
});

describe('a link of another question', () => {
	it.each([
		['of the same length', 'A'.repeat(43)],
		['that is shorter', 'A'],
		['in other characters', 'é'.repeat(22)],
		['that is empty', ''],
		['that is not there', undefined],
	])('%s decides nothing, and says so plainly', async (_, other) => {
		await ask();
		for (const form of [undefined, { decision: 'approve' }]) {
			const page = await waiting.open(linkWith('question', other), form);
			expect(page.status).toBe(410);
			expect(page.text).toContain('<h1>This question is no longer open</h1>');
			expect(page.text).toContain('Nothing was decided. Look in D3 for a newer task.');
			expect(page.text).not.toContain('WS-042');
		}
		expect(waiting.outcome).toBeUndefined();
	});

	it('that stands twice in the address decides nothing', async () => {
		await ask();
		const context = {
			getQueryData: () => ({ question: [link.searchParams.get('question'), 'x'] }),
		};
		expect(pageFor(context).status).toBe(410);
	});
});

// n8n resumes a little later: in between a yes would still count.
it('an answer at the very end of the time decides nothing', async () => {
	await ask({ limitType: 'atSpecifiedTime', maxDateAndTime: '2100-01-01T12:00:00Z' });
	jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2100-01-01T12:00:00Z'));
	try {
		const page = await waiting.open(link, { decision: 'approve' });
		expect(page.status).toBe(410);
		expect(page.text).toContain('<h1>The time to answer is over</h1>');
		expect(page.text).toContain('The workflow goes on as not approved. Your visit decided nothing');
		expect(waiting.outcome).toBeUndefined();
	} finally {
		jest.restoreAllMocks();
	}
});

describe('with an Approver Header', () => {
	beforeEach(async () => await ask({ approverHeader: 'X-Forwarded-User' }));

	it('records who answers, as the proxy names them', async () => {
		const headers = { 'x-forwarded-user': 'jane@example.com' };
		expect((await waiting.open(link, undefined, headers)).text).toContain(
			'recorded as that of <bdi>jane@example.com</bdi>',
		);
		await waiting.open(link, { decision: 'approve', approver: 'Mallory' }, headers);
		expect(dataOf()).toMatchObject({ approver: 'jane@example.com', verified: true });
	});

	it('reads a name in UTF-8, as proxies write it, and in Latin-1', async () => {
		for (const [bytes, name] of [
			[Buffer.from('Žofie Kovářová'), 'Žofie Kovářová'],
			[Buffer.from('Jürgen', 'latin1'), 'Jürgen'],
		] as const) {
			const page = await waiting.open(link, undefined, {
				'x-forwarded-user': bytes.toString('latin1'),
			});
			expect(page.text).toContain(`<bdi>${name}</bdi>`);
		}
	});

	it('takes a name of up to 256 characters', async () => {
		const name = 'x'.repeat(256);
		await waiting.open(link, { decision: 'approve' }, { 'x-forwarded-user': name });
		expect(dataOf()).toMatchObject({ approver: name });
	});

	it.each([
		['is missing', {}],
		['is empty', { 'x-forwarded-user': ' ' }],
		['is a blank that shows nothing', { 'x-forwarded-user': '\u00a0' }],
		['is no name', { 'x-forwarded-user': 'x'.repeat(257) }],
		['stands in another header', { 'x-user': 'jane' }],
	])('refuses page and answer where it %s', async (_, headers: Record<string, string>) => {
		for (const form of [undefined, { decision: 'approve' }]) {
			const page = await waiting.open(link, form, headers);
			expect(page.status).toBe(403);
			expect(page.text).toContain('<h1>You are not signed in</h1>');
			expect(page.text).toContain('in the header x-forwarded-user. Open the link');
			expect(page.text).not.toContain('WS-042');
		}
		expect(waiting.outcome).toBeUndefined();
	});

	// A visitor adds their own in front of the proxy's: Node.js would join them to one text.
	it('refuses an answer with the header twice', async () => {
		const page = await new Promise<{ status: number; text: string }>((resolve, reject) => {
			const { port } = waiting.address();
			const sent = request(
				{
					port,
					host: '127.0.0.1',
					method: 'POST',
					path: `/${link.search}`,
					headers: ['Host', 'localhost', 'X-Forwarded-User', 'boss', 'X-Forwarded-User', 'mallory'],
				},
				(response) => {
					const chunks: Buffer[] = [];
					response.on('data', (chunk: Buffer) => chunks.push(chunk));
					response.on('end', () => {
						resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString() });
					});
				},
			);
			sent.on('error', reject);
			sent.end('decision=approve');
		});
		expect(page.status).toBe(403);
		expect(page.text).toContain(
			'The header x-forwarded-user came 2 times, so nobody can tell who you are.',
		);
		expect(waiting.outcome).toBeUndefined();
	});

	// Who looks at a page of somebody else's would answer in their own name without knowing.
	it.each(['cross-site', 'same-site'])(
		'refuses an answer that a browser calls %s',
		async (site) => {
			const headers = { 'x-forwarded-user': 'jane', 'sec-fetch-site': site };
			const page = await waiting.open(link, { decision: 'approve' }, headers);
			expect(page.status).toBe(403);
			expect(page.text).toContain('This answer came from another site');
			expect(page.text).toContain('Open the link in the task, and answer there.');
			expect(waiting.outcome).toBeUndefined();
			// A link in D3 is followed from another site.
			expect((await waiting.open(link, undefined, headers)).status).toBe(200);
		},
	);
});

describe('it never throws, since n8n would end the wait and go on', () => {
	beforeEach(async () => await ask());

	it.each([
		['nothing is kept', { evaluateExpression: () => undefined }],
		['the address has no parameters', { getQueryData: () => undefined }],
	])('and says that the question is no longer open where %s', (_, context: object) => {
		const page = pageFor(context);
		expect(page).toMatchObject({ result: { noWebhookResponse: true }, status: 410, logged: [] });
		expect(page.text).toContain('<h1>This question is no longer open</h1>');
	});

	it.each([
		['the form is no object', { ...answeredBy('approve'), getBodyData: () => 'decision=approve' }],
		['the form is missing', { ...answeredBy(''), getBodyData: () => undefined }],
		['the form holds lists', { ...answeredBy(''), getBodyData: () => ({ decision: ['approve'] }) }],
	])('and asks again where %s', (_, context: object) => {
		const page = pageFor(context);
		expect(page).toMatchObject({ result: { noWebhookResponse: true }, status: 422, logged: [] });
		expect(page.text).toContain('Choose Approve or Decline.');
	});

	it.each([
		['nothing can be read', { evaluateExpression: () => fail() }],
		['what is kept is no JSON', { evaluateExpression: () => '{' }],
		['what is kept is something else', { evaluateExpression: () => '[1]' }],
		['the request is gone', { getRequestObject: () => fail() }],
	])('and says so, also in the log of n8n, where %s', (_, context: object) => {
		const page = pageFor(context);
		expect(page).toMatchObject({ result: { noWebhookResponse: true }, status: 500 });
		expect(page.text).toContain('<h1>Something went wrong</h1>');
		expect(page.text).toContain('Nothing was decided. Try again later.');
		expect(page.logged).toEqual([
			expect.stringMatching(/^D3 SOAR could not show the page of an approval: \w*Error\b/),
		]);
	});

	it('also where the response is gone', () => {
		const gone = { writeHead: () => fail(), end: () => fail() };
		const { result } = pageFor({ getResponseObject: () => gone });
		expect(result).toEqual({ noWebhookResponse: true });
	});
});

function fail(): never {
	throw new Error('No');
}

function answeredBy(decision: string): object {
	const wait = { question: 'q', comment: 'off', approverHeader: '', requestedAt: '', task: {} };
	return {
		evaluateExpression: () => JSON.stringify(wait),
		getQueryData: () => ({ question: 'q' }),
		getRequestObject: () => ({ method: 'POST', headers: {}, rawHeaders: [] }),
		getBodyData: () => ({ decision }),
	};
}

/** What the webhook answers in a context of which n8n gives nothing else than this, and what n8n's log gets. */
function pageFor(given: object) {
	const page = { status: 0, text: '', logged: [] as string[] };
	const context = {
		getNode: () => ({ name: 'D3 SOAR' }),
		evaluateExpression: () => JSON.stringify({ question: 'x', approverHeader: '' }),
		getQueryData: () => ({ question: 'y' }),
		getRequestObject: () => ({ method: 'GET', headers: {}, rawHeaders: [] }),
		getResponseObject: () => ({
			writeHead: (code: number) => (page.status = code),
			end: (text: string) => (page.text = text),
		}),
		logger: { error: (message: string) => page.logged.push(message) },
		...given,
	} as unknown as IWebhookFunctions;
	const result = answer(context);
	return { ...page, result };
}
