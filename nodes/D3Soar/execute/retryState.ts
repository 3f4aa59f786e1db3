import { createHash } from 'node:crypto';
import {
	jsonStringify,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import type { Command } from '../../shared/command';
import type { Report } from '../../shared/report';
import { isAgentTool } from '../../shared/agentTool';

/** What D3 did with one item, or may have done. */
type StoredOutcome = { readonly items: IDataObject[] } | { readonly unconfirmed: Report };

/** What a run of the node leaves in the execution, so that it is stored with it. */
interface RunState {
	/** n8n gives a retry from the executions list an id of its own. */
	execution: string;
	/** How often n8n has run the node in this execution. */
	attempts: number;
	/** Whether n8n may have taken the output of one of them for a failure. */
	retried?: true;
	/** By what an item is known again by. */
	items: { [key: string]: StoredOutcome };
}

/**
 * Remembers what was accepted, and what ended unknown, so that n8n's *Retry On Fail* and a retry from
 * the executions list send only what D3 has not acted on. It lies in the node's context, which n8n
 * keeps between the tries of an execution and stores with a failed one.
 *
 * An item is known again by its run, its index, the operation and the *input item*: what would be
 * sent differs on each try (`$now`), and a builder who mends a parameter and retries must not do the
 * accepted ones again.
 */
export class RetryState {
	private readonly runs: { [run: string]: RunState };
	private readonly run: string;
	private readonly state: RunState;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly command: Command,
	) {
		const store = context.getContext('node') as { d3Soar?: { [run: string]: RunState } };
		this.runs = store.d3Soar ??= {};
		this.run = isAgentTool(context.getNode())
			? AS_TOOL
			: String(context.getWorkflowDataProxy(0).$runIndex);
		this.state = this.runs[this.run] ??= { execution: '', attempts: 0, items: {} };
		const execution = context.getExecutionId() ?? '';
		this.state.attempts = this.state.execution === execution ? this.state.attempts + 1 : 1;
		this.state.execution = execution;
	}

	/** What an item is known again by. */
	keyOf(item: number, { json }: INodeExecutionData): string {
		// An agent that asks for the same again has a new id for it.
		const input = this.run === AS_TOOL ? { ...json, toolCallId: undefined } : json;
		const text = `${this.command.command}\n${jsonStringify(input, { replaceCircularRefs: true })}`;
		return `${item}.${createHash('sha256').update(text).digest('base64url')}`;
	}

	/** What is known of an item from an earlier try. */
	get(key: string): StoredOutcome | undefined {
		return this.state.items[key];
	}

	/** Notes what D3 did with an item, or may have done, for a later try. */
	remember(key: string, remembered: StoredOutcome): void {
		this.state.items[key] = remembered;
	}

	/**
	 * Forgets the run, unless n8n may run the node again. It does, whatever the node does on failures, when the
	 * first item of the output has an `error`: n8n before 2.22 even one that is null or false. And n8n before
	 * 1.100 then goes on to the last attempt, also after one that succeeded.
	 */
	finish(output: INodeExecutionData[]): void {
		if (this.run === AS_TOOL) return this.finishAsTool();
		const { retryOnFail, maxTries } = this.context.getNode();
		if (output[0]?.json.error !== undefined) this.state.retried = true;
		this.updateFirstOutput(output);
		const maxAttempts = retryOnFail === true ? Math.min(5, Math.max(2, maxTries ?? 3)) : 1;
		if (this.state.retried === true && this.state.attempts < maxAttempts) return;
		delete this.runs[this.run];
	}

	/** n8n before 1.100 shows the output of the first attempt, whatever the others give: so that one is brought up to date. */
	private updateFirstOutput(output: INodeExecutionData[]): void {
		const first = firstOutputs.get(this.state);
		if (first === undefined) {
			firstOutputs.set(this.state, output);
		} else {
			first.length = 0;
			for (const item of output) first.push(item);
		}
	}

	/** An agent may ask for the same again on purpose, but not for what ended unknown. */
	private finishAsTool(): void {
		for (const [key, remembered] of Object.entries(this.state.items)) {
			if ('items' in remembered) delete this.state.items[key];
		}
	}
}

/** What the first attempt of a run gave to n8n. */
const firstOutputs = new WeakMap<RunState, INodeExecutionData[]>();

/** As a tool each try is a run of its own for n8n, so that all of them share one memory. */
const AS_TOOL = 'tool';
