import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';

import { documented, type Answer } from './answers.mts';
import { commands } from './commands/index.mts';
import type { Fault } from './faults.mts';
import { opens, type CommandKey } from './keys.mts';
import { Ledger, type SeenRequest } from './ledger.mts';
import { RateLimit, type Counting } from './rateLimit.mts';
import { smallWorld, type World } from './world.mts';

/** A call as a command's handler gets it: who calls is already proven. */
export interface CommandCall {
	readonly body: Record<string, unknown>;
	readonly params: Record<string, unknown>;
	readonly world: World;
	readonly ledger: Ledger;
}

export type CommandHandler = (call: CommandCall) => Answer;

export interface SimulatorOptions {
	/** 0 for any free one. */
	port?: number;
	/** PEM key and certificate: the simulator then speaks HTTPS. */
	tls?: { key: string; cert: string };
	/** API key of each command; any other command has `simulator-key-<command>`. */
	commandKeys?: Record<string, string>;
	/** Secret of each command that takes a JSON Web Token. */
	commandSecrets?: Record<string, string>;
	/** Milliseconds that each answer takes. */
	latency?: number;
	/** D3 documents 50. */
	requestsPerSecond?: number;
	counting?: Counting;
}

/** Where events are sent in, for one integration and one site. */
const INGESTION = '/MainApp/VSOC/api/Data/:integration/:site/CreateEvents';

/** Faults to come, and the requests that they are for. */
interface Planned {
	readonly fault: Fault;
	readonly applies: (request: SeenRequest) => boolean;
	times: number;
}

/**
 * Stands in for a D3 server, which cannot be had for tests: it answers as D3's public documentation
 * says, byte for byte where that prints an answer. Where the documentation is silent (the words for
 * an unknown user, whether the key or the body is looked at first) it is only one of the possible D3s.
 */
export class Simulator {
	readonly ledger = new Ledger();
	readonly world = smallWorld();
	/** Address up to and including the site path, as a credential wants it. */
	serverUrl = '';
	private readonly planned: Planned[] = [];
	private readonly server;
	private readonly options: SimulatorOptions;
	private readonly limit: RateLimit;

	constructor(options: SimulatorOptions) {
		this.options = options;
		this.limit = new RateLimit(
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
		// The fault's moment before anything of the body was read.
		this.server.addHook('onRequest', async (request, reply) => await this.arrived(request, reply));
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

	/** Misbehaves at the next requests that the fault is for. */
	misbehave(
		fault: Fault,
		{ times = 1, when = () => true }: { times?: number; when?: Planned['applies'] } = {},
	): void {
		this.planned.push({ fault, times, applies: when });
	}

	/** Forgets the faults that have struck nobody. */
	behave(): void {
		this.planned.length = 0;
	}

	async close(): Promise<void> {
		await this.server.close();
	}

	private async arrived(request: FastifyRequest, reply: FastifyReply): Promise<void> {
		const ingests = request.routeOptions.url === INGESTION;
		const { command = ingests ? 'CreateEvents' : '' } = (request.params ?? {}) as {
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
		Object.assign(request, { seen });
		this.ledger.inFlight++;
		this.ledger.mostInFlight = Math.max(this.ledger.mostInFlight, this.ledger.inFlight);
		reply.raw.once('close', () => this.ledger.inFlight--);
		const early = this.faultFor(seen, 'early');
		if (early !== undefined) {
			reply.hijack();
			await early.act(reply.raw, documented.unexpected, seen);
		}
	}

	private async handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		const { seen } = request as unknown as { seen: SeenRequest };
		seen.body = parsed(request.body);
		if (this.options.latency !== undefined) await sleep(this.options.latency);

		const fault = this.faultFor(seen, 'late');
		const answer: Answer =
			fault?.done === false ? documented.unexpected : await this.answerTo(seen, seen.command);
		if (fault !== undefined) {
			reply.hijack();
			await fault.act(reply.raw, answer, seen);
			return reply;
		}
		seen.status = answer.status;
		return await reply
			.code(answer.status)
			.headers({ 'content-type': 'application/json; charset=utf-8', ...answer.headers })
			.send(answer.text);
	}

	/** What D3 answers. Whether it looks at the key before the body is open: this one does. */
	private async answerTo({ headers, body, at }: SeenRequest, command: string): Promise<Answer> {
		if (this.limit.exceeded(at)) return documented.rateLimited;
		const ingests = command === 'CreateEvents';
		if (!(await opens(this.keyOf(command), headers, body, ingests))) return documented.invalidKey;
		// user-docs: the answer has refid.
		if (ingests && isObject(body)) return { status: 200, text: '{"refid":"event-1"}' };
		const handler = commands[command];
		if (handler === undefined) return { status: 404, text: '' };
		if (!isObject(body) || !isObject(body.CommandParams)) return documented.invalidBody;
		return handler({ body, params: body.CommandParams, world: this.world, ledger: this.ledger });
	}

	private faultFor(seen: SeenRequest, moment: Fault['moment']): Fault | undefined {
		const planned = this.planned.find(
			({ fault, times, applies }) => times > 0 && fault.moment === moment && applies(seen),
		);
		if (planned !== undefined) planned.times--;
		return planned?.fault;
	}
}

/** Starts a simulator on loopback. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	return await new Simulator(options).listen();
}

function parsed(body: unknown): unknown {
	try {
		return JSON.parse(String(body));
	} catch {
		return body;
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
