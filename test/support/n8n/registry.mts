import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
	cacheFolder,
	killGroup,
	lastLines,
	npm,
	UserFacingError,
	withProgress,
} from '../../../scripts/command.cjs';
import { certificateFor } from '../certificate.mts';
import { Proxy } from '../proxy.mts';
import { freePort } from './server.mts';

const VERSION = '6.10.4';
/** One of its plugins asks for this package by a name for a version that not every registry knows. */
const OVERRIDES = { 'node-fetch': '^2.7.0' };

/** A registry on loopback, which holds what is published to it and nothing else. */
export interface Registry {
	/**
	 * An npm or an n8n with this environment finds it where npm's registry is: n8n asks no other without a
	 * licence. So nothing that they do reaches npm.
	 */
	readonly env: NodeJS.ProcessEnv;
	close(): Promise<void>;
}

/** @param folder For all that it stores. */
export async function startRegistry(folder: string): Promise<Registry> {
	const program = await installVerdaccio();
	await mkdir(folder, { recursive: true });
	const host = await hostOfRegistry(folder);
	const { key, cert } = await certificateFor(host);
	const pathOf = (name: string) => join(folder, name);
	const files = { key: pathOf('key.pem'), cert: pathOf('authority.pem'), npmrc: pathOf('npmrc') };
	await writeFile(files.key, key);
	await writeFile(files.cert, cert);
	// npm wants a token before it publishes; this registry takes any.
	await writeFile(files.npmrc, `//${host}/:_authToken=anybody\n`);
	const config = pathOf('config.yaml');
	// JSON is YAML.
	await writeFile(
		config,
		JSON.stringify({
			storage: pathOf('storage'),
			auth: { htpasswd: { file: pathOf('htpasswd') } },
			packages: { '**': { access: '$all', publish: '$all' } },
			https: { key: files.key, cert: files.cert },
			web: { enable: false },
			log: { type: 'stdout', level: 'warn' },
		}),
	);
	const port = await freePort();
	const server = await start(
		program,
		['--config', config, '--listen', `https://127.0.0.1:${port}`],
		folder,
	);
	const proxy = await new Proxy({ [host]: port }).listen();
	return {
		env: {
			HTTPS_PROXY: proxy.url,
			NODE_EXTRA_CA_CERTS: files.cert,
			// npm, whatever this machine's own one is told.
			npm_config_userconfig: files.npmrc,
			npm_config_registry: `https://${host}/`,
			npm_config_https_proxy: proxy.url,
			npm_config_cafile: files.cert,
			npm_config_cache: pathOf('npm-cache'),
		},
		close: async () => {
			await proxy.close();
			const ended = once(server, 'exit');
			killGroup(server.pid, 'SIGKILL');
			await ended;
		},
	};
}

/** Installs the registry into the cache folder, unless it is there: it wants a newer Node.js than this package. */
async function installVerdaccio(): Promise<string> {
	const folder = join(cacheFolder(), `verdaccio-${VERSION}`);
	const complete = join(folder, 'complete');
	if (!existsSync(complete)) {
		await withProgress(`Installing the registry Verdaccio ${VERSION}, once: 70 MB`, async () => {
			await rm(folder, { recursive: true, force: true });
			await mkdir(folder, { recursive: true });
			const holder = JSON.stringify({ private: true, overrides: OVERRIDES });
			await writeFile(join(folder, 'package.json'), `${holder}\n`);
			await npm(['install', `verdaccio@${VERSION}`, '--ignore-scripts'], { cwd: folder });
		});
		await writeFile(complete, `${new Date().toISOString()}\n`);
	}
	return join(folder, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
}

/** @returns the process, as soon as it says that it has started. */
async function start(program: string, args: string[], folder: string): Promise<ChildProcess> {
	const logFile = join(folder, 'registry.log');
	const log = await open(logFile, 'a');
	const child = fork(program, args, {
		cwd: folder,
		detached: process.platform !== 'win32',
		execArgv: ['--require', join(process.cwd(), 'test', 'support', 'n8n', 'endWithParent.cjs')],
		stdio: ['pipe', log.fd, log.fd, 'ipc'],
	});
	await log.close();
	const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
	if (typeof message === 'object') return child;
	throw new UserFacingError(
		`The registry does not start. The end of its log:\n${lastLines(await readFile(logFile, 'utf8'))}`,
	);
}

/**
 * The host of the registry that npm uses where nobody tells it of another.
 *
 * @param folder Any without settings of npm.
 */
async function hostOfRegistry(folder: string): Promise<string> {
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name)),
	);
	const settings = ['user', 'global'].map((of) => `--${of}config=${join(folder, of)}`);
	const address = await npm(['config', 'get', 'registry', ...settings], { cwd: folder, env });
	return new URL(address.trim()).hostname;
}
