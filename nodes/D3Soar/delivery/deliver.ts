import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { D3SoarCredential } from '../../../credentials/D3SoarApi.credentials';
import { itemsIn, simplifiedTo, unlikeFailure } from '../answer/items';
import { misreadingsIn } from '../answer/zoneEcho';
import type { Call, Command, Pages } from '../command';
import { optionsFrom, type Options } from '../options';
import { callFor } from '../parameters';
import { batches, type Batchable } from './batches';
import { Courier } from './courier';
import { Jobs, type Job } from './jobs';
import { Memory } from './memory';
import { miss, type Miss, type Outcome } from './outcome';
import { pagesOf } from './pages';
import {
	cancellation,
	errorItem,
	errorOf,
	hintsFor,
	reportOf,
	withCount,
	type MisreadDate,
	type Report,
} from './report';
import { shareIn, type Share } from './shareOfBulk';

/**
 * Sends a command for every input item and gives the output items in input order.
 *
 * @throws NodeOperationError for the first item that ends other than accepted, unless the node
 * continues on failures; then that item becomes an error item.
 */
export async function deliver(
	context: IExecuteFunctions,
	command: Command,
): Promise<INodeExecutionData[]> {
	const credential = await context.getCredentials('d3SoarApi');
	return await new Delivery(context, command, credential as never).run();
}

/** What one item asks for, or how it has ended without asking. */
type Asked = Batchable & { readonly item: number } & (
		| { readonly call: Call; readonly options: Options; readonly key: string }
		| { readonly ending: Ending }
	);

/** Those that ask something. */
type Asking = Extract<Asked, { call: Call }>;

/** What goes to D3 in one request, or as the pages of one listing. */
interface Batch extends Job {
	readonly asked: readonly Asked[];
}

/** How an item ended: its items, or what is to be told, perhaps once more. */
type Ending =
	| { readonly items: IDataObject[] }
	| { readonly report: Report; readonly again?: boolean };

/** One run of the node. */
class Delivery {
	private readonly input: INodeExecutionData[];
	/** By item; with holes where the run ended before an item was sent. */
	private readonly endings: Ending[] = [];
	private readonly courier: Courier;
	/** Only writes are remembered: reading again does no harm. */
	private readonly memory: Memory | undefined;
	private readonly jobs: Jobs<Batch>;
	/** Pace, in-flight, order and size of batches hold for the whole run: they are those of item 0. */
	private readonly common: Options;
	/** Whether a failed item becomes an error item. */
	private readonly continues: boolean;
	/** Whether an item changes something in D3. */
	private writes = false;
	/** Nothing new is sent any more: an item failed, or n8n cancelled the execution. */
	private ended = false;
	private cancelled = false;
	private readonly misread: MisreadDate[] = [];

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly command: Command,
		private readonly credential: D3SoarCredential,
	) {
		const hasEnded = () => this.ended;
		this.input = context.getInputData();
		this.memory = command.effect === 'read' ? undefined : new Memory(context, command);
		this.common = this.commonOptions();
		this.continues = context.continueOnFail();
		const { requestsPerSecond } = this.common;
		this.courier = new Courier(context, credential as never, requestsPerSecond, hasEnded);
		this.jobs = new Jobs(this.batches(), hasEnded);
		context.onExecutionCancellation(() => {
			this.cancelled = true;
			this.end();
		});
	}

	async run(): Promise<INodeExecutionData[]> {
		const workers = Math.min(this.common.maxInFlight, this.input.length);
		const working = Array.from({ length: workers }, async () => await this.work());
		await Promise.all([...working, this.jobs.readAhead(workers)]);
		this.hint();
		if (this.cancelled || !this.continues) this.throwFirstFailure();

		const output = this.endings.flatMap((ending, item) =>
			'items' in ending
				? ending.items.map((json) => ({ json, pairedItem: { item } }))
				: [errorItem(ending.report, item)],
		);
		this.memory?.end(output);
		return output;
	}

	private async work(): Promise<void> {
		for (let job = await this.jobs.next(); job !== undefined; job = await this.jobs.next()) {
			await this.settle(job.asked);
			this.jobs.done(job);
		}
	}

	/** Items are read little before there is somebody to send what they ask for. */
	private *batches(): Generator<Batch, void> {
		const { keepOrder, batchSize } = this.common;
		for (const asked of batches(this.askedByItems(), batchSize)) {
			yield { asked, lanes: keepOrder ? asked.flatMap(({ lanes }) => lanes) : [] };
		}
	}

	private *askedByItems(): Generator<Asked, void> {
		for (let item = 0; item < this.input.length; item++) yield this.askedBy(item);
	}

	/** Reads one item. A value or an expression that does not work is an ending like others. */
	private askedBy(item: number): Asked {
		const alone = { item, kind: undefined, lanes: [] };
		const key = this.memory?.keyOf(item, this.input[item]!) ?? '';
		let options = this.common;
		try {
			options = this.optionsOf(item);
			const known = this.memory?.of(key);
			if (known !== undefined && 'items' in known) return { ...alone, ending: known };
			if (known !== undefined && options.afterUnknown !== 'resend') {
				// Not a reason to stop: the others are sent first, and then this fails again.
				return { ...alone, ending: { report: known.unknown, again: true } };
			}
			const call = callFor(this.context, this.command, this.credential, options, item);
			const writes = call.effect !== 'read';
			this.writes ||= writes;
			const lanes = writes ? call.incidents : [];
			const { bulk } = this.command;
			const kind = bulk === undefined ? undefined : kindOf(call, bulk, options);
			return { item, call, options, key, kind, lanes };
		} catch (error) {
			// A refusal of ours has an advice, a failed expression a description of n8n.
			const { message, advice, description } = error as Partial<Record<string, string>>;
			const refusal = miss('parameter', {
				words: message ?? String(error),
				advice: `${advice ?? description ?? ''} Nothing was sent.`,
			});
			return { ...alone, ending: { report: this.reportOf(refusal, { item, options }) } };
		}
	}

	/** Sends what some items ask for, and notes how each of them ended. */
	private async settle(asked: readonly Asked[]): Promise<void> {
		for (const each of asked) if ('ending' in each) this.note(each.item, each.ending);
		const asking = asked.filter((each) => 'call' in each);
		const [first] = asking;
		if (first === undefined) return;

		const { bulk, pages } = this.command;
		if (pages !== undefined) return await this.readPages(first, pages);
		const outcome = await this.courier.deliver(together(asking, bulk), first.options);
		if (outcome === undefined) return;
		const shares = asking.map(({ call }) => (bulk ? shareIn(outcome, call) : outcome));
		if (asking.length > 1 && isRefusal(outcome) && shares.every((one) => one === outcome)) {
			// D3 may refuse all of them for the sake of one.
			for (const each of asking) await this.settle([each]);
			return;
		}
		asking.forEach((each, index) => this.conclude(each, shares[index]!));
	}

	/** Reads a listing as far as the item wants it. */
	private async readPages(asking: Asking, pages: Pages): Promise<void> {
		const { call, options } = asking;
		const rows: IDataObject[] = [];
		const answers: IDataObject[] = [];
		for await (const page of pagesOf(pages, async (pageIndex) => {
			const commandParams = { ...call.commandParams, 'Page Index': pageIndex };
			return await this.courier.deliver({ ...call, commandParams }, options);
		})) {
			if (page === undefined) return;
			if (page.kind !== 'accepted') return this.conclude(asking, page);
			rows.push(...page.rows);
			if (options.output === 'full') answers.push(page.answer);
			if (rows.length >= call.limit) break;
		}
		const items = options.output === 'full' ? answers : rows.slice(0, call.limit);
		this.note(asking.item, { items: this.finished(items, call, options) });
	}

	/** Notes how an item ended that was sent, here and for a retry. */
	private conclude({ item, call, options, key }: Asking, share: Share): void {
		const writes = call.effect !== 'read';
		if (share.kind === 'accepted') {
			const { answer } = share;
			const rows = share.rows ?? this.command.rows?.(answer) ?? itemsIn(answer, call.effect);
			for (const date of misreadingsIn(call.dates, rows)) this.misread.push({ item, ...date });
			const items = this.finished(options.output === 'full' ? [answer] : rows, call, options);
			if (writes) this.memory?.remember(key, { items });
			this.note(item, { items });
		} else {
			const report = this.reportOf(share, { item, call, options });
			if (writes && share.kind === 'unknown') this.memory?.remember(key, { unknown: report });
			this.note(item, { report });
		}
	}

	private finished(items: IDataObject[], { simplify }: Call, { output }: Options): IDataObject[] {
		const { simplified } = this.command;
		const shortens = simplify && simplified && output !== 'full';
		return (shortens ? simplifiedTo(simplified, items) : items).map(unlikeFailure);
	}

	private note(item: number, ending: Ending): void {
		this.endings[item] = ending;
		if ('report' in ending && ending.again !== true && !this.continues) this.end();
	}

	private reportOf(outcome: Miss, of: { item: number; options: Options; call?: Call }): Report {
		const { authentication } = this.credential;
		return reportOf(outcome, { ...of, command: this.command, authentication });
	}

	private optionsOf(item: number): Options {
		const chosen = this.context.getNodeParameter('options', item, {}, { skipValidation: true });
		return optionsFrom(chosen);
	}

	/** Item 0 fails by itself where its options cannot be read. */
	private commonOptions(): Options {
		try {
			return this.optionsOf(0);
		} catch {
			return optionsFrom({});
		}
	}

	/** Whoever waits for a job is woken too: nobody else may be left to do it. */
	private end(): void {
		this.ended = true;
		this.jobs.wake();
	}

	private hint(): void {
		const unknown = this.endings.filter(
			(ending) => 'report' in ending && ending.report.details.outcome === 'unknown',
		).length;
		const hints = hintsFor({ slowedDown: this.courier.slowedDown, unknown, misread: this.misread });
		// The oldest n8n that this is for has no such function where the node is a tool.
		const context: Partial<Pick<IExecuteFunctions, 'addExecutionHints'>> = this.context;
		if (hints.length > 0) context.addExecutionHints?.(...hints.map((message) => ({ message })));
	}

	private throwFirstFailure(): void {
		const accepted = this.endings.filter((ending) => 'items' in ending).length;
		const all = { accepted, of: this.input.length, remembered: this.writes };
		const node = this.context.getNode();
		const failures: Array<{ item: number; report: Report; again: boolean }> = [];
		this.endings.forEach((ending, item) => {
			if ('report' in ending) failures.push({ item, again: false, ...ending });
		});
		const first = failures.find(({ again }) => !again) ?? failures[0];
		if (first !== undefined) throw errorOf(withCount(first.report, all), node, first.item);
		if (this.cancelled) throw cancellation(all, node);
	}
}

/** Whether D3 said no to what it was given, and not to who gave it. */
function isRefusal(outcome: Outcome): boolean {
	return outcome.kind !== 'accepted' && outcome.cause === 'failure';
}

/** Calls of one kind differ in nothing but what they say of their incidents. */
function kindOf({ commandParams, ...call }: Call, bulk: string, options: Options): string {
	const { site, username, address, effect } = call;
	return JSON.stringify([
		site,
		username,
		address,
		effect,
		{ ...commandParams, [bulk]: undefined },
		options,
	]);
}

/** One request for all of them. */
function together(asking: readonly Asking[], bulk: Command['bulk']): Call {
	const [{ call }] = asking as [Asking];
	if (bulk === undefined) return call;
	const all = asking.flatMap((each) => each.call.commandParams[bulk] as IDataObject[]);
	return { ...call, commandParams: { ...call.commandParams, [bulk]: all } };
}
