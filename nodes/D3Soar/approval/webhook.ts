import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { startOf } from '../../shared/text';
import { approverIn } from './approver';
import { isLinkTo } from './links';
import { itemFor } from './outcome';
import { pageHeaders, MAX_COMMENT, plainPage, questionPage } from './page';
import { readWait, type Wait } from './wait';

/**
 * Shows the page behind a task's link, and takes the answer that is sent from it. It never throws: n8n would end the
 * wait, and run the next node with an empty item.
 */
export function answer(context: IWebhookFunctions): IWebhookResponseData {
	try {
		return respond(context);
	} catch (error) {
		context.logger.error(`D3 SOAR could not show the page of an approval: ${String(error)}`);
		return apologise(context);
	}
}

function apologise(context: IWebhookFunctions): IWebhookResponseData {
	try {
		return refuse(context, 500, 'Something went wrong', 'Nothing was decided. Try again later.');
	} catch {
		// Whoever asked is gone.
		return { noWebhookResponse: true };
	}
}

function respond(context: IWebhookFunctions): IWebhookResponseData {
	const request = context.getRequestObject();
	const wait = readWait(context);
	if (wait === undefined || !isLinkTo(wait.question, context.getQueryData())) {
		return refuse(
			context,
			410,
			'This question is no longer open',
			'The link belongs to a question that was answered, has expired, or was asked again. Nothing was decided. Look in D3 for a newer task.',
		);
	}
	if (wait.until !== undefined && Date.parse(wait.until) <= Date.now()) {
		return refuse(
			context,
			410,
			'The time to answer is over',
			'The workflow goes on as not approved. Your visit decided nothing.',
		);
	}
	const approver = approverIn(request, wait.approverHeader);
	if ('problem' in approver) {
		return refuse(context, 403, 'You are not signed in', approver.problem);
	}
	if (request.method !== 'POST') {
		return send(context, 200, questionPage(wait, { approver: approver.name }));
	}
	// Another site must not answer in the name of whoever looks at it.
	if (!/^(same-origin|none)?$/.test(String(request.headers['sec-fetch-site'] ?? ''))) {
		return refuse(
			context,
			403,
			'This answer came from another site',
			'Nothing was decided. Open the link in the task, and answer there.',
		);
	}
	return decide(context, wait, approver.name);
}

/** Takes the answer, or shows the page again with what is wrong with it. */
function decide(
	context: IWebhookFunctions,
	wait: Wait,
	approver: string | undefined,
): IWebhookResponseData {
	const { decision, comment: given } = (context.getBodyData() ?? {}) as Record<string, unknown>;
	const written = wait.comment !== 'off' && typeof given === 'string' ? given : '';
	const comment = startOf(written.replace(/\r\n?/g, '\n').trim(), MAX_COMMENT);
	const again = (note: string) =>
		send(context, 422, questionPage(wait, { approver, note, comment }));
	if (decision !== 'approve' && decision !== 'decline') {
		return again('Choose Approve or Decline. Nothing was decided yet.');
	}
	if (wait.comment === 'required' && comment === '') {
		return again('Write a comment first. Nothing was decided yet.');
	}
	const reason = decision === 'approve' ? 'approved' : 'declined';
	const item = itemFor(wait, {
		reason,
		comment,
		approver: approver ?? null,
		respondedAt: new Date().toISOString(),
	});
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(pageHeaders())) response.setHeader(name, value);
	return {
		webhookResponse: plainPage(
			reason === 'approved' ? 'Approved' : 'Declined',
			`Your answer to "${wait.taskName}" is recorded, and the workflow goes on. Complete the task in D3, and close this page.`,
		),
		workflowData: [[item]],
	};
}

function refuse(
	context: IWebhookFunctions,
	status: number,
	title: string,
	text: string,
): IWebhookResponseData {
	return send(context, status, plainPage(title, text));
}

/** Sends a page, and leaves the execution waiting. */
function send(context: IWebhookFunctions, status: number, page: string): IWebhookResponseData {
	const response = context.getResponseObject();
	response.writeHead(status, pageHeaders());
	response.end(page);
	return { noWebhookResponse: true };
}
