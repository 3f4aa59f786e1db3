import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/D3SoarApi.credentials';
import type { Call } from '../D3Soar/command';
import { Courier } from '../D3Soar/delivery/courier';
import type { Miss } from '../D3Soar/delivery/outcome';
import { errorOf, reportOf, type Report } from '../D3Soar/delivery/report';
import { demandNamed, InvalidParameter } from '../D3Soar/parameters';
import { advance, start, type Cursor, type Rules } from './cursor';
import { before, digitsAt } from './digits';
import { callSince, KEEP_TRYING_FOR, readAll } from './listing';
import { Unreadable, type Listed } from './rows';
import { settingsOf, type Settings } from './settings';

/** What the node keeps in the workflow between polls, as JSON. */
interface Stored {
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
		const watch = new Watch(context, settings, credential as never);
		const items = context.getMode() === 'manual' ? await watch.newest() : await watch.goOn(isFirst);
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
type Reading = { readonly site: string } & (
	| { readonly rows: Listed[] }
	| { readonly error: NodeOperationError }
);

/** All sites at one moment. */
class Watch {
	private readonly now = Date.now();
	private readonly sites: readonly string[];
	private readonly username: string;
	private readonly courier: Courier;

	constructor(
		private readonly context: IPollFunctions,
		private readonly settings: Settings,
		private readonly credential: D3SoarCredential,
	) {
		const { sites } = settings;
		this.sites = sites.length > 0 ? sites : [demandNamed('Site', credential.site)];
		this.username = demandNamed('Username', settings.username || credential.username);
		this.courier = new Courier(context, credential as never, REQUESTS_PER_SECOND, () => false);
	}

	/**
	 * What is new in the sites whose cursors are stored, oldest first; in others it only begins.
	 *
	 * @param isFirst Whether it is the first poll of an activation.
	 */
	async goOn(isFirst: boolean): Promise<INodeExecutionData[]> {
		const data = this.context.getWorkflowStaticData('node') as IDataObject & Partial<Stored>;
		const mode = this.context.getActivationMode();
		const begins = isFirst && mode === 'activate' && this.settings.beginsAnew;
		const { triggerOn, zone } = this.settings;
		// In another zone the same dates are other moments.
		const isSame = data.triggerOn === triggerOn && (data.zone ?? zone) === zone;
		const goesOn = !begins && isSame;
		const known = new Map(Object.entries(goesOn ? (data.cursors ?? {}) : {}));
		const sinceStart = before(this.today(), DAY_IN_MINUTES, zone);

		const readings = await Promise.all(
			this.sites.map(async (site) => await this.read(site, known.get(site)?.from ?? sinceStart)),
		);
		// A person who activates a workflow is told of a site that cannot be watched. Started again by n8n
		// itself, a site that has trouble must not hold up the others.
		const byHand = isFirst && mode !== 'init' && mode !== 'leadershipChange';
		const unknown = readings.filter(({ site }) => byHand && !known.has(site));
		throwIfAllFailed(unknown.filter(hasFailed));
		throwIfAllFailed(readings);

		const cursors = new Map<string, Cursor>();
		const items: INodeExecutionData[] = [];
		for (const reading of readings) {
			const { site } = reading;
			const cursor = known.get(site);
			if (hasFailed(reading)) {
				if (cursor !== undefined) cursors.set(site, cursor);
				this.report(reading.error);
			} else if (cursor === undefined) {
				cursors.set(site, start(reading.rows, sinceStart, this.rules()));
			} else {
				const { fresh, cursor: next } = advance(cursor, reading.rows, this.rules());
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
	async newest(): Promise<INodeExecutionData[]> {
		for (const days of TEST_DAYS) {
			const since = before(this.today(), days * DAY_IN_MINUTES, this.settings.zone);
			const readings = await Promise.all(
				this.sites.map(async (site) => await this.read(site, since)),
			);
			const all = readings.flatMap((reading) => {
				if (hasFailed(reading)) throw reading.error;
				return reading.rows.map((row) => ({ row, site: reading.site }));
			});
			const [first] = all.sort((a, b) => (dateOf(a) < dateOf(b) ? 1 : -1));
			if (first !== undefined) return [this.itemOf(first.row, first.site)];
		}
		const { what, happened } = this.settings.occasion;
		throw new NodeOperationError(
			this.context.getNode(),
			`No ${what} was ${happened} in the last ${TEST_DAYS.at(-1)} days that this node would start on`,
			{
				description: `Check the sites and the filters, or wait for one. The workflow can be activated all the same: it starts with the next ${what} that is ${happened}.`,
			},
		);
	}

	private async read(site: string, since: string): Promise<Reading> {
		const { settings, username } = this;
		const call = callSince(since, this.now, settings, { username, site });
		const found = await readAll(this.courier, call, settings);
		return Array.isArray(found)
			? { site, rows: found }
			: { site, error: this.errorFor(found, call) };
	}

	private errorFor(found: Miss | Unreadable, call: Call): NodeOperationError {
		const report = found instanceof Unreadable ? unreadable(found, call) : this.missed(found, call);
		const isTest = this.context.getMode() === 'manual';
		const next = isTest ? '' : 'Nothing is lost: the next poll goes on from where this one began.';
		const description = `${report.description} ${next}`.trim();
		return errorOf({ ...report, description }, this.context.getNode());
	}

	private missed(found: Miss, call: Call): Report {
		const { command } = this.settings.occasion;
		const { authentication } = this.credential;
		const { timeout } = this.settings;
		const options = { timeout, keepTryingFor: KEEP_TRYING_FOR, afterUnknown: 'report' } as const;
		return reportOf(found, { command, call, authentication, options });
	}

	/** A failed execution of its own, beside what the other sites gave. */
	private report(error: NodeOperationError): void {
		this.context.logger.warn(error.message);
		this.context.__emitError(error);
	}

	private rules(): Rules {
		const { occasion, mostItems, overlap, zone } = this.settings;
		return { recurs: !occasion.windowed, most: mostItems, overlap, zone, now: this.today() };
	}

	private today(): string {
		return digitsAt(this.now, this.settings.zone);
	}

	/** D3's row does not say where it is from: with several sites the item does. */
	private itemOf({ json }: Listed, site: string): INodeExecutionData {
		return { json: this.sites.length > 1 ? { Site: site, ...json } : json };
	}
}

function unreadable({ sentence }: Unreadable, { command, site }: Call): Report {
	return {
		message: sentence,
		description: `Look at what D3 SOAR > Get Many gives for the site "${site}" with Simplify switched off.`,
		details: { command, site },
	};
}

function hasFailed(reading: Reading): reading is Extract<Reading, { error: unknown }> {
	return 'error' in reading;
}

function throwIfAllFailed(readings: readonly Reading[]): void {
	const failed = readings.filter(hasFailed);
	const [first, ...others] = failed;
	if (first === undefined || failed.length < readings.length) return;
	const { error } = first;
	const rest = others.map((other) => `${other.error.message.replace(/\.$/, '')}.`);
	if (rest.length > 0) error.description = `${error.description} Also: ${rest.join(' ')}`;
	throw error;
}

function dateOf({ row }: { row: Listed }): string {
	return row.date ?? '';
}
