import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';

import { DOCUMENTED_ERRORS, type D3Response } from './responses.mts';
import { commands } from './commands/index.mts';
import type { Fault } from './faults.mts';
import { takeIn } from './ingestion.mts';
import { isAuthenticated, type CommandKey } from './keys.mts';
import { Ledger, type SeenRequest } from './ledger.mts';
import { RateLimit, type Counting } from './rateLimit.mts';
import { sampleResponse } from './samples.mts';
import { smallWorld, type World } from './world.mts';

/** A call as a command's handler gets it: who calls is already proven. */
export interface CommandCall {
	readonly body: Record<string, unknown>;
	readonly params: Record<string, unknown>;
	readonly world: World;
	readonly ledger: Ledger;
}

export type CommandHandler = (call: CommandCall) => D3Response;

export interface SimulatorOptions {
	/** 0 for any free one. */
	port?: number;
	/** PEM key and certificate: the simulator then speaks HTTPS. */
	tls?: { key: string; cert: string };
	/** API key of each command; any other command has `simulator-key-<command>`. */
	commandKeys?: Record<string, string>;
	/** Secret of each command that takes a JSON Web Token. */
	commandSecrets?: Record<string, string>;
	/** Milliseconds that each response takes. */
	latency?: number;
	/** D3 documents 50. */
	requestsPerSecond?: number;
	counting?: Counting;
}

/** Where events are sent in, for one integration and one site. */
const INGESTION = '/MainApp/VSOC/api/Data/:integration/:site/CreateEvents';

declare module 'fastify' {
	interface FastifyRequest {
		/** What the ledger has of it, as soon as it has arrived. */
		seen: SeenRequest;
	}
}

/** A fault to come, for how many requests, and for which ones. */
interface PlannedFault {
	readonly fault: Fault;
	readonly when: (request: SeenRequest) => boolean;
	times: number;
}

/**
 * Stands in for a D3 server, which cannot be had for tests: it answers as D3's public documentation
 * says, byte for byte where that prints a response. Where the documentation is silent (the words for
 * an unknown user, whether the key or the body is looked at first) it is only one of the possible D3s.
 */
export class Simulator {
	readonly ledger = new Ledger();
	readonly world = smallWorld();
	/** Address up to and including the site path, as a credential wants it. */
	serverUrl = '';
	private readonly plannedFaults: PlannedFault[] = [];
	private readonly server;
	private readonly options: SimulatorOptions;
	private readonly rateLimit: RateLimit;

	constructor(options: SimulatorOptions) {
		this.options = options;
		this.rateLimit = new RateLimit(
			options.requestsPerSecond ?? Infinity,
			options.counting ?? 'rolling',
		);
		this.server = fastify({
			forceCloseConnections: true,
			bodyLimit: 64 * 1024 * 1024,
			...(options.tls === undefined ? {} : { https: options.tls }),
		} as object);
		this.server.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) =>
			done(null, text),
		);
		this.server.removeContentTypeParser(['application/json', 'text/plain']);
		this.server.decorateRequest('seen');
		// The stage of a fault before anything of the body was read.
		this.server.addHook(
			'onRequest',
			async (request, reply) => await this.onRequest(request, reply),
		);
		this.server.post(INGESTION, async (request, reply) => await this.handle(request, reply));
		// D3's own Sentinel connector writes the second. A router that takes capitals and small letters for
		// the same loses its place in a path with a letter such as İ, which is longer when it is small.
		for (const api of ['Command', 'command']) {
			this.server.post(
				`/MainApp/VSOC/api/${api}/:command`,
				async (request, reply) => await this.handle(request, reply),
			);
		}
	}

	async listen(): Promise<this> {
		const origin = await this.server.listen({ host: '127.0.0.1', port: this.options.port ?? 0 });
		this.serverUrl = `${origin}/MainApp/VSOC`;
		return this;
	}

	/** The key that opens a command. */
	keyOf(command: string): Required<Pick<CommandKey, 'apiKey'>> & CommandKey {
		const secret = this.options.commandSecrets?.[command];
		return {
			apiKey: this.options.commandKeys?.[command] ?? `simulator-key-${command}`,
			...(secret === undefined ? {} : { secret }),
		};
	}

	/** Lets the next requests that the fault is for fail with it. */
	injectFault(
		fault: Fault,
		{ times = 1, when = () => true }: Partial<Pick<PlannedFault, 'times' | 'when'>> = {},
	): void {
		this.plannedFaults.push({ fault, times, when });
	}

	/** Forgets the faults that have struck nobody. */
	clearFaults(): void {
		this.plannedFaults.length = 0;
	}

	async close(): Promise<void> {
		await this.server.close();
	}

	private async onRequest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
		const isIngestion = request.routeOptions.url === INGESTION;
		const { command = isIngestion ? 'CreateEvents' : '' } = (request.params ?? {}) as {
			command?: string;
		};
		const seen: SeenRequest = {
			method: request.method,
			path: request.url,
			command,
			headers: request.headers,
			body: undefined,
			at: Date.now(),
		};
		this.ledger.requests.push(seen);
		request.seen = seen;
		this.ledger.inFlight++;
		this.ledger.maxInFlight = Math.max(this.ledger.maxInFlight, this.ledger.inFlight);
		reply.raw.once('close', () => this.ledger.inFlight--);
		const early = this.takeFault(seen, 'early');
		if (early !== undefined) {
			reply.hijack();
			await early.respond(reply.raw, DOCUMENTED_ERRORS.unexpected, seen);
		}
	}

	private async handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		const { seen } = request;
		seen.body = parseBody(request.body);
		if (this.options.latency !== undefined) await sleep(this.options.latency);

		const fault = this.takeFault(seen, 'late');
		const response: D3Response =
			fault?.executesCommand === false
				? DOCUMENTED_ERRORS.unexpected
				: await this.respondTo(seen, seen.command);
		if (fault !== undefined) {
			reply.hijack();
			await fault.respond(reply.raw, response, seen);
			return reply;
		}
		seen.status = response.status;
		return await reply
			.code(response.status)
			.headers({ 'content-type': 'application/json; charset=utf-8', ...response.headers })
			.send(response.text);
	}

	/** What D3 answers. Whether it looks at the key before the body is open: this one does. */
	private async respondTo(
		{ headers, body, at, path }: SeenRequest,
		command: string,
	): Promise<D3Response> {
		if (!this.rateLimit.tryAcquire(at)) return DOCUMENTED_ERRORS.rateLimited;
		const isIngestion = command === 'CreateEvents';
		const opening = this.world.openQuestions.oneKeyOpensAll
			? [command, ...Object.keys(commands)]
			: [command];
		const checks = opening.map(
			async (name) => await isAuthenticated(this.keyOf(name), headers, body, isIngestion),
		);
		if (!(await Promise.all(checks)).includes(true)) return DOCUMENTED_ERRORS.invalidKey;
		if (isIngestion && isObject(body)) {
			const [integration = '', site = ''] = path.split('/').slice(-3).map(decodeURIComponent);
			return takeIn({ integration, site }, body, this);
		}
		const handler = commands[command];
		if (handler === undefined) return { status: 404, text: '' };
		if (!isObject(body) || !isObject(body.CommandParams)) return DOCUMENTED_ERRORS.invalidBody;
		const sample = sampleResponse(command, body.CommandParams);
		if (sample !== undefined) return sample;
		return handler({ body, params: body.CommandParams, world: this.world, ledger: this.ledger });
	}

	/** The fault for a request, which then strikes one request less. */
	private takeFault(seen: SeenRequest, stage: Fault['stage']): Fault | undefined {
		const planned = this.plannedFaults.find(
			({ fault, times, when }) => times > 0 && fault.stage === stage && when(seen),
		);
		if (planned !== undefined) planned.times--;
		return planned?.fault;
	}
}

/** Starts a simulator on loopback. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	return await new Simulator(options).listen();
}

function parseBody(body: unknown): unknown {
	try {
		return JSON.parse(String(body));
	} catch {
		return body;
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
