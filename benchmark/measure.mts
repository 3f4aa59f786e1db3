import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import type { Result, Task } from './client.mts';
import type { Job } from './job.mts';
import type { Deeds, Order, Place } from './server.mts';

export type Measurement = Result & Deeds;

/** Where things are that the processes of a measurement need. */
export interface Setting {
	/** The installed package: the working directory of what measures it. */
	readonly packageFolder: string;
	/** The folder `node_modules` of the real n8n. */
	readonly n8nModules: string;
	/** n8n's user folder. */
	readonly userFolder: string;
	readonly tls: { readonly key: string; readonly cert: string; readonly certFile: string };
}

/** Does a job against a new server and with a new client, and waits until both have ended. */
export async function measure(job: Job, setting: Setting): Promise<Measurement> {
	const server = fork(join(import.meta.dirname, 'server.mts'));
	const client = startClient('client.mts', setting, {
		words: job.contender.kind === 'bare' ? [] : ['--engine'],
		// n8n takes seconds to load, and that is not what is measured here.
		env: { NODE_COMPILE_CACHE: join(setting.userFolder, 'compiled') },
	});
	try {
		const order: Order = { work: job.work, ...(job.work.https ? { tls: setting.tls } : {}) };
		const place = await ask<Place>(server, order);
		const result = await ask<Result>(client, { job, place } satisfies Task);
		return { ...result, ...(await ask<Deeds>(server, 'report')) };
	} finally {
		await Promise.all([end(client), end(server)]);
	}
}

interface ClientOptions {
	readonly words?: readonly string[];
	readonly env?: NodeJS.ProcessEnv;
}

/** Starts a process that finds n8n and this package as an n8n server finds them. */
export function startClient(
	script: string,
	{ packageFolder, n8nModules, userFolder, tls }: Setting,
	{ words = [], env = {} }: ClientOptions = {},
): ChildProcess {
	return fork(join(import.meta.dirname, script), words, {
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
