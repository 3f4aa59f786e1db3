import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { limitsOf, type Limits } from '../../../credentials/limits';
import type { Command } from '../../shared/command';
import { isAgentTool } from '../../shared/agentTool';
import { asInvalidParameter } from '../../shared/errors';
import { errorItem, errorOf } from '../../shared/report';
import { readCredential, readOptions } from '../call';
import { optionsFrom, type Options } from '../options';
import { hintsFor } from './hints';
import { earlierResult, type ItemResult, type NodeRun } from './planItems';
import { cancellation, withProgress } from './progress';
import { RetryState } from './retryState';
import { runBatches, type RunResult } from './runBatches';

/**
 * Sends a command for every input item and returns the output items in input order.
 *
 * @throws NodeOperationError for the first item that ends other than accepted, unless the node
 * continues on fail; then that item becomes an error item.
 */
export async function execute(
	context: IExecuteFunctions,
	command: Command,
): Promise<INodeExecutionData[]> {
	const run = await prepare(context, command);
	const result = await runBatches(run);
	addHints(context, result);
	if (result.isCancelled || !run.continueOnFail) throwIfFailedOrCancelled(run, result);
	const node = context.getNode();
	const output = result.results.flatMap((each, item) => outputOf(each, item, node));
	run.retryState?.finish(output);
	return output;
}

async function prepare(context: IExecuteFunctions, command: Command): Promise<NodeRun> {
	const continueOnFail = context.continueOnFail();
	return {
		context,
		command,
		input: context.getInputData(),
		runOptions: readRunOptions(context),
		runLimits: await readRunLimits(context),
		continueOnFail,
		reader: isAgentTool(context.getNode()) ? 'agent' : continueOnFail ? 'items' : 'retry',
		retryState: command.idempotency === 'readOnly' ? undefined : new RetryState(context, command),
	};
}

/** If the options of item 0 cannot be read, item 0 fails by itself, and the run uses the defaults. */
function readRunOptions(context: IExecuteFunctions): Options {
	try {
		return readOptions(context, 0);
	} catch (error) {
		asInvalidParameter(error);
		return optionsFrom({});
	}
}

/** If the credential of item 0 cannot be read, item 0 fails by itself, and the run keeps to the default limits. */
async function readRunLimits(context: IExecuteFunctions): Promise<Limits> {
	try {
		return limitsOf(await readCredential(context, 0));
	} catch (error) {
		asInvalidParameter(error);
		return limitsOf({});
	}
}

function outputOf(result: ItemResult, item: number, node: INode): INodeExecutionData[] {
	return 'items' in result
		? result.items.map((json) => ({ json, pairedItem: { item } }))
		: [errorItem(result.report, item, node)];
}

function addHints(context: IExecuteFunctions, result: RunResult): void {
	const { wasRateLimited, dateMismatches, pastDeadlines, results } = result;
	const unconfirmed = results.filter(isUnconfirmed).length;
	const hints = hintsFor({ wasRateLimited, unconfirmed, dateMismatches, pastDeadlines });
	// In the oldest supported n8n a node that runs as a tool has no such function.
	const hintable: Partial<Pick<IExecuteFunctions, 'addExecutionHints'>> = context;
	if (hints.length > 0) hintable.addExecutionHints?.(...hints.map((message) => ({ message })));
}

function throwIfFailedOrCancelled(run: NodeRun, { results, writes, isCancelled }: RunResult): void {
	const failures = [...results.entries()].flatMap(([item, result]) =>
		result !== undefined && 'report' in result ? [{ item, ...result }] : [],
	);
	const first =
		failures.find(({ fromEarlierAttempt }) => fromEarlierAttempt !== true) ?? failures[0];
	// What an earlier attempt left, where this one stopped before.
	const known = run.input.map((_, item) => results[item] ?? earlierResult(run, item));
	const progress = {
		accepted: known.filter((result) => result !== undefined && 'items' in result).length,
		total: run.input.length,
		othersUnconfirmed: [...known.keys()].filter(
			(item) => item !== first?.item && isUnconfirmed(known[item]),
		),
		isRemembered: writes,
		isCancelled,
	};
	const node = run.context.getNode();
	if (first !== undefined) throw errorOf(withProgress(first.report, progress), node, first.item);
	if (isCancelled) throw cancellation(progress, node);
}

function isUnconfirmed(result: ItemResult | undefined): boolean {
	return (
		result !== undefined && 'report' in result && result.report.details.outcome === 'unconfirmed'
	);
}
