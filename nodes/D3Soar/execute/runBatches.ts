import type { IDataObject } from 'n8n-workflow';

import type { Call, Command, Pagination } from '../../shared/command';
import { reportOf, type Report } from '../../shared/report';
import { findDateMismatches } from '../../shared/response/dateCheck';
import { itemsIn, pickFields, wrapIfLooksLikeError } from '../../shared/response/items';
import { D3Client } from '../../shared/transport/d3Client';
import type { Failure, Outcome } from '../../shared/transport/outcome';
import { readPages } from '../../shared/transport/pages';
import type { Options } from '../options';
import { batches } from './batches';
import { outcomeForItem, type ItemOutcome } from './bulkOutcome';
import type { ItemDateMismatch } from './hints';
import { OrderedQueue, type Queued } from './orderedQueue';
import {
	planItems,
	type ItemResult,
	type NodeRun,
	type PendingItem,
	type PlannedItem,
} from './planItems';

/** How a run came out. */
export interface RunResult {
	/** By item; with holes where the run ended before an item was sent. */
	readonly results: readonly ItemResult[];
	readonly dateMismatches: readonly ItemDateMismatch[];
	/** Whether an item changes something in D3. */
	readonly writes: boolean;
	readonly wasRateLimited: boolean;
	readonly isCancelled: boolean;
}

/** Sends what the items ask for, as many at once as the options say, until all have ended or one stops the run. */
export async function runBatches(run: NodeRun): Promise<RunResult> {
	return await new BatchRunner(run).run();
}

/** What goes to D3 in one request, or as the pages of one listing. */
interface Batch extends Queued {
	readonly items: readonly PlannedItem[];
}

class BatchRunner {
	private readonly results: ItemResult[] = [];
	private readonly dateMismatches: ItemDateMismatch[] = [];
	private readonly client: D3Client;
	private readonly queue: OrderedQueue<Batch>;
	private writes = false;
	/** Nothing new is sent any more: an item failed, or n8n cancelled the execution. */
	private isStopped = false;
	private isCancelled = false;

	constructor(private readonly nodeRun: NodeRun) {
		const { context, runOptions } = nodeRun;
		const isStopped = () => this.isStopped;
		this.client = new D3Client(context, runOptions.requestsPerSecond, isStopped);
		this.queue = new OrderedQueue(this.batches(), isStopped);
	}

	async run(): Promise<RunResult> {
		const { context, input, runOptions } = this.nodeRun;
		context.onExecutionCancellation(() => {
			this.isCancelled = true;
			this.stop();
		});
		const workers = Math.min(runOptions.maxConcurrentRequests, input.length);
		const working = Array.from({ length: workers }, async () => await this.runWorker());
		await this.untilAllEnd([...working, this.queue.readAhead(workers)]);
		return {
			results: this.results,
			dateMismatches: this.dateMismatches,
			writes: this.writes,
			wasRateLimited: this.client.wasRateLimited,
			isCancelled: this.isCancelled,
		};
	}

	/** A fault of ours stops the others too, and is thrown when nothing of the run goes on any more. */
	private async untilAllEnd(working: ReadonlyArray<Promise<void>>): Promise<void> {
		const ends = await Promise.allSettled(
			working.map(async (work) => {
				let ended = false;
				try {
					await work;
					ended = true;
				} finally {
					if (!ended) this.stop();
				}
			}),
		);
		const fault = ends.find((end) => end.status === 'rejected');
		if (fault !== undefined) throw fault.reason;
	}

	private async runWorker(): Promise<void> {
		for (;;) {
			const batch = await this.queue.next();
			if (batch === undefined) return;
			await this.processBatch(batch.items);
			this.queue.done(batch);
		}
	}

	/** Items are read little before there is somebody to send what they ask for. */
	private async *batches(): AsyncGenerator<Batch, void> {
		const { keepOrder, batchSize } = this.nodeRun.runOptions;
		for await (const items of batches(this.plannedItems(), batchSize)) {
			const keys = items.flatMap(({ orderingKeys }) => orderingKeys);
			yield { items, orderingKeys: keepOrder ? keys : [] };
		}
	}

	private async *plannedItems(): AsyncGenerator<PlannedItem, void> {
		for await (const planned of planItems(this.nodeRun)) {
			if ('call' in planned && planned.call.idempotency !== 'readOnly') this.writes = true;
			yield planned;
		}
	}

	/** Sends what some items ask for, and notes how each of them ended. */
	private async processBatch(items: readonly PlannedItem[]): Promise<void> {
		for (const each of items) if ('result' in each) this.setResult(each.item, each.result);
		const pending = items.filter((each) => 'call' in each);
		const [first] = pending;
		if (first === undefined) return;

		const { bulkParameter, pages } = this.nodeRun.command;
		if (pages !== undefined) return await this.readList(first, pages);
		const outcome = await this.client.send(mergeCalls(pending, bulkParameter), first.options);
		if (outcome === undefined) return;
		const outcomes = pending.map(({ call }) =>
			bulkParameter ? outcomeForItem(outcome, call) : outcome,
		);
		if (pending.length > 1 && isRefusal(outcome) && outcomes.every((each) => each === outcome)) {
			// D3 may refuse all of them for the sake of one.
			for (const each of pending) await this.processBatch([each]);
			return;
		}
		pending.forEach((each, index) => this.recordOutcome(each, outcomes[index]!));
	}

	/** Reads a listing as far as the item wants it. */
	private async readList(pending: PendingItem, pages: Pagination): Promise<void> {
		const { call, options } = pending;
		const rows: IDataObject[] = [];
		const responses: IDataObject[] = [];
		for await (const page of readPages(this.client, call, pages, options)) {
			if (page === undefined) return;
			if (page.kind !== 'accepted') return this.recordOutcome(pending, page);
			rows.push(...page.rows);
			if (options.output === 'full') responses.push(page.response);
			if (rows.length >= call.limit) break;
		}
		const items = options.output === 'full' ? responses : rows.slice(0, call.limit);
		this.setResult(pending.item, { items: this.toOutputItems(items, call, options) });
	}

	/** Notes how an item ended that was sent, here and for a retry. */
	private recordOutcome({ item, call, options, key }: PendingItem, outcome: ItemOutcome): void {
		const { command, retryState } = this.nodeRun;
		const writes = call.idempotency !== 'readOnly';
		if (outcome.kind === 'accepted') {
			const { response } = outcome;
			const rows = outcome.rows ?? command.rows?.(response) ?? itemsIn(response, call.idempotency);
			for (const date of findDateMismatches(call.dates, rows)) {
				this.dateMismatches.push({ item, ...date });
			}
			const items = this.toOutputItems(
				options.output === 'full' ? [response] : rows,
				call,
				options,
			);
			if (writes) retryState?.remember(key, { items });
			this.setResult(item, { items });
		} else {
			const report = this.reportOf(outcome, { item, call, options });
			if (writes && outcome.kind === 'unconfirmed') {
				retryState?.remember(key, { unconfirmed: report });
			}
			this.setResult(item, { report });
		}
	}

	private toOutputItems(
		items: IDataObject[],
		{ simplify }: Call,
		{ output }: Options,
	): IDataObject[] {
		const { simplifiedFields } = this.nodeRun.command;
		const shortens = simplify && simplifiedFields && output !== 'full';
		return (shortens ? pickFields(simplifiedFields, items) : items).map(wrapIfLooksLikeError);
	}

	private setResult(item: number, result: ItemResult): void {
		this.results[item] = result;
		const hasFailed = 'report' in result && result.fromEarlierAttempt !== true;
		if (hasFailed && !this.nodeRun.continueOnFail) this.stop();
	}

	private reportOf(outcome: Failure, of: { item: number; options: Options; call: Call }): Report {
		return reportOf(outcome, { ...of, command: this.nodeRun.command });
	}

	/** Whoever waits for a batch is woken too: nobody else may be left to send it. */
	private stop(): void {
		this.isStopped = true;
		this.queue.wake();
	}
}

/** Whether D3 said no to what it was given, and not to who gave it. */
function isRefusal(outcome: Outcome): boolean {
	return outcome.kind !== 'accepted' && outcome.cause === 'refused';
}

/** One request for all of them. */
function mergeCalls(pending: readonly PendingItem[], bulk: Command['bulkParameter']): Call {
	const [{ call }] = pending as [PendingItem];
	if (bulk === undefined) return call;
	const all = pending.flatMap((each) => each.call.commandParams[bulk] as IDataObject[]);
	return { ...call, commandParams: { ...call.commandParams, [bulk]: all } };
}
