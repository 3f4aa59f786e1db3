/** A Redis and a PostgreSQL for a test: servers of its own, on loopback, in folders of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { existsSync, globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { lastLines, withProgress, run } from '../../scripts/command.cjs';
import { installDebianPackages } from '../support/n8n/debian.mts';
import { freePort } from '../support/n8n/server.mts';

/** Seconds until a start is given up. */
const START_TIMEOUT_S = 60;
/** PostgreSQL refuses to run as root; Debian's package makes this user. */
const POSTGRES_USER = 'postgres';

/** The words before a program that has to end when this process does, however that ends. */
const WITH_PARENT = process.platform === 'linux' ? ['setpriv', '--pdeathsig=INT'] : [];

/** A running server. */
export interface Service {
	/** How n8n finds it. */
	readonly env: NodeJS.ProcessEnv;
	/** Stops it and deletes what it stored. */
	end(): Promise<void>;
}

/** @throws UserFacingError if it is not installed and cannot be. */
export async function startRedis(): Promise<Service> {
	const program = await requireProgram('Redis', 'redis-server', 'redis-server');
	const port = String(await freePort());
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-redis-'));
	const words = ['--bind', '127.0.0.1', '--port', port, '--save', '', '--dir', folder];
	return await startService([...WITH_PARENT, program, ...words], folder, {
		ready: 'Ready to accept connections',
		end: 'SIGTERM',
		env: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: port },
	});
}

/** @throws UserFacingError if it is not installed and cannot be. */
export async function startPostgres(): Promise<Service> {
	const initdb = await requireProgram('PostgreSQL', 'initdb', 'postgresql');
	const port = String(await freePort());
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-postgres-'));
	const data = join(folder, 'data');
	const user = await userOf(folder);
	await withProgress('Making a PostgreSQL database', async () => {
		const [program, ...words] = [...user, initdb, '--no-sync', '--encoding', 'UTF8'];
		const access = ['--pgdata', data, '--username', 'n8n', '--auth', 'trust'];
		await run(program!, [...words, '--locale', 'C', ...access], { cwd: folder });
	});
	const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=`];
	const words = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
	return await startService([...user, join(dirname(initdb), 'postgres'), ...words], folder, {
		ready: 'ready to accept connections',
		// With SIGTERM it would wait until nobody uses it any more.
		end: 'SIGINT',
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: port,
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_DATABASE: 'postgres',
		},
	});
}

/** Finds a program of a Debian package; installs that package where it is missing and may be. */
async function requireProgram(what: string, program: string, debian: string): Promise<string> {
	const path = () => findProgram(program);
	if (path() === undefined) await installDebianPackages(what, [debian]);
	const installedPath = path();
	if (installedPath === undefined) throw new Error(`${debian} was installed without ${program}`);
	return installedPath;
}

function findProgram(program: string): string | undefined {
	// Debian keeps the programs of each version of PostgreSQL aside.
	const aside = globSync('/usr/lib/postgresql/*/bin');
	return [...(process.env.PATH ?? '').split(delimiter), ...aside]
		.map((folder) => join(folder, program))
		.find(existsSync);
}

/** The words that run a program as somebody who is not root, to whom the folder then belongs. */
async function userOf(folder: string): Promise<string[]> {
	if (process.getuid?.() !== 0) return WITH_PARENT;
	const id = async (flag: string) =>
		Number(await run('id', [flag, POSTGRES_USER], { cwd: folder }));
	await chown(folder, await id('-u'), await id('-g'));
	const identity = [`--reuid=${POSTGRES_USER}`, `--regid=${POSTGRES_USER}`, '--init-groups'];
	return ['setpriv', '--pdeathsig=INT', ...identity];
}

interface StartOptions {
	/** What it prints when it can be used. */
	readonly ready: string;
	/** The signal with which it ends at once and in order. */
	readonly end: NodeJS.Signals;
	readonly env: NodeJS.ProcessEnv;
}

async function startService(
	[program, ...words]: string[],
	folder: string,
	{ ready, end, env }: StartOptions,
): Promise<Service> {
	const child = spawn(program!, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
	const stop = async () => {
		if (isAlive(child)) {
			child.kill(end);
			await once(child, 'exit');
		}
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	let printed = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk) => (printed += String(chunk)));
	}
	const until = Date.now() + START_TIMEOUT_S * 1000;
	while (!printed.includes(ready)) {
		if (!isAlive(child) || Date.now() > until) {
			await stop();
			throw new Error(`${program} did not start:\n${lastLines(printed)}`);
		}
		await sleep(50);
	}
	return { env, end: stop };
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
	return exitCode === null && signalCode === null;
}
