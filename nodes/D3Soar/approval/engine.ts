import type { IExecuteFunctions, INode } from 'n8n-workflow';

/** A call of a tool as n8n keeps it while the agent waits for it. */
export interface PlannedCall {
	readonly nodeName: string;
	readonly runIndex: number;
	readonly action: {
		readonly id: string;
		readonly metadata?: {
			readonly hitl?: { readonly toolName: string; readonly originalInput?: unknown };
		};
	};
}

/** A run of a node that is due. */
interface DueRun {
	node: INode;
	readonly metadata?: {
		readonly subNodeExecutionData?: { readonly actions: readonly PlannedCall[] };
	};
}

/** What n8n's engine has to do yet. It is no part of n8n's interface for nodes (read in n8n-core 2.41.1). */
interface Engine {
	readonly runExecutionData?: {
		readonly executionData?: { readonly nodeExecutionStack: readonly DueRun[] };
	};
}

function dueRuns(context: IExecuteFunctions): readonly DueRun[] {
	return (context as Engine).runExecutionData?.executionData?.nodeExecutionStack ?? [];
}

/** The calls of tools that agents wait for. */
export function plannedCalls(context: IExecuteFunctions): PlannedCall[] {
	return dueRuns(context).flatMap(({ metadata }) => metadata?.subNodeExecutionData?.actions ?? []);
}

/**
 * Gives each other run of this node that is due a node object of its own. When a wait ends, n8n disables the node of
 * that run, so that it only hands the answer on. Runs that are due together share one object: n8n would disable them
 * all, and hand on what comes in, unasked (seen in 2.41.1: the second of two calls that an agent makes at once).
 */
export function keepOtherRunsEnabled(context: IExecuteFunctions): void {
	const { name } = context.getNode();
	for (const run of dueRuns(context)) {
		if (run.node.name === name) run.node = { ...run.node };
	}
}
