import { sleep, type IDataObject } from 'n8n-workflow';

import type { Call, Command, Pagination } from '../../shared/command';
import { reportOf, withNote, type Report } from '../../shared/report';
import { findDateMismatches, findPastDeadlines } from '../../shared/response/dateCheck';
import { itemsIn, pickFields, wrapIfLooksLikeError } from '../../shared/response/items';
import { withoutFinalPeriod } from '../../shared/text';
import { Caller } from '../../shared/transport/caller';
import { D3Client } from '../../shared/transport/d3Client';
import { failed, type Failure, type Outcome } from '../../shared/transport/outcome';
import { readPages } from '../../shared/transport/pages';
import type { Options } from '../options';
import { batches } from './batches';
import { outcomeForItem, type ItemOutcome } from './bulkOutcome';
import type { ItemDateMismatch, ItemPastDeadline } from './hints';
import { OrderedQueue, type Queued } from './orderedQueue';
import {
	planItem,
	type ItemResult,
	type NodeRun,
	type PendingItem,
	type PlannedItem,
} from './planItems';

/** After how many items without a request the event loop of n8n gets a turn. */
const UNSENT_PER_TURN = 50;

/** The result of a run. */
export interface RunResult {
	/** By item; with holes for items that were not sent because the run stopped. */
	readonly results: readonly ItemResult[];
	readonly dateMismatches: readonly ItemDateMismatch[];
	readonly pastDeadlines: readonly ItemPastDeadline[];
	/** Whether any item writes to D3. */
	readonly writes: boolean;
	readonly wasRateLimited: boolean;
	readonly isCancelled: boolean;
}

/** Sends the calls of all items, with the concurrency of the credential, until all have ended or one stops the run. */
export async function runBatches(run: NodeRun): Promise<RunResult> {
	return await new BatchRunner(run).run();
}

/** The items of one request, or the one item of a listing. */
interface Batch extends Queued {
	readonly items: readonly PlannedItem[];
}

class BatchRunner {
	private readonly results: ItemResult[] = [];
	private readonly dateMismatches: ItemDateMismatch[] = [];
	private readonly pastDeadlines: ItemPastDeadline[] = [];
	/** One for each server, so that the outage of one does not stop what goes to the others. */
	private readonly clients = new Map<string, D3Client>();
	private readonly queue: OrderedQueue<Batch>;
	private writes = false;
	/** Whether to send nothing more, since an item failed or n8n cancelled the execution. */
	private isStopped = false;
	private isCancelled = false;

	constructor(private readonly nodeRun: NodeRun) {
		this.queue = new OrderedQueue(this.batches(), () => this.isStopped);
	}

	async run(): Promise<RunResult> {
		const { context, input, runLimits } = this.nodeRun;
		context.onExecutionCancellation(() => this.cancel());
		// With Retry On Fail n8n runs the node also after a Stop between two tries, of which it tells nobody then.
		if (context.getExecutionCancelSignal()?.aborted === true) this.cancel();
		const workers = Math.min(runLimits.maxConcurrentRequests, input.length);
		const running = Array.from({ length: workers }, async () => await this.runWorker());
		await this.untilAllEnd(running);
		return {
			results: this.results,
			dateMismatches: this.dateMismatches,
			pastDeadlines: this.pastDeadlines,
			writes: this.writes,
			wasRateLimited: [...this.clients.values()].some((client) => client.wasRateLimited),
			isCancelled: this.isCancelled,
		};
	}

	/** A bug in this package stops the other workers too, and is thrown when all of them have ended. */
	private async untilAllEnd(running: ReadonlyArray<Promise<void>>): Promise<void> {
		const ends = await Promise.allSettled(
			running.map(async (worker) => {
				let ended = false;
				try {
					await worker;
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

	/**
	 * Items are planned only when a worker is free to send them. After each request the event loop gets a turn, or
	 * responses that come together would start the next requests together, whose responses come together again: all
	 * would wait at once and then compute at once. 10,000 items took 1.5 times as long.
	 */
	private async *batches(): AsyncGenerator<Batch, void> {
		const { keepOrder, batchSize } = this.nodeRun.runOptions;
		let unsent = 0;
		for await (const items of batches(this.plannedItems(), batchSize)) {
			const keys = items.flatMap(({ orderingKeys }) => orderingKeys);
			yield { items, orderingKeys: keepOrder ? keys : [] };
			if (items.some(isPending) || ++unsent % UNSENT_PER_TURN === 0) await sleep(0);
		}
	}

	private async *plannedItems(): AsyncGenerator<PlannedItem, void> {
		for (let item = 0; item < this.nodeRun.input.length; item++) {
			const planned = await planItem(this.nodeRun, item);
			if ('call' in planned && planned.call.idempotency !== 'readOnly') this.writes = true;
			yield planned;
		}
	}

	/** Sends the items of one batch, and records the result of each. */
	private async processBatch(items: readonly PlannedItem[]): Promise<void> {
		for (const each of items) if ('result' in each) this.setResult(each.item, each.result);
		const pending = items.filter(isPending);
		const [first] = pending;
		if (first === undefined) return;

		const { bulkParameter, pages } = this.nodeRun.command;
		if (pages !== undefined) return await this.readList(first, pages);
		const call = mergeCalls(pending, bulkParameter);
		const outcome = await this.clientFor(call).send(call, first.options);
		if (outcome === undefined) return;
		const outcomes = pending.map(({ call }) =>
			bulkParameter ? outcomeForItem(outcome, call) : outcome,
		);
		if (pending.length > 1 && isRefused(outcome) && outcomes.every((each) => each === outcome)) {
			// D3 may reject all of them because of one.
			for (const each of pending) await this.processBatch([each]);
			return;
		}
		pending.forEach((each, index) => this.recordOutcome(each, this.withDoubt(outcomes[index]!)));
	}

	/** Reads a listing up to the item's limit. */
	private async readList(pending: PendingItem, pages: Pagination): Promise<void> {
		const { call, options } = pending;
		const rows: IDataObject[] = [];
		const responses: IDataObject[] = [];
		for await (const page of readPages(this.clientFor(call), call, pages, options)) {
			if (page === undefined) return;
			if (page.kind !== 'accepted') return this.recordOutcome(pending, page);
			rows.push(...page.rows);
			if (options.output === 'full') responses.push(page.response);
			if (rows.length >= call.limit) break;
		}
		const items = options.output === 'full' ? responses : rows.slice(0, call.limit);
		this.setResult(pending.item, { items: this.toOutputItems(items, call, options) });
	}

	/** An accepted outcome as an unconfirmed one if the command doubts it. */
	private withDoubt(outcome: ItemOutcome): ItemOutcome {
		if (outcome.kind !== 'accepted') return outcome;
		const { response, sentAt } = outcome;
		const doubt = this.nodeRun.command.doubt?.(response);
		return doubt === undefined ? outcome : failed('doubtful', { ...doubt, response, sentAt });
	}

	/** Records the outcome of an item that was sent, also in the retry state. */
	private recordOutcome({ item, call, options, key }: PendingItem, outcome: ItemOutcome): void {
		const { command, retryState } = this.nodeRun;
		const writes = call.idempotency !== 'readOnly';
		if (outcome.kind === 'accepted') {
			const { response, sentAt } = outcome;
			const rows = outcome.rows ?? command.rows?.(response) ?? itemsIn(response, call.idempotency);
			for (const date of findDateMismatches(call.dates, rows)) {
				this.dateMismatches.push({ item, ...date });
			}
			for (const deadline of findPastDeadlines(call.dates, sentAt)) {
				this.pastDeadlines.push({ item, ...deadline });
			}
			const shown = options.output === 'full' ? [response] : rows;
			const result = { items: this.toOutputItems(shown, call, options) };
			if (writes) retryState?.remember(key, result);
			this.setResult(item, result);
		} else {
			const report = this.reportOf(outcome, { item, call, options });
			const earlier = retryState?.get(key);
			if (outcome.kind !== 'unconfirmed' && earlier !== undefined && 'unconfirmed' in earlier) {
				// What an earlier attempt of the node may have done, this one does not undo.
				const note = `The attempt after it failed: ${withoutFinalPeriod(report.message)}.`;
				this.setResult(item, { report: withNote(earlier.unconfirmed, note) });
				return;
			}
			if (writes && outcome.kind === 'unconfirmed') {
				retryState?.remember(key, { unconfirmed: report });
			}
			this.setResult(item, { report });
		}
	}

	private toOutputItems(
		items: IDataObject[],
		{ simplify, site }: Call,
		{ output }: Options,
	): IDataObject[] {
		const { simplifiedFields, pages } = this.nodeRun.command;
		const asItem = (row: IDataObject) => wrapIfLooksLikeError(row, this.nodeRun.reader === 'agent');
		if (output === 'full') return items.map(asItem);
		const rows = simplify && simplifiedFields ? pickFields(simplifiedFields, items) : items;
		// Items of several sites come together, and a row does not say where it is from.
		return (pages ? rows.map((row) => ({ Site: site, ...row })) : rows).map(asItem);
	}

	private setResult(item: number, result: ItemResult): void {
		this.results[item] = result;
		const hasFailed = 'report' in result && result.fromEarlierAttempt !== true;
		if (hasFailed && !this.nodeRun.continueOnFail) this.stop();
	}

	private reportOf(outcome: Failure, of: { item: number; options: Options; call: Call }): Report {
		const { command, input, reader } = this.nodeRun;
		return reportOf(outcome, {
			...of,
			item: { index: of.item, count: input.length },
			command,
			// n8n offers no Retry of a cancelled execution.
			reader: this.isCancelled && reader === 'retry' ? 'items' : reader,
		});
	}

	private clientFor({ credential: { serverUrl } }: Call): D3Client {
		const server = String(serverUrl);
		const known = this.clients.get(server);
		if (known !== undefined) return known;
		const client = new D3Client(this.nodeRun.context, new Caller());
		if (this.isStopped) client.stop();
		this.clients.set(server, client);
		return client;
	}

	private cancel(): void {
		this.isCancelled = true;
		this.stop();
		for (const client of this.clients.values()) client.abort();
	}

	/** Wakes the workers that wait, for their turn or for a batch, so that they end. */
	private stop(): void {
		this.isStopped = true;
		for (const client of this.clients.values()) client.stop();
		this.queue.wake();
	}
}

function isPending(item: PlannedItem): item is PendingItem {
	return 'call' in item;
}

/** Whether D3 rejected the values, and not the key or the user. */
function isRefused(outcome: Outcome): boolean {
	return outcome.kind !== 'accepted' && outcome.cause === 'refused';
}

/** One call for the items of a batch. */
function mergeCalls(pending: readonly PendingItem[], bulk: Command['bulkParameter']): Call {
	const [{ call }] = pending as [PendingItem];
	if (bulk === undefined) return call;
	const all = pending.flatMap((each) => each.call.commandParams[bulk] as IDataObject[]);
	return { ...call, commandParams: { ...call.commandParams, [bulk]: all } };
}
