/**
 * Runs steps of package.json one after another, from a bare clone and on any Node from 20 on:
 * `node scripts/run.cjs build demo --once`. What begins with a dash, and all that follows it, goes to the last step.
 *
 * It needs nothing installed, since it installs what the steps need: the packages of
 * package-lock.json, and Node 24 where the machine's Node is older.
 */
const { spawn } = require('node:child_process');
const { existsSync, mkdirSync, statSync, writeFileSync } = require('node:fs');
const { constants, homedir } = require('node:os');
const { delimiter, dirname, join, resolve } = require('node:path');

const nodePackage = require('./nodePackage.cjs');

const NODE_VERSION = '24.21.0';

/** What ends this script with a sentence instead of a stack trace. */
class Stop extends Error {
	constructor(message, exitCode = 1) {
		super(message);
		this.exitCode = exitCode;
	}
}

const [major] = process.versions.node.split('.').map(Number);
const env = { ...process.env, D3SOAR_CACHE: cacheFolder() };
let interruptedBy;

main(process.argv.slice(2)).catch((error) => {
	if (!(error instanceof Stop)) console.error(error);
	else if (interruptedBy === undefined) console.error(error.message);
	process.exit(error.exitCode ?? 1);
});

async function main(words) {
	if (!(major >= 20)) {
		throw new Stop(
			`This is Node.js ${process.versions.node}; Node.js 20 or newer is needed. Install it from https://nodejs.org and try again.`,
		);
	}
	process.chdir(dirname(__dirname));
	await installPackages();
	const node = major >= 24 ? process.execPath : await installNode();
	// On Windows it may be spelt Path.
	const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	env[path] = [dirname(node), env[path]].join(delimiter);

	const dash = words.findIndex((word) => word.startsWith('-'));
	const steps = dash === -1 ? words : words.slice(0, dash);
	const options = words.slice(steps.length);
	for (const [index, step] of steps.entries()) {
		console.log(`> ${step}`);
		const last = index === steps.length - 1;
		const exitCode = await npm(
			['run', '--silent', step, ...(last && options.length > 0 ? ['--', ...options] : [])],
			{ node },
		);
		if (exitCode !== 0) throw new Stop(`${step} failed.`, exitCode);
		if (interruptedBy !== undefined && !last) throw interruption();
	}
}

/** Installs the packages of the lock, if that is newer than what is installed. */
async function installPackages() {
	const installed = modified(join('node_modules', '.package-lock.json'));
	if (installed !== undefined && installed >= modified('package-lock.json')) return;
	// Not "npm ci": it refuses a lock without the optional packages of other platforms, and npm leaves
	// those out of a lock that it writes where its registry lacks them.
	const exitCode = await npm(
		[
			...['install', '--no-save', '--ignore-scripts', '--include=dev'],
			...['--no-audit', '--no-fund', '--loglevel=error'],
		],
		{ saying: 'Installing the packages of package-lock.json' },
	);
	if (exitCode !== 0) {
		throw new Stop('The packages could not be installed: what npm says above tells why.', exitCode);
	}
}

/** @returns the path of a Node 24, which is installed into the cache folder as an npm package. */
async function installNode() {
	const prefix = join(env.D3SOAR_CACHE, `node-${NODE_VERSION}`);
	const name = nodePackage();
	const windows = process.platform === 'win32';
	const node = join(prefix, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
	if (await works(node)) return node;

	mkdirSync(prefix, { recursive: true });
	// Without a file of its own npm takes the package.json of a folder above for the project's.
	writeFileSync(join(prefix, 'package.json'), '{ "private": true }\n');
	await npm(
		[
			...['install', '--prefix', prefix, `${name}@${NODE_VERSION}`],
			...['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
		],
		{ saying: `Installing Node.js ${NODE_VERSION} beside the machine's ${process.versions.node}` },
	);
	if (!(await works(node))) {
		throw new Stop(
			`Node.js 24 is needed, and npm could not provide it for ${process.platform} on ${process.arch}. Install Node.js 24 from https://nodejs.org and try again.`,
		);
	}
	return node;
}

async function works(node) {
	return existsSync(node) && (await run(node, ['--version'], { stdio: 'ignore' })) === 0;
}

/** Runs the npm that runs this script, else the one on the path. */
async function npm(words, { node = process.execPath, saying } = {}) {
	const cli = process.env.npm_execpath;
	const known = cli !== undefined && /npm-cli\.c?js$/.test(cli);
	if (saying !== undefined) console.log(`${saying} ...`);
	const started = Date.now();
	const ticking = setInterval(() => {
		if (saying !== undefined) console.log(`  ${Math.round((Date.now() - started) / 1000)} s`);
	}, 10_000);
	try {
		const exitCode = known
			? await run(node, [cli, ...words])
			: // On Windows npm is a command file, which only a shell can start.
				await run('npm', words, { shell: process.platform === 'win32' });
		if (exitCode !== 0 && interruptedBy !== undefined) throw interruption();
		return exitCode;
	} finally {
		clearInterval(ticking);
	}
}

/**
 * Runs a program to its end and passes on what would end this script, so that nothing stays behind.
 *
 * @returns its exit code.
 */
async function run(program, words, options = {}) {
	// A terminal signals all its programs by itself. Elsewhere the program gets a group of its own,
	// because a shell in between does not pass signals on.
	const detached = !process.stdin.isTTY && process.platform !== 'win32';
	const child = spawn(program, words, { stdio: 'inherit', env, detached, ...options });
	const passOn = (signal) => {
		interruptedBy = signal;
		try {
			process.kill(detached ? -child.pid : child.pid, signal);
		} catch {
			// It is gone already.
		}
	};
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	for (const signal of signals) process.on(signal, passOn);
	// The shell that npm starts this script with dies of a signal and does not pass it on.
	const parent = process.ppid;
	const watching = setInterval(() => {
		if (process.ppid !== parent) passOn('SIGTERM');
	}, 1000);
	try {
		return await new Promise((ended, reject) => {
			child.once('error', ({ code }) =>
				reject(new Stop(`${program} could not be started (${code}). Is it installed?`)),
			);
			child.once('exit', (code, signal) => ended(code ?? 128 + constants.signals[signal]));
		});
	} finally {
		clearInterval(watching);
		for (const signal of signals) process.off(signal, passOn);
	}
}

/** Nothing is said of it to the person who did it. */
function interruption() {
	return new Stop('', 128 + constants.signals[interruptedBy]);
}

/** Where what is too large for the repository is kept. */
function cacheFolder() {
	const { D3SOAR_CACHE, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
	if (D3SOAR_CACHE) return resolve(D3SOAR_CACHE);
	const caches =
		process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(caches ?? homedir(), 'n8n-nodes-d3soar');
}

function modified(path) {
	return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
