/**
 * The simulator in a process of its own, so that the work of the server is not counted as the client's.
 * It is told what to be like, tells where it is, and at the end what it did.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

import { answering, tooMany } from '../test/simulator/faults.mts';
import type { SeenRequest } from '../test/simulator/ledger.mts';
import { startSimulator, type Simulator } from '../test/simulator/simulator.mts';
import { incident } from '../test/simulator/world.mts';
import {
	executionsOf,
	incidentNumber,
	itemsOf,
	nameOf,
	RATE_LIMITED_ITEM,
	refusalOf,
	type Work,
} from './job.mts';

/** After how many milliseconds processes that share a server should have found their shares. */
const SETTLED_AFTER = 5000;

/** What the server is told. */
export interface ServerConfig {
	readonly work: Work;
	readonly tls?: { readonly key: string; readonly cert: string };
}

/** Where the server is. */
export interface ServerInfo {
	readonly serverUrl: string;
	/** A server without latency, limit and faults: to warm up on. */
	readonly warmUpUrl: string;
	readonly apiKey: string;
}

/** What the server did. */
export interface ServerStats {
	readonly requests: number;
	/** Tasks that were asked for and made, each counted once. */
	readonly created: number;
	/** Tasks that should have been made and were not. */
	readonly lost: number;
	/** Tasks that were made once more than they should have been. */
	readonly duplicated: number;
	readonly maxInFlight: number;
	readonly connections: number;
	/** Requests that were refused with 429, and those of them after the first five seconds, of so many. */
	readonly refused: number;
	readonly refusedLater: number;
	readonly requestsLater: number;
	/** Tasks per second while all processes were at work. */
	readonly rateOfAll: number;
	/** When the item of each latecomer arrived, in milliseconds since 1970. */
	readonly latecomersAt: readonly number[];
}

let connections = 0;
let counted: Simulator | undefined;
subscribe('net.server.socket', (message) => {
	const { socket } = message as { socket: Socket };
	if (counted?.serverUrl.includes(`:${socket.localPort}/`) === true) connections++;
});

process.once('disconnect', () => process.exit());
process.on('message', (message: ServerConfig | 'report') => {
	if (message === 'report') process.send!(stats());
	else void start(message);
});

let work: Work;

async function start(config: ServerConfig): Promise<void> {
	({ work } = config);
	const { latency, limit, faults } = work;
	const tls = config.tls === undefined ? {} : { tls: config.tls };
	counted = await startSimulator({
		...tls,
		...(latency === 0 ? {} : { latency }),
		...(limit === undefined ? {} : { requestsPerSecond: limit }),
	});
	const warmUp = await startSimulator(tls);
	for (const { world } of [counted, warmUp]) {
		for (let index = 0; index < work.incidents; index++) {
			world.incidents.push(incident(incidentNumber(index), 'Benchmark', '2026-05-15 08:00:00'));
		}
	}
	if (faults === 'refusals') refuse(counted, work.items);
	if (faults === 'one429') {
		counted.injectFault(tooMany('1'), { when: isFor(RATE_LIMITED_ITEM) });
	}
	process.send!({
		serverUrl: counted.serverUrl,
		warmUpUrl: warmUp.serverUrl,
		apiKey: counted.keyOf('CreateTask').apiKey,
	} satisfies ServerInfo);
}

function refuse(simulator: Simulator, items: number): void {
	for (let item = 0; item < items; item++) {
		const refusal = refusalOf(item);
		if (refusal === undefined) continue;
		const fault =
			refusal === '400'
				? answering(400, '{"Error":"The assignee may not work on this incident"}')
				: answering(200, '{"error":"The incident is locked","returnData":"Failed"}');
		simulator.injectFault(fault, { times: Infinity, when: isFor(item) });
	}
}

function isFor(item: number) {
	const name = nameOf(item);
	return (request: SeenRequest) => nameIn(request) === name;
}

function nameIn({ body }: SeenRequest): unknown {
	return (body as { CommandParams?: Record<string, unknown> }).CommandParams?.['Task Name'];
}

/** How several executions and processes got on with each other. */
function sharing(requests: readonly SeenRequest[]) {
	const begin = requests[0]?.at ?? 0;
	const later = requests.filter(({ at }) => at >= begin + SETTLED_AFTER);
	const isRefused = ({ status }: SeenRequest) => status === 429;
	const madeAt = new Map(
		requests.filter((each) => !isRefused(each)).map((each) => [nameIn(each), each.at]),
	);
	const ends = Array.from({ length: work.processes ?? 1 }, (_, process) => {
		const items = executionsOf(work, process).flatMap((execution) => itemsOf(work, execution));
		return items.reduce((end, item) => Math.max(end, madeAt.get(nameOf(item)) ?? 0), begin);
	});
	const end = Math.min(...ends);
	const made = [...madeAt.values()].filter((at) => at <= end).length;
	const { items, latecomers = 0 } = work;
	return {
		refused: requests.filter(isRefused).length,
		refusedLater: later.filter(isRefused).length,
		requestsLater: later.length,
		rateOfAll: (made * 1000) / (end - begin),
		latecomersAt: Array.from({ length: latecomers }, (_, index) =>
			madeAt.get(nameOf(items + index)),
		).filter((at) => at !== undefined),
	};
}

function stats(): ServerStats {
	const { ledger } = counted!;
	const refused = Array.from({ length: work.items }, (_, item) => item).filter(
		(item) => work.faults === 'refusals' && refusalOf(item) !== undefined,
	).length;
	const wanted = work.items - refused;
	// Without an expression all tasks are alike, so that they can only be counted.
	const created =
		work.expressions === 'none'
			? Math.min(ledger.tasks.length, wanted)
			: ledger.timesCreated().size;
	return {
		requests: ledger.requests.length,
		created,
		lost: wanted - created,
		duplicated: ledger.tasks.length - created,
		maxInFlight: ledger.maxInFlight,
		connections,
		...sharing(ledger.requests),
	};
}
