import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { D3SoarCredential } from '../../../credentials/D3SoarApi.credentials';
import { itemsIn } from '../answer/items';
import type { Call, Command } from '../command';
import { optionsFrom, type Options } from '../options';
import { callFor } from '../parameters';
import { pause, systemClock } from './clock';
import { Deadlines } from './deadlines';
import { Jobs, type Job } from './jobs';
import { Memory } from './memory';
import { miss, outcomeOf, type Miss, type Outcome } from './outcome';
import { Pace } from './pace';
import {
	cancellation,
	errorItem,
	errorOf,
	hintsFor,
	reportOf,
	withCount,
	type Report,
} from './report';
import { send, type Sender } from './request';
import { Retrying } from './retrying';

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

/** The work of one item. */
interface ItemJob extends Job {
	readonly item: number;
	readonly options: Options;
	/** What there is to send, or why there is nothing. */
	readonly call: Call | Miss;
	/** What the memory knows the item by. */
	readonly key: string;
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
	private readonly sender: Sender;
	/** Only writes are remembered: reading again does no harm. */
	private readonly memory: Memory | undefined;
	private readonly retrying = new Retrying(systemClock);
	private readonly pace: Pace;
	private readonly jobs: Jobs<ItemJob>;
	/** Pace, in-flight and order hold for the whole run: they are those of item 0. */
	private readonly common: Options;
	/** Whether a failed item becomes an error item. */
	private readonly continues: boolean;
	/** Nothing new is sent any more: an item failed, or n8n cancelled the execution. */
	private ended = false;
	private cancelled = false;
	private slowedDown = false;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly command: Command,
		private readonly credential: D3SoarCredential,
	) {
		const hasEnded = () => this.ended;
		this.input = context.getInputData();
		this.sender = { context, credential: credential as never, deadlines: new Deadlines() };
		this.memory = command.effect === 'read' ? undefined : new Memory(context, command);
		this.common = this.commonOptions();
		this.continues = context.continueOnFail();
		this.pace = new Pace(systemClock, this.common.requestsPerSecond, hasEnded);
		this.jobs = new Jobs(this.input.length, (item) => this.jobOf(item), hasEnded);
		context.onExecutionCancellation(() => {
			this.cancelled = true;
			this.end();
		});
	}

	async run(): Promise<INodeExecutionData[]> {
		const workers = Math.min(this.common.maxInFlight, this.input.length);
		await Promise.all(Array.from({ length: workers }, async () => await this.work()));
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
			const ending = await this.endingOf(job);
			if (ending !== undefined) this.endings[job.item] = ending;
			this.jobs.done(job);
		}
	}

	/** How an item ends; `undefined` if the run ended before it was sent. */
	private async endingOf(job: ItemJob): Promise<Ending | undefined> {
		const { item, options, call, key } = job;
		const known = this.memory?.of(key);
		if (known !== undefined && 'items' in known) return known;
		if (known !== undefined && options.afterUnknown === 'report') {
			// Not a reason to stop: the others are sent first, and then this fails again.
			return { report: known.unknown, again: true };
		}

		const outcome = 'kind' in call ? call : await this.sendUntilSettled(call, options);
		if (outcome === undefined) return undefined;
		const writes = 'effect' in call && call.effect !== 'read';
		if (outcome.kind === 'accepted') {
			const { answer } = outcome;
			const items = options.output === 'full' ? [answer] : itemsIn(answer);
			if (writes) this.memory?.remember(key, { items });
			return { items };
		}
		const { authentication } = this.credential;
		const report = reportOf(outcome, {
			itemIndex: item,
			command: this.command,
			authentication,
			options,
			...('kind' in call ? {} : { call }),
		});
		if (writes && outcome.kind === 'unknown') this.memory?.remember(key, { unknown: report });
		if (!this.continues) this.end();
		return { report };
	}

	/** Sends a call until its outcome stays; `undefined` if the run ended before it was sent. */
	private async sendUntilSettled(call: Call, options: Options): Promise<Outcome | undefined> {
		const hasEnded = () => this.ended;
		let since: number | undefined;
		let last: Miss | undefined;
		let unknown: Miss | undefined;
		for (let count = 1; ; count++) {
			const start = await this.pace.turn();
			if (start === undefined) break;
			const lastBegan = systemClock.now();
			since ??= lastBegan;
			const outcome = outcomeOf(await this.send(call, options.timeout));
			start.ended();
			if (outcome.kind === 'accepted') {
				this.retrying.answered();
				return outcome;
			}
			if (outcome.httpCode !== undefined && outcome.cause !== 'rateLimit') this.retrying.answered();
			// What may have been done by one try is not undone by the next.
			if (outcome.kind === 'unknown' && call.effect !== 'read') unknown = outcome;
			last = unknown ?? outcome;

			const wait = this.retrying.pauseAfter(
				outcome,
				{ since, count, lastBegan },
				{
					effect: call.effect,
					afterUnknown: options.afterUnknown,
					keepTryingFor: options.keepTryingFor * 1000,
				},
			);
			if (wait === undefined) break;
			if (outcome.cause === 'rateLimit') this.slowedDown = true;
			if (wait.forAll) this.pace.holdFor(wait.milliseconds);
			else await pause(systemClock, wait.milliseconds, hasEnded);
		}
		return last;
	}

	private async send(call: Call, timeout: number) {
		const { address, username, site, commandParams, body } = call;
		const envelope = { Username: username, Site: site, CommandParams: commandParams };
		return await send(this.sender, address, body ?? envelope, timeout);
	}

	/** Reads one item. A value or an expression that does not work is an ending like others. */
	private jobOf(item: number): ItemJob {
		const key = this.memory?.keyOf(item, this.input[item]!) ?? '';
		let options = this.common;
		try {
			options = this.optionsOf(item);
			const call = callFor(this.context, this.command, this.credential, options, item);
			const inOrder = this.common.keepOrder && call.effect !== 'read';
			const lane = inOrder ? call.incident : undefined;
			return { item, options, key, call, lane };
		} catch (error) {
			// A refusal of ours has an advice, a failed expression a description of n8n.
			const { message, advice, description } = error as Partial<Record<string, string>>;
			const call = miss('parameter', {
				words: message ?? String(error),
				advice: `${advice ?? description ?? ''} Nothing was sent.`.trim(),
			});
			return { item, options, key, call, lane: undefined };
		}
	}

	private optionsOf(item: number): Options {
		return optionsFrom(this.context.getNodeParameter('options', item, {}));
	}

	/** Item 0 fails by itself where its options cannot be read. */
	private commonOptions(): Options {
		try {
			return this.optionsOf(0);
		} catch {
			return optionsFrom({});
		}
	}

	private end(): void {
		this.ended = true;
		this.jobs.wake();
	}

	private hint(): void {
		const unknown = this.endings.filter(
			(ending) => 'report' in ending && ending.report.details.outcome === 'unknown',
		).length;
		const hints = hintsFor({ slowedDown: this.slowedDown, unknown });
		if (hints.length > 0) this.context.addExecutionHints(...hints.map((message) => ({ message })));
	}

	private throwFirstFailure(): void {
		const accepted = this.endings.filter((ending) => 'items' in ending).length;
		const all = { accepted, of: this.input.length };
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
