import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/credential';
import { limitsOf, type Limits } from '../../credentials/limits';
import { InvalidParameter, requireNonBlank } from '../shared/errors';
import { neutralizeTags, truncate } from '../shared/text';
import { localAt, minusMinutes, type LocalTimestamp } from '../shared/time/localTime';
import { Caller } from '../shared/transport/caller';
import { systemClock } from '../shared/transport/clock';
import { D3Client } from '../shared/transport/d3Client';
import {
	advance,
	initialCursor,
	later,
	newestDate,
	type Cursor,
	type CursorOptions,
} from './cursor';
import { buildCall, fetchRows } from './fetchRows';
import type { TriggerRow } from './rows';
import { settingsOf, type Settings } from './settings';
import {
	emitError,
	errorFor,
	hasFailed,
	throwIfAllFailed,
	throwIfAnyFailed,
	type SiteResult,
} from './siteErrors';
import { hasCursor, loadCursors, saveCursors } from './staticData';

/**
 * Whether a poll of this activation is running: n8n makes the context once for each activation, and starts
 * a poll on schedule even while another one is still running.
 */
const busy = new WeakMap<IPollFunctions, boolean>();

/**
 * The newest poll of each trigger. When a workflow is saved while its trigger polls, n8n before 2.27 starts a poll
 * with a new context beside the running one, and its durable scheduler has a context for each poll and gives up one
 * that takes too long. Both would deliver the same, so only the newest does.
 */
const newestPolls = new Map<string, Poll>();

const DAY_IN_MINUTES = 24 * 60;

/** How many minutes back a test in the editor looks for a row, one after another until it finds one. */
const TEST_WINDOWS = [5, 60, DAY_IN_MINUTES, 7 * DAY_IN_MINUTES, 30 * DAY_IN_MINUTES];

/**
 * How much of a site a test in the editor reads at a time, and how often, to find the newest row: it is one to build
 * a workflow with.
 */
const TEST_PAGES = 10;
const TEST_READINGS = 5;

/**
 * One poll: what is new since the last one, in all sites.
 *
 * @returns `null` if nothing is new, or if this poll only sets the first cursors.
 * @throws NodeOperationError with D3's message if no site could be read. The next poll reads what this one missed.
 * The first poll of an activation throws only if there is nothing to lose, see {@link isFirstActivation}.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const isFirst = !busy.has(context);
	if (busy.get(context) === true) return null;
	busy.set(context, true);
	try {
		const settings = settingsOf(context);
		const credential = await context.getCredentials<D3SoarCredential>('d3SoarApi');
		const current = new Poll(context, settings, credential);
		const items =
			context.getMode() === 'manual'
				? await current.sampleForTest()
				: await current.pollForNew(isFirst);
		return items.length > 0 ? [items] : null;
	} catch (error) {
		const problem = toNodeError(error, context);
		// Its position, or its next poll, is worth more than a clear end: an external secret may only not be loaded yet.
		if (!isFirst || context.getMode() === 'manual' || isFirstActivation(context)) throw problem;
		emitError(context, problem);
		return null;
	} finally {
		busy.set(context, false);
	}
}

/**
 * Whether a user activates a trigger that has not read anything yet. The user can fix at once what is wrong, so
 * that this first poll of an activation may throw. No other may: n8n tries it a few times, gives up, and never polls
 * again, though the workflow looks active.
 */
function isFirstActivation(context: IPollFunctions): boolean {
	const mode = context.getActivationMode();
	return mode !== 'init' && mode !== 'leadershipChange' && !hasCursor(context);
}

function toNodeError(error: unknown, context: IPollFunctions): Error {
	return error instanceof InvalidParameter
		? new NodeOperationError(context.getNode(), error.message, { description: error.advice })
		: (error as Error);
}

/** One poll of all sites, at one instant. */
class Poll {
	private readonly now = Date.now();
	private readonly sites: readonly string[];
	private readonly username: string;
	private readonly limits: Limits;
	private readonly client: D3Client;
	/** Identifies the trigger in {@link newestPolls}. */
	private readonly trigger: string;
	private readonly caller: Caller;
	/** Whether a newer poll of the trigger has begun: this one must neither deliver nor store anything. */
	private isSuperseded = false;

	constructor(
		private readonly context: IPollFunctions,
		private readonly settings: Settings,
		private readonly credential: D3SoarCredential,
	) {
		const { sites } = settings;
		this.sites = sites.length > 0 ? sites : [requireNonBlank('Site', credential.site)];
		this.username = requireNonBlank('Username', settings.username || credential.username);
		this.limits = limitsOf(credential);
		this.trigger = `${context.getWorkflow().id}/${context.getNode().id}`;
		this.caller = new Caller(systemClock.now() + settings.budget * 1000);
		this.client = new D3Client(context, this.caller);
	}

	/**
	 * What is new in the sites with a stored cursor, oldest first. The other sites only get their first cursor.
	 *
	 * @param isFirst Whether it is the first poll of an activation.
	 */
	async pollForNew(isFirst: boolean): Promise<INodeExecutionData[]> {
		const older = newestPolls.get(this.trigger);
		older?.supersede();
		newestPolls.set(this.trigger, this);
		try {
			return await this.readNew(isFirst);
		} finally {
			if (!this.isSuperseded) newestPolls.delete(this.trigger);
		}
	}

	/** A newer poll of the trigger has begun. */
	private supersede(): void {
		this.isSuperseded = true;
		this.client.stop();
		this.client.abort();
	}

	private async readNew(isFirst: boolean): Promise<INodeExecutionData[]> {
		const { context, settings } = this;
		const mode = context.getActivationMode();
		const startsOver = isFirst && mode === 'activate' && settings.skipsBacklog;
		const loaded = loadCursors(context, settings);
		const stored = startsOver ? new Map<string, Cursor>() : loaded;
		const results = await Promise.all(
			this.sites.map(async (site) => {
				const cursor = stored.get(site);
				return cursor === undefined
					? await this.readForFirstCursor(site)
					: await this.read(site, cursor.from);
			}),
		);
		if (this.isSuperseded) return [];

		if (isFirst && isFirstActivation(context)) throwIfAnyFailed(results);
		if (!isFirst) throwIfAllFailed(results);

		const cursors = new Map<string, Cursor>();
		const items: INodeExecutionData[] = [];
		for (const result of results) {
			const { site } = result;
			const cursor = stored.get(site);
			if (hasFailed(result)) {
				// A site can only start over where it is read. A later poll that does would lose what came since the
				// publication, so the old position is better.
				const kept = loaded.get(site);
				if (kept !== undefined) cursors.set(site, kept);
				emitError(context, result.error);
			} else if (cursor === undefined) {
				cursors.set(site, initialCursor(result.rows, result.since, this.cursorOptions()));
			} else {
				const { fresh, cursor: next } = advance(cursor, result.rows, this.cursorOptions());
				cursors.set(site, next);
				for (const row of fresh) items.push(this.itemOf(row, site));
			}
		}
		saveCursors(context, settings, cursors);
		return items;
	}

	/** One item to build a workflow with. It stores nothing. */
	async sampleForTest(): Promise<INodeExecutionData[]> {
		for (const window of TEST_WINDOWS) {
			const results = await Promise.all(
				this.sites.map(async (site) => await this.readForNewest(site, this.ago(window))),
			);
			const all = results.flatMap((result) => {
				if (hasFailed(result)) throw result.error;
				return result.rows.map((row) => ({ row, site: result.site }));
			});
			const [newest] = all.sort((a, b) => (dateOf(a) < dateOf(b) ? 1 : -1));
			if (newest !== undefined) return [this.itemOf(newest.row, newest.site)];
		}
		const { noun, participle } = this.settings.triggerType;
		throw new NodeOperationError(
			this.context.getNode(),
			`No matching ${noun} was ${participle} in the last ${TEST_WINDOWS.at(-1)! / DAY_IN_MINUTES} days`,
			{
				description: `D3 was asked for these sites: ${neutralizeTags(truncate(this.sites.join(' | ')))}. Check their names, one per line, and the filters. You can still publish the workflow: it starts with the next matching ${noun}.`,
			},
		);
	}

	/**
	 * Reads a site until its newest row is among the rows. D3 documents no order, so what is newer than the newest row
	 * so far is asked for again, as long as there is too much to be read at once.
	 */
	private async readForNewest(site: string, since: LocalTimestamp): Promise<SiteResult> {
		const maxRows = TEST_PAGES * this.settings.pageSize;
		let from = since;
		for (let reading = 1; ; reading++) {
			const result = await this.read(site, from, maxRows);
			if (hasFailed(result) || result.rows.length < maxRows) return result;
			const newest = result.rows.map(({ date = '' }) => date).reduce(later);
			if (newest <= from || reading === TEST_READINGS) return result;
			from = newest;
		}
	}

	/**
	 * Reads as much of a site as its first cursor needs: the newest row, and the overlap behind it. A busy D3 has
	 * tens of thousands of rows a day.
	 */
	private async readForFirstCursor(site: string): Promise<SiteResult> {
		const { overlap, zone } = this.settings;
		for (let window = 2 * overlap; ; window *= 4) {
			const since = this.ago(Math.min(window, DAY_IN_MINUTES));
			const result = await this.read(site, since);
			if (hasFailed(result) || window >= DAY_IN_MINUTES) return result;
			const newest = newestDate(result.rows, this.nowLocal());
			if (newest !== undefined && minusMinutes(newest, overlap, zone) >= since) return result;
		}
	}

	private async read(site: string, since: LocalTimestamp, maxRows?: number): Promise<SiteResult> {
		const { context, settings, username, credential, limits, client, now } = this;
		const call = buildCall({ since, now }, settings, { credential, limits, username, site });
		const rows = await fetchRows(client, call, settings, { since, now }, maxRows);
		if (Array.isArray(rows)) return { site, rows, since };
		const hasPosition = loadCursors(context, settings).has(site);
		return { site, error: errorFor(context, rows, call, settings, hasPosition) };
	}

	private ago(minutes: number): LocalTimestamp {
		return minusMinutes(this.nowLocal(), minutes, this.settings.zone);
	}

	private cursorOptions(): CursorOptions {
		const { triggerType, maxItems, overlap, zone } = this.settings;
		const repeatsById = !triggerType.usesTimeWindow;
		return { repeatsById, maxItems, overlap, zone, now: this.nowLocal() };
	}

	private nowLocal(): LocalTimestamp {
		return localAt(this.now, this.settings.zone);
	}

	/** D3's rows do not name their site, so each item does. */
	private itemOf({ json }: TriggerRow, site: string): INodeExecutionData {
		return { json: { Site: site, ...json } };
	}
}

function dateOf({ row }: { row: TriggerRow }): string {
	return row.date ?? '';
}
