import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import type { Result, Task } from './client.mts';
import type { Job } from './job.mts';
import { together } from './together.mts';
import type { ServerConfig, ServerInfo, ServerStats } from './server.mts';

export type Measurement = Result & ServerStats;

/** Where things are that the processes of a measurement need. */
export interface Environment {
	/** The installed package: the working directory of what measures it. */
	readonly packageFolder: string;
	/** The folder `node_modules` of the real n8n. */
	readonly n8nModules: string;
	/** n8n's user folder. */
	readonly userFolder: string;
	readonly tls: { readonly key: string; readonly cert: string; readonly certFile: string };
}

/** Does a job against a new server and with new clients, and waits until all have ended. */
export async function measure(job: Job, environment: Environment): Promise<Measurement> {
	const { contender, work } = job;
	const server = fork(join(import.meta.dirname, 'server.mts'));
	const clients = Array.from({ length: work.processes ?? 1 }, () =>
		startClient('client.mts', environment, {
			args: contender.kind === 'bare' ? [] : ['--engine'],
			// n8n takes seconds to load, and that is not what is measured here.
			env: { NODE_COMPILE_CACHE: join(environment.userFolder, 'compiled') },
		}),
	);
	try {
		const config: ServerConfig = { work, ...(work.https ? { tls: environment.tls } : {}) };
		const serverInfo = await ask<ServerInfo>(server, config);
		const results = await Promise.all(
			clients.map(async (client, process) => {
				return await ask<Result>(client, { job, serverInfo, process } satisfies Task);
			}),
		);
		return { ...ofAll(results), ...(await ask<ServerStats>(server, 'report')) };
	} finally {
		await Promise.all([...clients, server].map(end));
	}
}

/** What several processes took together. */
function ofAll(results: readonly Result[]): Result {
	const [first] = results as [Result];
	if (results.length === 1) return first;
	const sum = (of: (result: Result) => number) => results.map(of).reduce((a, b) => a + b, 0);
	return {
		...together(results),
		seconds: Math.max(...results.map(({ seconds }) => seconds)),
		cpu: sum(({ cpu }) => cpu),
		mainThread: sum(({ mainThread }) => mainThread),
		memory: sum(({ memory }) => memory),
		heap: sum(({ heap }) => heap),
	};
}

interface ClientOptions {
	readonly args?: readonly string[];
	readonly env?: NodeJS.ProcessEnv;
}

/** Starts a process that finds n8n and this package as an n8n server finds them. */
export function startClient(
	script: string,
	{ packageFolder, n8nModules, userFolder, tls }: Environment,
	{ args = [], env = {} }: ClientOptions = {},
): ChildProcess {
	return fork(join(import.meta.dirname, script), args, {
		cwd: packageFolder,
		execArgv: ['--expose-gc'],
		env: {
			...process.env,
			NODE_PATH: n8nModules,
			NODE_EXTRA_CA_CERTS: tls.certFile,
			N8N_USER_FOLDER: userFolder,
			...env,
		},
	});
}

/** Sends a process a message and waits for its answer. */
export async function ask<T>(child: ChildProcess, message: object | string): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const ended = (code: number | null) => reject(new Error(`A process ended with ${code}`));
		child.once('exit', ended);
		child.once('message', (answer) => {
			child.off('exit', ended);
			resolve(answer as T);
		});
		child.send(message);
	});
}

/** Lets a process end by itself, so that it can write what it has to write. */
export async function end(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((resolve) => child.once('exit', resolve));
	if (child.connected) child.disconnect();
	await ended;
}
