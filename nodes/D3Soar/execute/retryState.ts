import { createHash } from 'node:crypto';
import {
	jsonStringify,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import type { Call, Command } from '../../shared/command';
import type { Report } from '../../shared/report';
import { isAgentTool } from '../../shared/agentTool';
import { updateFirstOutput } from './firstOutput';

/** The outcome of one item that a retry must know: accepted, or unconfirmed. */
export type StoredOutcome = { readonly items: IDataObject[] } | { readonly unconfirmed: Report };

/** The state of one run of the node, stored with the execution. */
interface RunState {
	/** Id of the execution: a retry from the executions list has a new one. */
	execution: string;
	/** How often n8n has run the node in this execution. */
	attempts: number;
	/** Whether n8n may have taken the output of an attempt for a failure. */
	hasFailed?: true;
	/** By {@link RetryState.keyOf}. */
	items: { [key: string]: StoredOutcome };
}

/**
 * Keeps the items that D3 accepted and those that ended unconfirmed, so that n8n's *Retry On Fail* and a retry
 * from the executions list send only the others. The state is in the node's context, which n8n keeps between
 * the attempts of an execution and stores with a failed one.
 *
 * An item is identified by its run, its index, the operation and the *input item*, not by the request: that
 * differs with each attempt (`$now`), and when a user fixes a parameter and retries, the accepted items must
 * not be sent again.
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

	/** Identifies an item in a later attempt. */
	keyOf(item: number, { json }: INodeExecutionData): string {
		// Each call of an agent has a new id, also when it asks for the same again.
		const input = this.run === AS_TOOL ? { ...json, toolCallId: undefined } : json;
		const text = `${this.command.command}\n${jsonStringify(input, { replaceCircularRefs: true })}`;
		return `${item}.${hashOf(text)}`;
	}

	/**
	 * Identifies a call in a later attempt: by its item, and for a tool also by its incidents. In n8n 1.99 a tool's
	 * input has only what the model gives, which is the same for each alert in a loop if the fields are expressions.
	 * Other values may differ with each attempt (`$now`).
	 *
	 * @param itemKey As {@link keyOf} gives it.
	 */
	keyOfCall(itemKey: string, { site, incidentNumbers }: Call): string {
		return this.run === AS_TOOL
			? `${itemKey}.${hashOf([site, ...incidentNumbers].join('\n'))}`
			: itemKey;
	}

	/** The outcome of an item in an earlier attempt, if it is kept. */
	get(key: string): StoredOutcome | undefined {
		return this.state.items[key];
	}

	/** Keeps the outcome of an item for a later attempt. */
	remember(key: string, outcome: StoredOutcome): void {
		this.state.items[key] = outcome;
	}

	/** Deletes the state of the run, unless n8n may run the node again. */
	finish(output: INodeExecutionData[]): void {
		if (this.run === AS_TOOL) return this.finishAsTool();
		updateFirstOutput(this.state, output);
		if (output[0]?.json.error !== undefined) this.state.hasFailed = true;
		if (!mayRunAgain(this.context.getNode(), this.state)) delete this.runs[this.run];
	}

	/** An agent may ask for an accepted call again on purpose, so only the unconfirmed ones are kept. */
	private finishAsTool(): void {
		for (const [key, outcome] of Object.entries(this.state.items)) {
			if ('items' in outcome) delete this.state.items[key];
		}
	}
}

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}

/**
 * n8n's rule for *Retry On Fail* on a run that has an output: it runs the node again if the first item of the
 * output has an `error`, and Max Tries is not reached (`getRetryParams` and `runNode` in n8n-core's
 * workflow-execute.ts, read in 2.41.1). Before 2.22 it does so for an `error` of null or false too, and before
 * 1.100 up to Max Tries, also after an attempt that succeeded.
 */
function mayRunAgain({ retryOnFail, maxTries }: INode, { hasFailed, attempts }: RunState): boolean {
	const maxAttempts = Math.min(5, Math.max(2, maxTries ?? 3));
	return retryOnFail === true && hasFailed === true && attempts < maxAttempts;
}

/** For a tool n8n counts each attempt as a new run, so all runs of a tool share one state. */
const AS_TOOL = 'tool';
