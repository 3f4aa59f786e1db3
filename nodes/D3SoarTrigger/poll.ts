import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/D3SoarApi.credentials';
import type { Call } from '../shared/command';
import { D3Client } from '../shared/transport/d3Client';
import type { Failure } from '../shared/transport/outcome';
import { errorOf, reportOf, type Report } from '../shared/report';
import { requireNonBlank, InvalidParameter } from '../D3Soar/call';
import { advance, initialCursor, type Cursor, type CursorOptions } from './cursor';
import { minusMinutes, localAt } from '../shared/time/localTime';
import { buildCall, RETRY_FOR_SECONDS, readAll } from './fetchRows';
import { UnusableRows, type TriggerRow } from './rows';
import { settingsOf, type Settings } from './settings';

/** What the node keeps in the workflow between polls, as JSON. */
interface StaticData {
	triggerOn: string;
	/** In which the dates of the cursors are; missing where an earlier version stored them. */
	zone?: string;
	/** By site. */
	cursors: { readonly [site: string]: Cursor };
}

/**
 * Whether a poll of this activation is under way: n8n makes these functions once for each activation, and
 * starts a poll by the clock even while another is still reading.
 */
const busy = new WeakMap<IPollFunctions, boolean>();

/** Half of what D3 documents, so that others have room. */
const REQUESTS_PER_SECOND = 25;

const DAY_IN_MINUTES = 24 * 60;

/** How many days back a test in the editor looks for something to show, until it finds it. */
const TEST_DAYS = [1, 7, 30];

/**
 * One poll: what is new since the last one, in all sites.
 *
 * @returns nothing where there is nothing new, or where n8n has only just begun to watch.
 * @throws NodeOperationError with D3's words if D3 gave nothing. What it did not give comes the next time.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const isFirst = !busy.has(context);
	if (busy.get(context) === true) return null;
	busy.set(context, true);
	try {
		const settings = settingsOf(context);
		const credential = await context.getCredentials('d3SoarApi');
		const watch = new Poll(context, settings, credential as never);
		const items =
			context.getMode() === 'manual'
				? await watch.sampleForTest()
				: await watch.pollForNew(isFirst);
		return items.length > 0 ? [items] : null;
	} catch (error) {
		throw error instanceof InvalidParameter
			? new NodeOperationError(context.getNode(), error.message, { description: error.advice })
			: error;
	} finally {
		busy.set(context, false);
	}
}

/** What a site gave, or why it gave nothing. */
type SiteResult = { readonly site: string } & (
	| { readonly rows: TriggerRow[] }
	| { readonly error: NodeOperationError }
);

/** All sites at one moment. */
class Poll {
	private readonly now = Date.now();
	private readonly sites: readonly string[];
	private readonly username: string;
	private readonly client: D3Client;

	constructor(
		private readonly context: IPollFunctions,
		private readonly settings: Settings,
		private readonly credential: D3SoarCredential,
	) {
		const { sites } = settings;
		this.sites = sites.length > 0 ? sites : [requireNonBlank('Site', credential.site)];
		this.username = requireNonBlank('Username', settings.username || credential.username);
		this.client = new D3Client(context, credential as never, REQUESTS_PER_SECOND, () => false);
	}

	/**
	 * What is new in the sites whose cursors are stored, oldest first; in others it only begins.
	 *
	 * @param isFirst Whether it is the first poll of an activation.
	 */
	async pollForNew(isFirst: boolean): Promise<INodeExecutionData[]> {
		const data = this.context.getWorkflowStaticData('node') as IDataObject & Partial<StaticData>;
		const mode = this.context.getActivationMode();
		const startsOver = isFirst && mode === 'activate' && this.settings.skipsBacklog;
		const { triggerOn, zone } = this.settings;
		// In another zone the same dates are other moments.
		const sameSource = data.triggerOn === triggerOn && (data.zone ?? zone) === zone;
		const resumes = !startsOver && sameSource;
		const storedCursors = new Map(Object.entries(resumes ? (data.cursors ?? {}) : {}));
		const sinceStart = minusMinutes(this.today(), DAY_IN_MINUTES, zone);

		const results = await Promise.all(
			this.sites.map(
				async (site) => await this.read(site, storedCursors.get(site)?.from ?? sinceStart),
			),
		);
		// A person who activates a workflow is told of a site that cannot be watched. Started again by n8n
		// itself, a site that has trouble must not hold up the others.
		const isManualActivation = isFirst && mode !== 'init' && mode !== 'leadershipChange';
		const unknown = results.filter(({ site }) => isManualActivation && !storedCursors.has(site));
		throwIfAllFailed(unknown.filter(hasFailed));
		throwIfAllFailed(results);

		const cursors = new Map<string, Cursor>();
		const items: INodeExecutionData[] = [];
		for (const reading of results) {
			const { site } = reading;
			const cursor = storedCursors.get(site);
			if (hasFailed(reading)) {
				if (cursor !== undefined) cursors.set(site, cursor);
				this.report(reading.error);
			} else if (cursor === undefined) {
				cursors.set(site, initialCursor(reading.rows, sinceStart, this.cursorOptions()));
			} else {
				const { fresh, cursor: next } = advance(cursor, reading.rows, this.cursorOptions());
				cursors.set(site, next);
				for (const row of fresh) items.push(this.itemOf(row, site));
			}
		}
		data.triggerOn = triggerOn;
		data.zone = zone;
		data.cursors = Object.fromEntries(cursors);
		return items;
	}

	/** One item to build a workflow with. Nothing is stored. */
	async sampleForTest(): Promise<INodeExecutionData[]> {
		for (const days of TEST_DAYS) {
			const since = minusMinutes(this.today(), days * DAY_IN_MINUTES, this.settings.zone);
			const results = await Promise.all(
				this.sites.map(async (site) => await this.read(site, since)),
			);
			const all = results.flatMap((reading) => {
				if (hasFailed(reading)) throw reading.error;
				return reading.rows.map((row) => ({ row, site: reading.site }));
			});
			const [first] = all.sort((a, b) => (dateOf(a) < dateOf(b) ? 1 : -1));
			if (first !== undefined) return [this.itemOf(first.row, first.site)];
		}
		const { noun, participle } = this.settings.triggerType;
		throw new NodeOperationError(
			this.context.getNode(),
			`No ${noun} was ${participle} in the last ${TEST_DAYS.at(-1)} days that this node would start on`,
			{
				description: `Check the sites and the filters, or wait for one. The workflow can be activated all the same: it starts with the next ${noun} that is ${participle}.`,
			},
		);
	}

	private async read(site: string, since: string): Promise<SiteResult> {
		const { settings, username } = this;
		const call = buildCall(since, this.now, settings, { username, site });
		const found = await readAll(this.client, call, settings);
		return Array.isArray(found)
			? { site, rows: found }
			: { site, error: this.errorFor(found, call) };
	}

	private errorFor(found: Failure | UnusableRows, call: Call): NodeOperationError {
		const emitSiteError =
			found instanceof UnusableRows ? rowsReport(found, call) : this.requestReport(found, call);
		const isTest = this.context.getMode() === 'manual';
		const next = isTest ? '' : 'Nothing is lost: the next poll goes on from where this one began.';
		const description = `${emitSiteError.description} ${next}`.trim();
		return errorOf({ ...emitSiteError, description }, this.context.getNode());
	}

	private requestReport(found: Failure, call: Call): Report {
		const { command } = this.settings.triggerType;
		const { authentication } = this.credential;
		const { timeout } = this.settings;
		const options = { timeout, retryFor: RETRY_FOR_SECONDS, onUnconfirmed: 'fail' } as const;
		return reportOf(found, { command, call, authentication, options });
	}

	/** A failed execution of its own, beside what the other sites gave. */
	private report(error: NodeOperationError): void {
		this.context.logger.warn(error.message);
		this.context.__emitError(error);
	}

	private cursorOptions(): CursorOptions {
		const { triggerType, maxItems, overlap, zone } = this.settings;
		return {
			repeatsById: !triggerType.usesTimeWindow,
			maxItems: maxItems,
			overlap,
			zone,
			now: this.today(),
		};
	}

	private today(): string {
		return localAt(this.now, this.settings.zone);
	}

	/** D3's row does not say where it is from: with several sites the item does. */
	private itemOf({ json }: TriggerRow, site: string): INodeExecutionData {
		return { json: this.sites.length > 1 ? { Site: site, ...json } : json };
	}
}

function rowsReport({ message }: UnusableRows, { command, site }: Call): Report {
	return {
		message: message,
		description: `Look at what D3 SOAR > Get Many gives for the site "${site}" with Simplify switched off.`,
		details: { command, site },
	};
}

function hasFailed(reading: SiteResult): reading is Extract<SiteResult, { error: unknown }> {
	return 'error' in reading;
}

function throwIfAllFailed(readings: readonly SiteResult[]): void {
	const failed = readings.filter(hasFailed);
	const [first, ...others] = failed;
	if (first === undefined || failed.length < readings.length) return;
	const { error } = first;
	const rest = others.map((other) => `${other.error.message.replace(/\.$/, '')}.`);
	if (rest.length > 0) error.description = `${error.description} Also: ${rest.join(' ')}`;
	throw error;
}

function dateOf({ row }: { row: TriggerRow }): string {
	return row.date ?? '';
}
