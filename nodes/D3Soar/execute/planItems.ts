import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Limits } from '../../../credentials/limits';
import type { Call, Command } from '../../shared/command';
import { asInvalidParameter } from '../../shared/errors';
import { reportOf, withNote, type Reader, type Report } from '../../shared/report';
import { neutralizeTags, withoutFinalPeriod } from '../../shared/text';
import { failed } from '../../shared/transport/outcome';
import { callFor, readCredential, readOptions } from '../call';
import type { Options } from '../options';
import type { Batchable } from './batches';
import type { RetryState, StoredOutcome } from './retryState';

/** One run of the node: what is known before the first item is read. */
export interface NodeRun {
	readonly context: IExecuteFunctions;
	readonly command: Command;
	readonly input: readonly INodeExecutionData[];
	/** The options of item 0: its order and batch size apply to the whole run. */
	readonly runOptions: Options;
	/** The limits in the credential of item 0: its concurrency is how many items are under way at once. */
	readonly runLimits: Limits;
	/** Whether a failed item becomes an error item. */
	readonly continueOnFail: boolean;
	readonly reader: Reader;
	/** For writes only: reading again does no harm. */
	readonly retryState: RetryState | undefined;
}

/** The result of an item: its output items, or a report of its failure. */
export type ItemResult =
	| { readonly items: IDataObject[] }
	| {
			readonly report: Report;
			/** Then it does not stop the run: the other items are sent first, and this one fails again at the end. */
			readonly fromEarlierAttempt?: boolean;
	  };

type FailedItem = Extract<ItemResult, { report: Report }>;

/** The call of an item, or its result if there is nothing to send. */
export type PlannedItem = Batchable & { readonly item: number } & (
		| { readonly call: Call; readonly options: Options; readonly key: string }
		| { readonly result: ItemResult }
	);

/** An item with a call to send. */
export type PendingItem = Extract<PlannedItem, { call: Call }>;

/** Plans an item. A value or an expression that cannot be used gives a failed result. */
export async function planItem(run: NodeRun, item: number): Promise<PlannedItem> {
	const { context, command, retryState, reader } = run;
	const unbatched = { item, batchKey: undefined, orderingKeys: [] };
	let options = run.runOptions;
	const remembered = (key: string) => rememberedResult(retryState?.get(key), options, reader);
	const itemKey = retryState?.keyOf(item, run.input[item]!) ?? '';
	const earlier = retryState?.get(itemKey);
	if (earlier !== undefined && 'items' in earlier) return { ...unbatched, result: earlier };
	try {
		options = readOptions(context, item);
		const ofItem = remembered(itemKey);
		if (ofItem !== undefined) return { ...unbatched, result: ofItem };
		const credential = await readCredential(context, item);
		const call = callFor(context, command, credential, options, item);
		const key = retryState?.keyOfCall(itemKey, call) ?? '';
		const ofCall = remembered(key);
		if (ofCall !== undefined) return { ...unbatched, result: ofCall };
		return {
			item,
			call,
			options,
			key,
			batchKey: batchKeyOf(call, command, options),
			orderingKeys: call.idempotency === 'readOnly' ? [] : call.incidentNumbers,
		};
	} catch (error) {
		const { message, advice } = asInvalidParameter(error);
		// An earlier attempt sent it, whatever the user wants now.
		const ofItem = rememberedResult(earlier, { onUnconfirmed: 'fail' }, reader);
		if (ofItem !== undefined) return { ...unbatched, result: withReason(ofItem, message) };
		// Of several items others may have been sent.
		const unsent = run.input.length > 1 ? 'This item was not sent.' : 'Nothing was sent.';
		const failure = failed('parameter', { message, advice: `${advice} ${unsent}` });
		const place = { index: item, count: run.input.length };
		return {
			...unbatched,
			result: {
				report: reportOf(failure, { item: place, command, options, reader }),
			},
		};
	}
}

/** What an earlier attempt left of an item, if anything. */
export function earlierResult(
	{ retryState, input }: NodeRun,
	item: number,
): ItemResult | undefined {
	return asResult(retryState?.get(retryState.keyOf(item, input[item]!)));
}

function asResult(earlier: StoredOutcome | undefined): ItemResult | undefined {
	return earlier === undefined || 'items' in earlier
		? earlier
		: { report: earlier.unconfirmed, fromEarlierAttempt: true };
}

/** The result that an earlier attempt left, unless the user wants an unconfirmed item to be sent again. */
function rememberedResult(
	earlier: StoredOutcome | undefined,
	{ onUnconfirmed }: Pick<Options, 'onUnconfirmed'>,
	reader: Reader,
): ItemResult | undefined {
	const result = asResult(earlier);
	if (result === undefined || 'items' in result) return result;
	if (onUnconfirmed === 'sendAgain') return undefined;
	// The earlier call of a tool may have been about something else.
	return reader === 'agent'
		? noted(result, 'That is about an earlier call with the same input. This one was not sent.')
		: result;
}

/** A remembered failure, and why it could not even be tried again: a mistake in an expression must not be hidden. */
function withReason(result: ItemResult, message: string): ItemResult {
	if ('items' in result) return result;
	return noted(result, `It was not sent again: ${withoutFinalPeriod(neutralizeTags(message))}.`);
}

function noted(result: FailedItem, note: string): FailedItem {
	return { ...result, report: withNote(result.report, note) };
}

/** Calls with the same key differ only in their bulk parameter. */
function batchKeyOf(
	{ commandParams, credential, site, username, url, idempotency }: Call,
	{ bulkParameter }: Command,
	options: Options,
): string | undefined {
	if (bulkParameter === undefined) return undefined;
	const shared = { ...commandParams, [bulkParameter]: undefined };
	return JSON.stringify([credential, site, username, url, idempotency, shared, options]);
}
