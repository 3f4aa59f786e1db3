import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { killGroup, lastLines, withProgress, UserFacingError } from '../../../scripts/command.cjs';

/** Seconds until a start is given up; the first one on a machine fills the database. */
const START_TIMEOUT_S = 180;
/** It says that it is ready only after its database is. */
const HEALTH = '/healthz/readiness';
/** Older lines of n8n are healthy before anything else answers. */
const READY = [HEALTH, '/rest/settings'];
/** Seconds in which n8n may end by itself. */
const GRACE = 8;

export interface ServerOptions {
	/** n8n's start script. */
	readonly script: string;
	/** The Node.js that runs it; this one if missing. */
	readonly node?: string;
	/** In queue mode a worker runs what the main one has queued; `main` if missing. */
	readonly role?: 'main' | 'worker';
	/** Everything n8n writes goes below this folder. */
	readonly userFolder: string;
	/** Any free one if missing. */
	readonly port?: number;
	/** IANA zone of the instance: what workflows use that name none. */
	readonly timezone: string;
	/** More environment for n8n. */
	readonly env?: NodeJS.ProcessEnv;
	readonly signal?: AbortSignal | undefined;
}

/** A running n8n. */
export interface Server {
	readonly url: string;
	/** Where it writes what it does. */
	readonly logFile: string;
	/** Settles when n8n has ended, by itself or because it was stopped. */
	readonly ended: Promise<void>;
	stop(): Promise<void>;
	/** Ends it as a lack of memory or of power does: at once, in the middle of its work. */
	kill(): Promise<void>;
}

/**
 * Starts n8n, reachable from this machine only, and waits until it is ready to be used.
 *
 * @throws UserFacingError if the port is busy or n8n does not start.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
	const { role = 'main', node = process.execPath, userFolder: folder } = options;
	const port = options.port ?? (await freePort());
	await requireFree(port);
	const env = environment(options, port, await freePort());
	await mkdir(folder, { recursive: true });
	const logFile = join(folder, `n8n-${role}-${port}.log`);
	const log = await open(logFile, 'a');
	const guard = join(process.cwd(), 'test', 'support', 'n8n', 'endWithParent.cjs');
	options.signal?.throwIfAborted();
	const command = role === 'main' ? 'start' : 'worker';
	const child = spawn(node, ['--require', guard, options.script, command], {
		// n8n reads a file .env where it is started.
		cwd: folder,
		env,
		detached: process.platform !== 'win32',
		// The open end of the first pipe is how n8n knows that this process lives.
		stdio: ['pipe', log.fd, log.fd],
	});
	await log.close();
	const server = serverOf(child, `http://localhost:${port}`, logFile);
	try {
		const paths = role === 'main' ? READY : [HEALTH];
		await withProgress(role === 'main' ? 'Starting n8n' : 'Starting a worker of n8n', async () => {
			const url = `http://127.0.0.1:${port}`;
			await ready(child, async () => await isReady(url, paths), logFile, options.signal);
		});
		return server;
	} catch (error) {
		await server.stop();
		throw error;
	}
}

function serverOf(child: ChildProcess, url: string, logFile: string): Server {
	const ended = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', () => resolve());
	});
	const stop = async () => {
		killGroup(child.pid, 'SIGTERM');
		const patience = new AbortController();
		const late = sleep(GRACE * 1000, undefined, { signal: patience.signal }).catch(() => undefined);
		await Promise.race([ended, late]);
		patience.abort();
		// Also what n8n started and did not end.
		killGroup(child.pid, 'SIGKILL');
		await ended;
	};
	const kill = async () => {
		killGroup(child.pid, 'SIGKILL');
		await ended;
	};
	return { url, logFile, ended, stop, kill };
}

/** Whether n8n answers these of its paths with what is for programs. */
export async function isReady(url: string, paths = READY): Promise<boolean> {
	const answers = await Promise.all(paths.map(async (path) => await answersJson(`${url}${path}`)));
	return answers.every((answered) => answered);
}

/** Waits until n8n can be used. */
async function ready(
	child: ChildProcess,
	isReadyNow: () => Promise<boolean>,
	logFile: string,
	signal?: AbortSignal,
): Promise<void> {
	const until = Date.now() + START_TIMEOUT_S * 1000;
	for (;;) {
		await sleep(250, undefined, { ...(signal === undefined ? {} : { signal }) });
		if (await isReadyNow()) return;
		const over = child.exitCode !== null || child.signalCode !== null;
		if (over || Date.now() > until) {
			const what = over ? 'n8n exited during startup' : `n8n was not ready in ${START_TIMEOUT_S} s`;
			throw new UserFacingError(
				`${what}. The end of its log:\n${lastLines(await readFile(logFile, 'utf8'))}`,
			);
		}
	}
}

async function answersJson(url: string): Promise<boolean> {
	const answer = await fetch(url).catch(() => undefined);
	await answer?.body?.cancel();
	return answer?.ok === true && /json/.test(answer.headers.get('content-type') ?? '');
}

/**
 * n8n's environment: quiet, on this machine only, and without the settings that this machine may
 * have for another n8n.
 */
function environment(
	{ userFolder, timezone, env }: ServerOptions,
	port: number,
	brokerPort: number,
): NodeJS.ProcessEnv {
	const others = Object.entries(process.env).filter(
		([name]) =>
			!/^(n8n|db|executions|generic|queue|nodes|credentials|webhook|npm|jest)_|^node_env$/i.test(
				name,
			),
	);
	return {
		...Object.fromEntries(others),
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		// A worker listens for those who ask whether it is well.
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		GENERIC_TIMEZONE: timezone,
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		// The simulator is on this machine: no proxy in between.
		NO_PROXY: '127.0.0.1,localhost',
		no_proxy: '127.0.0.1,localhost',
		...env,
	};
}

/** @returns a port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
	return await listenOnce(0, '127.0.0.1');
}

/** @throws UserFacingError if somebody listens on the port, on whatever address. */
export async function requireFree(port: number): Promise<void> {
	for (const host of ['127.0.0.1', '::']) {
		await listenOnce(port, host).catch(({ code }: NodeJS.ErrnoException) => {
			if (code === 'EADDRINUSE') {
				throw new UserFacingError(
					`Port ${port} is already in use, perhaps by another n8n. Stop that program, or choose another port, e.g. N8N_PORT=${port + 1} npm start.`,
				);
			}
			if (code === 'EACCES') {
				throw new UserFacingError(
					`You do not have permission to use port ${port}. Choose one above 1023, e.g. N8N_PORT=5679 npm start.`,
				);
			}
			// No such address on this machine: then nobody listens on it.
		});
	}
}

async function listenOnce(port: number, host: string): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, host, () => {
			const { port: given } = server.address() as AddressInfo;
			server.close(() => resolve(given));
		});
	});
}
