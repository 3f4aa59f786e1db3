/**
 * An execution that waits for an answer, as n8n keeps it: its page over a real socket, and how it goes on.
 *
 * It mirrors `WaitingWebhooks` and `WaitTracker` of the package `n8n` (read in 2.41.1), which need n8n's database. If
 * n8n changes them, this does not see it: test/approval answers on a real n8n.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as flatted from 'flatted';
import type {
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	IWebhookData,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import {
	additionalDataFor,
	n8nCore,
	nodeNameOf,
	outputsOf,
	packagedNode,
	workflowFor,
	type NodeRun,
	type WorkflowRun,
} from './n8nEngine.mts';

const { WebhookContext, WorkflowExecute } = n8nCore;

/** The address that the engine gives a link. */
const LINK = /http:\/\/127\.0\.0\.1\/waiting\/[^\s<"]+/;

/** What a browser got. */
export interface Page {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
}

/** The link in the description of a task. */
export function linkIn(description: string): URL {
	const [link] = LINK.exec(description)!;
	return new URL(link!.replaceAll('&amp;', '&'));
}

/** An execution that waits, stored. */
export class WaitingExecution {
	/** What the node gave when an answer was taken. */
	outcome: INodeExecutionData[] | undefined;
	private stored: string;
	private readonly node: string;
	private readonly options: WorkflowRun;
	private readonly server: Server;

	private constructor(run: IRun, options: WorkflowRun) {
		this.stored = flatted.stringify(run.data);
		this.node = nodeNameOf(options.node);
		this.options = options;
		this.server = createServer((request, response) => void this.handle(request, response));
	}

	/** @param run One that waits. */
	static async of({ run }: NodeRun, options: WorkflowRun): Promise<WaitingExecution> {
		expect(run.data.waitTill).toBeInstanceOf(Date);
		const waiting = new WaitingExecution(run, options);
		await new Promise<void>((ready) => waiting.server.listen(0, '127.0.0.1', ready));
		return waiting;
	}

	/** Where its page is. */
	address(): AddressInfo {
		return this.server.address() as AddressInfo;
	}

	/** Opens a link, or sends the form of its page. */
	async open(
		link: URL,
		form?: Record<string, string> | URLSearchParams,
		headers: Record<string, string> = {},
	): Promise<Page> {
		const { port } = this.address();
		const response = await fetch(`http://127.0.0.1:${port}/${link.search}`, {
			headers,
			...(form && { method: 'POST', body: new URLSearchParams(form) }),
		});
		return { status: response.status, headers: response.headers, text: await response.text() };
	}

	/** Lets the time be over, as n8n does when nobody has answered. */
	async timeOut(): Promise<INodeExecutionData[]> {
		return await this.goOn(this.data());
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((closed) => this.server.close(closed));
	}

	private data(): IRunExecutionData {
		return flatted.parse(this.stored) as IRunExecutionData;
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const url = new URL(request.url!, 'http://127.0.0.1');
		const parsed = Object.assign(request, {
			query: Object.fromEntries(url.searchParams),
			body: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
		});
		const data = this.data();
		delete data.waitTill;
		const runs = data.resultData.runData[this.node]!;
		const { inputOverride, source } = runs.pop()!;
		const call = { startTime: 0, executionTime: 0, executionIndex: 0, source };
		if (inputOverride !== undefined) runs.push({ ...call, inputOverride });
		const result = await this.askNode(data, parsed, response);
		if (result.workflowData === undefined) return;
		const [entry] = data.executionData!.nodeExecutionStack;
		entry!.node.disabled = true;
		entry!.data.main = result.workflowData;
		this.outcome = await this.goOn(data);
		response.end(result.webhookResponse as string);
	}

	private async askNode(
		data: IRunExecutionData,
		httpRequest: IncomingMessage,
		httpResponse: ServerResponse,
	): Promise<IWebhookResponseData> {
		const workflow = workflowFor(this.options);
		const type = await packagedNode('d3Soar');
		const additionalData = {
			...additionalDataFor(this.options.credential, workflow),
			httpRequest,
			httpResponse,
		} as unknown as IWorkflowExecuteAdditionalData;
		const webhook = { webhookDescription: {} as IWebhookDescription } as IWebhookData;
		const node = workflow.getNode(this.node)!;
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			'manual',
			webhook,
			[],
			data,
		) as IWebhookFunctions;
		return await type.webhook!.call(context);
	}

	private async goOn(data: IRunExecutionData): Promise<INodeExecutionData[]> {
		const workflow = workflowFor(this.options);
		const additionalData = additionalDataFor(this.options.credential, workflow);
		const engine = new WorkflowExecute(additionalData, 'manual', data);
		const { data: done } = await engine.processRunExecutionData(workflow);
		this.stored = flatted.stringify(done);
		return outputsOf(done.resultData.runData[this.node]!.at(-1)!)[0]!;
	}
}
