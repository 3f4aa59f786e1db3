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
		const page = await waiting.open(link, { decision, comment: ' Fine by me\r\n\r\nJane ' });
		expect(page.text).toContain(`<h1>${title}</h1>`);
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
it('an answer after the time is over decides nothing', async () => {
	await ask({ resumeAmount: 1, resumeUnit: 'minutes' });
	const now = Date.now();
	jest.spyOn(Date, 'now').mockReturnValue(now + 61_000);
	try {
		const page = await waiting.open(link, { decision: 'approve' });
		expect(page.status).toBe(410);
		expect(page.text).toContain('<h1>The time to answer is over</h1>');
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

	it.each([
		['is missing', {}],
		['is empty', { 'x-forwarded-user': ' ' }],
		['is no name', { 'x-forwarded-user': 'x'.repeat(257) }],
		['stands in another header', { 'x-user': 'jane' }],
	])('refuses page and answer where it %s', async (_, headers: Record<string, string>) => {
		for (const form of [undefined, { decision: 'approve' }]) {
			const page = await waiting.open(link, form, headers);
			expect(page.status).toBe(403);
			expect(page.text).toContain('in the header x-forwarded-user. Open the link');
			expect(page.text).not.toContain('WS-042');
		}
		expect(waiting.outcome).toBeUndefined();
	});

	// A visitor adds their own in front of the proxy's: Node.js would join them to one text.
	it('refuses an answer with the header twice', async () => {
		const status = await new Promise((resolve, reject) => {
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
					response.resume();
					resolve(response.statusCode);
				},
			);
			sent.on('error', reject);
			sent.end('decision=approve');
		});
		expect(status).toBe(403);
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
			expect(waiting.outcome).toBeUndefined();
			// A link in D3 is followed from another site.
			expect((await waiting.open(link, undefined, headers)).status).toBe(200);
		},
	);
});

describe('it never throws, since n8n would end the wait and go on', () => {
	beforeEach(async () => await ask());

	it.each([
		['nothing can be read', { evaluateExpression: () => fail() }],
		['nothing is kept', { evaluateExpression: () => undefined }],
		['what is kept is no JSON', { evaluateExpression: () => '{' }],
		['what is kept is something else', { evaluateExpression: () => '[1]' }],
		['the request is gone', { getRequestObject: () => fail() }],
		['the address has no parameters', { getQueryData: () => undefined }],
		['the form is no object', { ...answeredBy('approve'), getBodyData: () => 'decision=approve' }],
		['the form is missing', { ...answeredBy(''), getBodyData: () => undefined }],
		['the form holds lists', { ...answeredBy(''), getBodyData: () => ({ decision: ['approve'] }) }],
		[
			'the response is gone',
			{ getResponseObject: () => ({ writeHead: () => fail(), end: () => fail() }) },
		],
	])('where %s', (_, context: object) => {
		expect(pageFor(context).result).toEqual({ noWebhookResponse: true });
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

/** What the webhook answers in a context of which n8n gives nothing else than this. */
function pageFor(given: object): { result: unknown; status: number | undefined } {
	let status: number | undefined;
	const context = {
		getNode: () => ({ name: 'D3 SOAR' }),
		evaluateExpression: () => JSON.stringify({ question: 'x', approverHeader: '' }),
		getQueryData: () => ({ question: 'y' }),
		getRequestObject: () => ({ method: 'GET', headers: {}, rawHeaders: [] }),
		getResponseObject: () => ({
			writeHead: (code: number) => (status = code),
			end: () => undefined,
		}),
		logger: { error: () => undefined },
		...given,
	} as unknown as IWebhookFunctions;
	return { result: answer(context), status };
}
