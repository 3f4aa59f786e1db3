import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'flatted';
import type {
	ExecutionStatus,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodeTypeDescription,
	IRunExecutionData,
	IWorkflowSettings,
} from 'n8n-workflow';

/** Seconds in which an execution has to finish. */
const EXECUTION_TIMEOUT_S = 120;

/** A person who uses n8n. */
export interface Login {
	readonly email: string;
	readonly password: string;
}

/** A workflow as it is exported and imported. */
export interface WorkflowFile {
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
	readonly settings?: IWorkflowSettings;
}

export interface StoredWorkflow extends WorkflowFile {
	readonly id: string;
	readonly versionId: string;
}

export interface StoredCredential {
	readonly id: string;
	readonly name: string;
}

/** What the test button of a credential says. */
export interface TestResult {
	readonly status: 'OK' | 'Error';
	readonly message: string;
}

/** What n8n says of a package that it has installed. */
export interface InstalledPackage {
	readonly packageName: string;
	readonly installedVersion: string;
	readonly installedNodes: ReadonlyArray<{ readonly name: string; readonly type: string }>;
}

/** What a workflow's run came to. */
export interface Execution {
	readonly id: string;
	readonly status: ExecutionStatus;
	readonly data: IRunExecutionData;
}

/** What n8n answers instead of what it was asked for. */
export class RestFailure extends Error {
	readonly status: number;

	/** @param message n8n's own words, as its editor shows them. */
	constructor(message: string, status: number) {
		super(message);
		this.status = status;
	}
}

/** Talks to n8n as its editor does: one browser, one person. */
export class RestClient {
	private readonly url: string;
	/** n8n binds the cookie to the browser that logged in. */
	private readonly browserId = randomUUID();
	private cookie = '';
	/** Names the editor to which n8n pushes what happens, if there is one. */
	private pushRef: string | undefined;

	/** @param url n8n's address. */
	constructor(url: string) {
		this.url = url;
	}

	/** Makes the first user and stays logged in as them. */
	async setUpOwner({ email, password }: Login): Promise<void> {
		const owner = { email, password, firstName: 'Demo', lastName: 'Owner' };
		await this.call('POST', '/owner/setup', owner);
	}

	async logIn({ email, password }: Login): Promise<void> {
		await this.call('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/** The version of this n8n. */
	async version(): Promise<string> {
		const { versionCli } = await this.call<{ versionCli: string }>('GET', '/settings');
		return versionCli;
	}

	async createCredential(type: string, name: string, data: object): Promise<StoredCredential> {
		return await this.call('POST', '/credentials', { type, name, data });
	}

	async credentials(): Promise<StoredCredential[]> {
		return await this.call('GET', '/credentials');
	}

	/** What the form of a stored credential shows: n8n hides secrets. */
	async openCredential({ id }: StoredCredential): Promise<IDataObject> {
		const { data } = await this.call<{ data: IDataObject }>(
			'GET',
			`/credentials/${id}?includeData=true`,
		);
		return data;
	}

	/** Saves the form of a stored credential: n8n keeps the secrets that are still hidden in it. */
	async saveCredential({ id, name }: StoredCredential, type: string, data: object): Promise<void> {
		await this.call('PATCH', `/credentials/${id}`, { id, name, type, data });
	}

	/**
	 * Presses the test button of a credential.
	 *
	 * @param id Of the stored one; n8n 1 does not test another.
	 */
	async testCredential(type: string, data: object, id = ''): Promise<TestResult> {
		return await this.call('POST', '/credentials/test', { credentials: { id, type, data } });
	}

	async createWorkflow(workflow: WorkflowFile): Promise<StoredWorkflow> {
		return await this.call('POST', '/workflows', { settings: {}, active: false, ...workflow });
	}

	/** Lets a workflow's own triggers start it. */
	async activate({ id, versionId }: StoredWorkflow): Promise<void> {
		await this.call('POST', `/workflows/${id}/activate`, { versionId });
	}

	/** The ids of a workflow's executions, newest first. */
	async executionsOf({ id }: StoredWorkflow): Promise<string[]> {
		return await this.executions({ workflowId: id });
	}

	private async executions(filter: object): Promise<string[]> {
		const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: '100' });
		const path = `/executions?${query}`;
		const { results } = await this.call<{ results: Array<{ id: string }> }>('GET', path);
		return results.map((execution) => execution.id);
	}

	/** Saves a workflow over what was stored of it. */
	async saveWorkflow({ id, ...workflow }: StoredWorkflow): Promise<StoredWorkflow> {
		return await this.call('PATCH', `/workflows/${id}?forceSave=true`, workflow);
	}

	/**
	 * Presses *Retry* in the executions list.
	 *
	 * @param loadWorkflow Whether with the currently saved workflow, else with the original one.
	 */
	async retry({ id }: Execution, loadWorkflow: boolean): Promise<Execution> {
		const retried = await this.call<{ id?: string }>('POST', `/executions/${id}/retry`, {
			loadWorkflow,
		});
		// Older lines of n8n do not say which one it is.
		return await this.finished(retried.id ?? (await this.executions({}))[0]!);
	}

	/** Runs a workflow from one of its triggers and waits until it has finished. */
	async run(
		workflowData: StoredWorkflow,
		trigger: string,
		signal?: AbortSignal,
	): Promise<Execution> {
		return await this.finished(await this.start(workflowData, trigger), signal);
	}

	/** Runs a workflow from one of its triggers. @returns the id of the execution. */
	async start(workflowData: StoredWorkflow, trigger: string): Promise<string> {
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/workflows/${workflowData.id}/run`,
			// n8n 1 wants to be told the workflow again.
			{ workflowData, triggerToStartFrom: { name: trigger } },
		);
		return executionId;
	}

	/** How an execution stands. */
	async statusOf(id: string): Promise<ExecutionStatus> {
		return (await this.call<{ status: ExecutionStatus }>('GET', `/executions/${id}`)).status;
	}

	/** An execution as n8n stored it, as soon as it has finished. */
	async finished(id: string, signal?: AbortSignal): Promise<Execution> {
		const until = Date.now() + EXECUTION_TIMEOUT_S * 1000;
		for (;;) {
			const { status, data } = await this.call<{ status: ExecutionStatus; data?: string }>(
				'GET',
				`/executions/${id}`,
			);
			const run = data === undefined ? undefined : (parse(data) as IRunExecutionData | undefined);
			// Older lines of n8n store the end before the data.
			if (!['new', 'running', 'waiting'].includes(status) && run !== undefined) {
				return { id, status, data: run };
			}
			if (Date.now() > until) throw new Error(`Execution ${id} is still ${status}`);
			await sleep(100, undefined, { ...(signal === undefined ? {} : { signal }) });
		}
	}

	/** Installs an npm package on the screen *Community nodes*. */
	async installPackage(name: string): Promise<InstalledPackage> {
		return await this.call('POST', '/community-packages', { name });
	}

	/** What the screen *Community nodes* lists. */
	async installedPackages(): Promise<InstalledPackage[]> {
		return await this.call('GET', '/community-packages');
	}

	/** Opens a picker's list: what a node offers for one of its parameters. */
	async listSearch(
		node: Pick<INode, 'type' | 'typeVersion' | 'credentials'>,
		parameter: string,
		methodName: string,
		currentNodeParameters: INodeParameters = {},
		filter?: string,
	): Promise<INodeListSearchResult> {
		return await this.call('POST', '/dynamic-node-parameters/resource-locator-results', {
			path: `parameters.${parameter}`,
			methodName,
			nodeTypeAndVersion: { name: node.type, version: node.typeVersion },
			currentNodeParameters,
			credentials: node.credentials,
			filter,
		});
	}

	/**
	 * Opens an editor, to which n8n then pushes what it shows of executions: needs N8N_PUSH_BACKEND `sse`.
	 *
	 * @returns what n8n has pushed so far, which grows; and a function that closes the editor.
	 */
	async openEditor(): Promise<{ pushed: string[]; close: () => void }> {
		const closing = new AbortController();
		const pushRef = randomUUID();
		const answer = await fetch(`${this.url}/rest/push?pushRef=${pushRef}`, {
			headers: { 'browser-id': this.browserId, cookie: this.cookie, origin: this.url },
			signal: closing.signal,
		});
		if (!answer.ok) throw new RestFailure(await answer.text(), answer.status);
		this.pushRef = pushRef;
		const pushed: string[] = [];
		const decoder = new TextDecoder();
		const read = async () => {
			for await (const chunk of answer.body!) pushed.push(decoder.decode(chunk, { stream: true }));
		};
		// It ends with an error when the editor is closed.
		read().catch(() => undefined);
		return { pushed, close: () => closing.abort() };
	}

	/** What the editor knows of the items of a node's operation before anything ran. */
	async outputSchema(
		{ type, typeVersion }: Pick<INode, 'type' | 'typeVersion'>,
		resource: string,
		operation: string,
	): Promise<object> {
		const path = `${type}/${typeVersion}.0.0/${resource}/${operation}.json`;
		const answer = await fetch(`${this.url}/schemas/${path}`, {
			headers: { 'browser-id': this.browserId, cookie: this.cookie },
		});
		if (!answer.ok) throw new RestFailure(answer.statusText, answer.status);
		return (await answer.json()) as object;
	}

	/** What the editor knows of all nodes, also of those that n8n makes of others. */
	async nodeTypes(): Promise<INodeTypeDescription[]> {
		const answer = await fetch(`${this.url}/types/nodes.json`, {
			headers: { 'browser-id': this.browserId, cookie: this.cookie },
		});
		if (!answer.ok) throw new RestFailure(answer.statusText, answer.status);
		return (await answer.json()) as INodeTypeDescription[];
	}

	private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: {
				'browser-id': this.browserId,
				cookie: this.cookie,
				'content-type': 'application/json',
				...(this.pushRef === undefined ? {} : { 'push-ref': this.pushRef }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const cookie = answer.headers.getSetCookie().find((text) => text.startsWith('n8n-auth='));
		if (cookie !== undefined) this.cookie = cookie.split(';')[0]!;
		const { data, message } = (await answer.json()) as { data: T; message?: string };
		if (!answer.ok) throw new RestFailure(message ?? answer.statusText, answer.status);
		return data;
	}
}

/** The items that a node gave in its only run. */
export function itemsOf({ data }: Execution, node: string): INodeExecutionData[] {
	return data.resultData.runData[node]?.[0]?.data?.main?.[0] ?? [];
}
