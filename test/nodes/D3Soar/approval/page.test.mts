import { createHash } from 'node:crypto';

import { pageHeaders, plainPage, questionPage } from '../../../../nodes/D3Soar/approval/page.ts';
import type { Wait } from '../../../../nodes/D3Soar/approval/wait.ts';

const HOSTILE = `</bdi></textarea></pre></title><script>alert(1)</script><img src=x onerror=alert(1)>"'\`&amp;`;

const wait = (rest: Partial<Wait> = {}): Wait => ({
	question: 'q',
	site: 'Security Operations',
	incidentNumber: '20220125-1',
	taskName: 'Isolate WS-042?',
	message: 'It talks to a command server.',
	assignee: 'Jane Doe',
	workflow: 'Containment',
	executionId: '4711',
	timezone: 'Europe/Berlin',
	comment: 'optional',
	approverHeader: '',
	requestedAt: '2026-05-15T12:32:00.000Z',
	until: '2026-05-15T16:32:00.000Z',
	task: {},
	...rest,
});

const page = (rest: Partial<Wait> = {}, options = {}) =>
	questionPage(wait(rest), { approver: undefined, ...options });

it('shows who asks what, about which incident, since when and until when', () => {
	const text = page()
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ');
	for (const words of [
		'A workflow asks for your decision Isolate WS-042?',
		'Incident 20220125-1 Site Security Operations Assigned to Jane Doe',
		'Workflow Containment (execution 4711)',
		'Asked 15 May 2026, 14:32 (Europe/Berlin)',
		'Answer by 15 May 2026, 18:32 (Europe/Berlin)',
		'It talks to a command server.',
		'Approve Decline',
		'Whoever has this link can answer. Your name is not recorded.',
	]) {
		expect(text).toContain(words);
	}
});

it('shows the tool that an agent wants to use, with its whole input', () => {
	const input = JSON.stringify({ host: 'x'.repeat(50_000) }, undefined, 2);
	const text = page({ tool: { name: 'isolate_host', input } });
	expect(text).toContain('An AI agent asks to use a tool');
	expect(text).toContain('<h2>Tool: <bdi>isolate_host</bdi></h2>');
	expect(text).toContain('x'.repeat(50_000));
});

// Each of them comes from somewhere else: an alert, a model, a colleague, a proxy.
it.each([
	['message', { message: HOSTILE }, {}],
	['task name', { taskName: HOSTILE }, {}],
	['site', { site: HOSTILE }, {}],
	['incident', { incidentNumber: HOSTILE }, {}],
	['assignee', { assignee: HOSTILE }, {}],
	['workflow', { workflow: HOSTILE }, {}],
	["tool's name", { tool: { name: HOSTILE, input: '{}' } }, {}],
	["tool's input", { tool: { name: 'x', input: HOSTILE } }, {}],
	['comment', {}, { comment: HOSTILE }],
	['note', {}, { note: HOSTILE }],
	['approver', {}, { approver: HOSTILE }],
])('a hostile %s is text, and nothing else', (_, rest, options) => {
	const text = page(rest, options);
	const tags = (markup: string) => markup.match(/<\/?[a-z]+/g)!.sort();
	expect(text).toContain('&#60;script&#62;');
	expect(text).not.toMatch(/<script|<img/);
	const harmless = page(
		JSON.parse(JSON.stringify(rest).replaceAll(JSON.stringify(HOSTILE).slice(1, -1), 'x')),
		JSON.parse(JSON.stringify(options).replaceAll(JSON.stringify(HOSTILE).slice(1, -1), 'x')),
	);
	expect(tags(text)).toEqual(tags(harmless));
});

// A text that reads from right to left shows "exe.pdf" for "fdp.exe"; one that takes no room hides.
it.each([
	['\u202e', '[U+202E]'],
	['\u2066', '[U+2066]'],
	['\u200b', '[U+200B]'],
	['\ufeff', '[U+FEFF]'],
	['\u00ad', '[U+00AD]'],
	['\u{e0041}', '[U+E0041]'],
	['\u0000', '[U+0000]'],
	['\u001b', '[U+001B]'],
	['\ud800', '[U+D800]'],
])('%j is shown by its code point', (character, shown) => {
	expect(page({ message: `a${character}b` })).toContain(`a${shown}b`);
});

it('shows a line break, whichever way it was written', () => {
	expect(page({ message: 'a\r\nb\rc\u2028d\u2029e\u0085f' })).toContain('a\nb\nc\nd\ne\nf');
});

it('shows emojis and other scripts as they are', () => {
	const message = 'مرحبا 👩‍💻 می‌خواهم\tTab\nLine';
	expect(page({ message })).toContain(message);
});

it('loads nothing and runs nothing: the policy allows one style, by its hash', () => {
	for (const text of [page(), plainPage('Title', 'Text')]) {
		const [, style] = /<style>([^]*)<\/style>/.exec(text)!;
		const hash = createHash('sha256').update(style!).digest('base64');
		const policy = `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'`;
		expect(pageHeaders()['content-security-policy']).toBe(`${policy}; frame-ancestors 'none'`);
		// n8n puts a header of its own on the page that follows an answer.
		expect(text.replaceAll('&#39;', "'")).toContain(
			`<meta http-equiv="content-security-policy" content="${policy}">`,
		);
		expect(text).not.toMatch(/style=|\bon\w+=|<script|<link|<img|url\(|@import|https?:/);
	}
});

it('tells nobody the address, which is a secret', () => {
	expect(pageHeaders()).toMatchObject({
		'referrer-policy': 'no-referrer',
		'cache-control': 'no-store',
	});
});

it('asks the browser for a comment where one is required', () => {
	expect(page({ comment: 'required' })).toMatch(/<textarea [^>]* required>/);
	expect(page({ comment: 'optional' })).not.toMatch(/<textarea [^>]* required>/);
	expect(page({ comment: 'off' })).not.toContain('<textarea');
});

it('says that there is no limit where there is none', () => {
	const { until, ...rest } = wait();
	expect(questionPage(rest, { approver: undefined })).toContain(
		'<dt>Answer by</dt><dd><bdi>No limit</bdi></dd>',
	);
});
