import { createHash } from 'node:crypto';

import { STYLE } from './style';
import type { ToolCall } from './toolCall';
import { visible } from './visible';
import { shownTime, type Wait } from './wait';

/**
 * The pages behind a task's link. They work without JavaScript and load nothing. Whatever is shown comes through
 * {@link markup}, which escapes it.
 */

/** Markup that is safe to put into a page. */
class Markup {
	constructor(readonly text: string) {}
}

type Part = string | Markup | readonly Markup[] | undefined;

/** Markup in which each text is escaped, whoever wrote it. */
function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
	return new Markup(literals.map((literal, index) => literal + markupOf(parts[index])).join(''));
}

function markupOf(part: Part): string {
	if (part === undefined) return '';
	if (part instanceof Markup) return part.text;
	if (typeof part !== 'string') return part.map(({ text }) => text).join('');
	return visible(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Nothing is loaded and no script runs; the style is the one above; the form leads back to where it came from. It is
 * made when a page needs it: n8n would otherwise wait for the hash whenever it starts.
 */
function policy(): string {
	const hash = createHash('sha256').update(STYLE).digest('base64');
	return `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'`;
}

/** What a browser has to keep to on these pages. The link is a secret, so it is told to nobody. */
export function pageHeaders(): Readonly<Record<string, string>> {
	return {
		'content-type': 'text/html; charset=utf-8',
		'content-security-policy': `${policy()}; frame-ancestors 'none'`,
		'x-frame-options': 'DENY',
		'x-content-type-options': 'nosniff',
		'x-robots-tag': 'noindex, nofollow',
		'referrer-policy': 'no-referrer',
		'cache-control': 'no-store',
	};
}

/** What the question's page says besides the question. */
interface QuestionOptions {
	/** Who answers, if the user's single sign-on says so. */
	readonly approver: string | undefined;
	/** What was wrong with the answer before. */
	readonly note?: string;
	/** The comment that came with it. */
	readonly comment?: string;
}

/** The page that asks. */
export function questionPage(wait: Wait, { approver, note, comment }: QuestionOptions): string {
	const { taskName, message, tool } = wait;
	const kind = tool ? 'An AI agent asks to use a tool' : 'A workflow asks for your decision';
	return page(
		taskName,
		markup`<p class="kind">${kind}</p>
<h1><bdi>${taskName}</bdi></h1>
<dl>${facts(wait)}</dl>
<p class="text"><bdi>${message}</bdi></p>
${tool && toolCall(tool)}
${note === undefined ? undefined : markup`<p class="note" role="alert">${note}</p>`}
<form method="post">
${commentField(wait, comment)}
<div class="buttons">
<button class="yes" name="decision" value="approve">Approve</button>
<button class="no" name="decision" value="decline">Decline</button>
</div>
</form>
<footer>${whoAnswers(approver)} After your answer, complete the task in D3.</footer>`,
	);
}

function toolCall({ name, input }: ToolCall): Markup {
	return markup`<h2>Tool: <bdi>${name}</bdi></h2>
<pre>${input}</pre>`;
}

function whoAnswers(approver: string | undefined): Markup {
	return approver === undefined
		? markup`Whoever has this link can answer. Your name is not recorded.`
		: markup`Your answer is recorded as that of <bdi>${approver}</bdi>.`;
}

function facts({
	site,
	incidentNumber,
	assignee,
	workflow,
	executionId,
	...times
}: Wait): Markup[] {
	const { requestedAt, until, timezone } = times;
	return [
		fact('Incident', incidentNumber),
		fact('Site', site),
		fact('Assigned to', assignee),
		fact('Workflow', `${workflow} (execution ${executionId})`),
		fact('Asked', timeOf(requestedAt, timezone)),
		fact('Answer by', until === undefined ? 'No limit' : timeOf(until, timezone)),
	];
}

function fact(name: string, value: string | Markup): Markup {
	return markup`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>
`;
}

function timeOf(instant: string, zone: string): Markup {
	return markup`<time datetime="${instant}">${shownTime(instant, zone)}</time>`;
}

/** Characters of a comment; more is cut. */
export const MAX_COMMENT = 4000;

function commentField({ comment: wanted }: Wait, comment = ''): Markup | undefined {
	if (wanted === 'off') return undefined;
	const required = wanted === 'required' ? markup` required` : undefined;
	// A browser leaves out the line break at the beginning.
	return markup`<label>Comment <span>(${wanted})</span>
<textarea name="comment" maxlength="${String(MAX_COMMENT)}"${required}>
${comment}</textarea></label>`;
}

/** A page that only tells something. */
export function plainPage(title: string, text: string): string {
	return page(
		title,
		markup`<h1>${title}</h1>
<p class="text">${text}</p>`,
	);
}

function page(title: string, content: Markup): string {
	return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`.text;
}
