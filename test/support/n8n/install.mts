import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { cacheFolder, npm, run, UserFacingError, withProgress } from '../../../scripts/command.cjs';

/** The newest n8n whose dependencies npm can resolve completely. */
export const N8N_VERSION = '2.41.1';

/** Older lines of n8n name an xlsx that npm's registry does not have; this is the same one. */
const OVERRIDES = { xlsx: 'npm:@e965/xlsx@0.20.3' };

/** n8n with what it depends on takes 2.9 GB, and npm some more while it unpacks. */
const BYTES_NEEDED = 4 * 1024 ** 3;

/** What compiles sqlite3, the one dependency that has to be. */
const COMPILERS = ['python3', 'make', 'g++'];

/**
 * Installs n8n into the cache folder, unless it is there.
 *
 * @returns the path of n8n's start script.
 * @throws UserFacingError if something is missing on this machine.
 */
export async function installN8n(signal?: AbortSignal, version = N8N_VERSION): Promise<string> {
	const folder = join(cacheFolder(), `n8n-${version}`);
	const script = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	// Written last: without it an earlier installation did not come to its end.
	const complete = join(folder, 'complete');
	if (existsSync(complete)) return script;

	requireCompilers();
	const headers = nodeHeaders();
	await withProgress(
		`Installing n8n ${version} into ${folder} (one time only): 3 to 10 minutes, 3 GB`,
		async () => {
			await rm(folder, { recursive: true, force: true });
			await mkdir(folder, { recursive: true });
			await requireSpace(folder);
			const holder = JSON.stringify({ private: true, overrides: OVERRIDES });
			await writeFile(join(folder, 'package.json'), `${holder}\n`);
			// With scripts on, a dependency would load a binary from elsewhere.
			await npm(['install', `n8n@${version}`, '--ignore-scripts'], { cwd: folder, signal });
		},
	);
	await withProgress('Compiling sqlite3 for n8n: about a minute', async () => {
		await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], {
			cwd: folder,
			env: { ...process.env, npm_config_nodedir: headers },
			signal,
		});
	});
	await writeFile(complete, `${new Date().toISOString()}\n`);
	return script;
}

/**
 * Installs only the part of an n8n that runs workflows into the cache folder, unless it is there.
 *
 * @returns the folder that has its `node_modules`.
 */
export async function installEngine(version: string): Promise<string> {
	const folder = join(cacheFolder(), `n8n-engine-${version}`);
	const complete = join(folder, 'complete');
	if (existsSync(complete)) return folder;

	await withProgress(
		`Installing the engine of n8n ${version} (one time only): 350 MB`,
		async () => {
			await rm(folder, { recursive: true, force: true });
			await mkdir(folder, { recursive: true });
			const holder = JSON.stringify({ private: true, overrides: OVERRIDES });
			await writeFile(join(folder, 'package.json'), `${holder}\n`);
			const listed = await npm(['view', `n8n@${version}`, 'dependencies', '--json'], {
				cwd: folder,
			});
			const versions = JSON.parse(listed) as Record<string, string>;
			const parts = ['n8n-core', 'n8n-workflow'].map((name) => `${name}@${versions[name]}`);
			await npm(['install', ...parts, '--ignore-scripts'], { cwd: folder });
		},
	);
	await writeFile(complete, `${new Date().toISOString()}\n`);
	return folder;
}

function requireCompilers(): void {
	if (process.platform === 'win32') {
		throw new UserFacingError(
			'This project can install n8n on Linux and macOS only, because a part of n8n must be compiled. On Windows, use WSL (https://learn.microsoft.com/windows/wsl/install).',
		);
	}
	const missing = COMPILERS.filter(
		(program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status !== 0,
	);
	if (missing.length > 0) {
		throw new UserFacingError(
			`n8n's database driver sqlite3 must be compiled, but ${missing.join(' and ')} ${missing.length > 1 ? 'were' : 'was'} not found. Install ${COMPILERS.join(', ')} (on Debian or Ubuntu: apt-get install python3 make g++) and try again.`,
		);
	}
}

/** @returns the folder that has Node's headers in it, so that the compiler need not load them. */
function nodeHeaders(): string {
	const folder = dirname(dirname(process.execPath));
	if (!existsSync(join(folder, 'include', 'node', 'node_api.h'))) {
		throw new UserFacingError(
			`To install n8n, the headers of Node.js are needed in ${join(folder, 'include', 'node')}, but they are missing. Use the Node.js 24 of https://nodejs.org, which has them, and try again.`,
		);
	}
	return folder;
}

async function requireSpace(folder: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	const free = bavail * bsize;
	if (free < BYTES_NEEDED) {
		const gigabytes = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GB`;
		throw new UserFacingError(
			`n8n needs ${gigabytes(BYTES_NEEDED)} of disk space in ${folder}, but only ${gigabytes(free)} are free. Free up space, or set D3SOAR_CACHE to a folder on another disk, and try again.`,
		);
	}
}

/**
 * Packs this project and installs it into an n8n.
 *
 * @param userFolder n8n's user folder. The n8n has to be started afterwards.
 * @returns the folder of the installed package.
 */
export async function installProject(userFolder: string, signal?: AbortSignal): Promise<string> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	await writeFile(join(nodes, 'package.json'), '{ "name": "installed-nodes", "private": true }\n');
	const packed = await packProject(userFolder, { signal });
	await npm(['install', packed, '--legacy-peer-deps', '--ignore-scripts'], { cwd: nodes, signal });
	return join(nodes, 'node_modules', 'n8n-nodes-d3soar');
}

interface PackOptions {
	/** The folder of what is packed; this project if missing. */
	readonly project?: string;
	readonly signal?: AbortSignal | undefined;
}

/** @returns the path of the file that npm would publish, in the folder. */
export async function packProject(
	folder: string,
	{ project = process.cwd(), signal }: PackOptions = {},
): Promise<string> {
	const args = ['pack', '--pack-destination', folder, '--ignore-scripts', '--json'];
	const packed = await npm(args, { cwd: project, signal });
	const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
	return join(folder, filename);
}

/** @returns the folder of what was packed, in the folder. */
export async function unpack(packed: string, folder: string): Promise<string> {
	await run('tar', ['-xzf', packed, '-C', folder]);
	return join(folder, 'package');
}
