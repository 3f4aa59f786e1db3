import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { D3SoarCredential } from '../../../credentials/D3SoarApi.credentials';
import { itemsIn, pickFields, wrapIfLooksLikeError } from '../../shared/response/items';
import { findDateMismatches } from '../../shared/response/dateCheck';
import type { Call, Command, Pagination } from '../../shared/command';
import { optionsFrom, type Options } from '../options';
import { callFor } from '../call';
import { batches, type Batchable } from './batches';
import { D3Client } from '../../shared/transport/d3Client';
import { OrderedQueue, type Queued } from './orderedQueue';
import { RetryState } from './retryState';
import { failed, type Failure, type Outcome } from '../../shared/transport/outcome';
import { pagesOf } from '../../shared/transport/pages';
import {
	cancellation,
	errorItem,
	errorOf,
	hintsFor,
	reportOf,
	withProgress,
	type ItemDateMismatch,
	type Report,
} from '../../shared/report';
import { outcomeForItem, type ItemOutcome } from './bulkOutcome';

/**
 * Sends a command for every input item and gives the output items in input order.
 *
 * @throws NodeOperationError for the first item that ends other than accepted, unless the node
 * continues on failures; then that item becomes an error item.
 */
export async function execute(
	context: IExecuteFunctions,
	command: Command,
): Promise<INodeExecutionData[]> {
	const credential = await context.getCredentials('d3SoarApi');
	return await new NodeRun(context, command, credential as never).run();
}

/** What one item asks for, or how it has ended without asking. */
type PlannedItem = Batchable & { readonly item: number } & (
		| { readonly call: Call; readonly options: Options; readonly key: string }
		| { readonly result: ItemResult }
	);

/** Those that ask something. */
type PendingItem = Extract<PlannedItem, { call: Call }>;

/** What goes to D3 in one request, or as the pages of one listing. */
interface Batch extends Queued {
	readonly items: readonly PlannedItem[];
}

/** How an item ended: its items, or what is to be told, perhaps once more. */
type ItemResult =
	| { readonly items: IDataObject[] }
	| { readonly report: Report; readonly fromEarlierAttempt?: boolean };

/** One run of the node. */
class NodeRun {
	private readonly input: INodeExecutionData[];
	/** By item; with holes where the run ended before an item was sent. */
	private readonly results: ItemResult[] = [];
	private readonly client: D3Client;
	/** Only writes are remembered: reading again does no harm. */
	private readonly retryState: RetryState | undefined;
	private readonly queue: OrderedQueue<Batch>;
	/** Pace, in-flight, order and size of batches hold for the whole run: they are those of item 0. */
	private readonly runOptions: Options;
	/** Whether a failed item becomes an error item. */
	private readonly continueOnFail: boolean;
	/** Whether an item changes something in D3. */
	private writes = false;
	/** Nothing new is sent any more: an item failed, or n8n cancelled the execution. */
	private isStopped = false;
	private cancelled = false;
	private readonly dateMismatches: ItemDateMismatch[] = [];

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly command: Command,
		private readonly credential: D3SoarCredential,
	) {
		const hasEnded = () => this.isStopped;
		this.input = context.getInputData();
		this.retryState =
			command.idempotency === 'readOnly' ? undefined : new RetryState(context, command);
		this.runOptions = this.readRunOptions();
		this.continueOnFail = context.continueOnFail();
		const { requestsPerSecond } = this.runOptions;
		this.client = new D3Client(context, credential as never, requestsPerSecond, hasEnded);
		this.queue = new OrderedQueue(this.batches(), hasEnded);
		context.onExecutionCancellation(() => {
			this.cancelled = true;
			this.stop();
		});
	}

	async run(): Promise<INodeExecutionData[]> {
		const workers = Math.min(this.runOptions.maxConcurrentRequests, this.input.length);
		const working = Array.from({ length: workers }, async () => await this.runWorker());
		await Promise.all([...working, this.queue.readAhead(workers)]);
		this.hint();
		if (this.cancelled || !this.continueOnFail) this.throwIfFailedOrCancelled();

		const node = this.context.getNode();
		const output = this.results.flatMap((result, item) =>
			'items' in result
				? result.items.map((json) => ({ json, pairedItem: { item } }))
				: [errorItem(result.report, item, node)],
		);
		this.retryState?.finish(output);
		return output;
	}

	private async runWorker(): Promise<void> {
		for (let job = await this.queue.next(); job !== undefined; job = await this.queue.next()) {
			await this.processBatch(job.items);
			this.queue.done(job);
		}
	}

	/** Items are read little before there is somebody to send what they ask for. */
	private *batches(): Generator<Batch, void> {
		const { keepOrder, batchSize } = this.runOptions;
		for (const items of batches(this.planItems(), batchSize)) {
			yield {
				items,
				orderingKeys: keepOrder ? items.flatMap(({ orderingKeys }) => orderingKeys) : [],
			};
		}
	}

	private *planItems(): Generator<PlannedItem, void> {
		for (let item = 0; item < this.input.length; item++) yield this.planItem(item);
	}

	/** Reads one item. A value or an expression that does not work is an result like others. */
	private planItem(item: number): PlannedItem {
		const unbatched = { item, batchKey: undefined, orderingKeys: [] };
		const key = this.retryState?.keyOf(item, this.input[item]!) ?? '';
		let options = this.runOptions;
		try {
			options = this.optionsOf(item);
			const earlier = this.retryState?.get(key);
			if (earlier !== undefined && 'items' in earlier) return { ...unbatched, result: earlier };
			if (earlier !== undefined && options.onUnconfirmed !== 'sendAgain') {
				// Not a reason to stop: the others are sent first, and then this fails again.
				return { ...unbatched, result: { report: earlier.unconfirmed, fromEarlierAttempt: true } };
			}
			const call = callFor(this.context, this.command, this.credential, options, item);
			const writes = call.idempotency !== 'readOnly';
			this.writes ||= writes;
			const orderingKeys = writes ? call.incidentNumbers : [];
			const { bulkParameter } = this.command;
			const batchKey =
				bulkParameter === undefined ? undefined : batchKeyOf(call, bulkParameter, options);
			return { item, call, options, key, batchKey, orderingKeys };
		} catch (error) {
			// A refusal of ours has an advice, a failed expression a description of n8n.
			const { message, advice, description } = error as Partial<Record<string, string>>;
			const refusal = failed('parameter', {
				message: message ?? String(error),
				advice: `${advice ?? description ?? ''} Nothing was sent.`,
			});
			return { ...unbatched, result: { report: this.reportOf(refusal, { item, options }) } };
		}
	}

	/** Sends what some items ask for, and notes how each of them ended. */
	private async processBatch(asked: readonly PlannedItem[]): Promise<void> {
		for (const each of asked) if ('result' in each) this.setResult(each.item, each.result);
		const pending = asked.filter((each) => 'call' in each);
		const [first] = pending;
		if (first === undefined) return;

		const { bulkParameter, pages } = this.command;
		if (pages !== undefined) return await this.readPages(first, pages);
		const outcome = await this.client.send(mergeCalls(pending, bulkParameter), first.options);
		if (outcome === undefined) return;
		const shares = pending.map(({ call }) =>
			bulkParameter ? outcomeForItem(outcome, call) : outcome,
		);
		if (pending.length > 1 && isRefusal(outcome) && shares.every((one) => one === outcome)) {
			// D3 may refuse all of them for the sake of one.
			for (const each of pending) await this.processBatch([each]);
			return;
		}
		pending.forEach((each, index) => this.recordOutcome(each, shares[index]!));
	}

	/** Reads a listing as far as the item wants it. */
	private async readPages(asking: PendingItem, pages: Pagination): Promise<void> {
		const { call, options } = asking;
		const rows: IDataObject[] = [];
		const answers: IDataObject[] = [];
		for await (const page of pagesOf(pages, async (pageIndex) => {
			const commandParams = { ...call.commandParams, 'Page Index': pageIndex };
			return await this.client.send({ ...call, commandParams }, options);
		})) {
			if (page === undefined) return;
			if (page.kind !== 'accepted') return this.recordOutcome(asking, page);
			rows.push(...page.rows);
			if (options.output === 'full') answers.push(page.response);
			if (rows.length >= call.limit) break;
		}
		const items = options.output === 'full' ? answers : rows.slice(0, call.limit);
		this.setResult(asking.item, { items: this.toOutputItems(items, call, options) });
	}

	/** Notes how an item ended that was sent, here and for a retry. */
	private recordOutcome({ item, call, options, key }: PendingItem, share: ItemOutcome): void {
		const writes = call.idempotency !== 'readOnly';
		if (share.kind === 'accepted') {
			const { response } = share;
			const rows =
				share.rows ?? this.command.rows?.(response) ?? itemsIn(response, call.idempotency);
			for (const date of findDateMismatches(call.dates, rows))
				this.dateMismatches.push({ item, ...date });
			const items = this.toOutputItems(
				options.output === 'full' ? [response] : rows,
				call,
				options,
			);
			if (writes) this.retryState?.remember(key, { items });
			this.setResult(item, { items });
		} else {
			const report = this.reportOf(share, { item, call, options });
			if (writes && share.kind === 'unconfirmed')
				this.retryState?.remember(key, { unconfirmed: report });
			this.setResult(item, { report });
		}
	}

	private toOutputItems(
		items: IDataObject[],
		{ simplify }: Call,
		{ output }: Options,
	): IDataObject[] {
		const { simplifiedFields } = this.command;
		const shortens = simplify && simplifiedFields && output !== 'full';
		return (shortens ? pickFields(simplifiedFields, items) : items).map(wrapIfLooksLikeError);
	}

	private setResult(item: number, result: ItemResult): void {
		this.results[item] = result;
		if ('report' in result && result.fromEarlierAttempt !== true && !this.continueOnFail)
			this.stop();
	}

	private reportOf(outcome: Failure, of: { item: number; options: Options; call?: Call }): Report {
		const { authentication } = this.credential;
		return reportOf(outcome, { ...of, command: this.command, authentication });
	}

	private optionsOf(item: number): Options {
		const chosen = this.context.getNodeParameter('options', item, {}, { skipValidation: true });
		return optionsFrom(chosen);
	}

	/** Item 0 fails by itself where its options cannot be read. */
	private readRunOptions(): Options {
		try {
			return this.optionsOf(0);
		} catch {
			return optionsFrom({});
		}
	}

	/** Whoever waits for a job is woken too: nobody else may be left to do it. */
	private stop(): void {
		this.isStopped = true;
		this.queue.wake();
	}

	private hint(): void {
		const unconfirmed = this.results.filter(
			(result) => 'report' in result && result.report.details.outcome === 'unconfirmed',
		).length;
		const hints = hintsFor({
			wasRateLimited: this.client.wasRateLimited,
			unconfirmed,
			dateMismatches: this.dateMismatches,
		});
		// The oldest n8n that this is for has no such function where the node is a tool.
		const context: Partial<Pick<IExecuteFunctions, 'addExecutionHints'>> = this.context;
		if (hints.length > 0) context.addExecutionHints?.(...hints.map((message) => ({ message })));
	}

	private throwIfFailedOrCancelled(): void {
		const accepted = this.results.filter((result) => 'items' in result).length;
		const progress = { accepted, total: this.input.length, isRemembered: this.writes };
		const node = this.context.getNode();
		const failures: Array<{ item: number; report: Report; fromEarlierAttempt: boolean }> = [];
		this.results.forEach((result, item) => {
			if ('report' in result) failures.push({ item, fromEarlierAttempt: false, ...result });
		});
		const first = failures.find(({ fromEarlierAttempt }) => !fromEarlierAttempt) ?? failures[0];
		if (first !== undefined) throw errorOf(withProgress(first.report, progress), node, first.item);
		if (this.cancelled) throw cancellation(progress, node);
	}
}

/** Whether D3 said no to what it was given, and not to who gave it. */
function isRefusal(outcome: Outcome): boolean {
	return outcome.kind !== 'accepted' && outcome.cause === 'refused';
}

/** Calls of one kind differ in nothing but what they say of their incidents. */
function batchKeyOf({ commandParams, ...call }: Call, bulk: string, options: Options): string {
	const { site, username, url, idempotency } = call;
	return JSON.stringify([
		site,
		username,
		url,
		idempotency,
		{ ...commandParams, [bulk]: undefined },
		options,
	]);
}

/** One request for all of them. */
function mergeCalls(asking: readonly PendingItem[], bulk: Command['bulkParameter']): Call {
	const [{ call }] = asking as [PendingItem];
	if (bulk === undefined) return call;
	const all = asking.flatMap((each) => each.call.commandParams[bulk] as IDataObject[]);
	return { ...call, commandParams: { ...call.commandParams, [bulk]: all } };
}
