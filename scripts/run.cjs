/**
 * Runs steps of package.json one after another, from a bare clone and on any Node from 20 on:
 * `node scripts/run.cjs build step:demo --once`. What begins with a dash, and all that follows it, goes to the last
 * step.
 *
 * It needs nothing installed, since it installs what the steps need: the packages of
 * package-lock.json, and Node 24 where the machine's Node is older.
 */
const { statSync } = require('node:fs');
const { constants } = require('node:os');
const { delimiter, dirname, join } = require('node:path');

const {
	UserFacingError,
	execute,
	installNode,
	npm,
	npmCommand,
	print,
	withProgress,
} = require('./command.cjs');

const NODE_VERSION = '24.21.0';

/** Ends this script as the step has ended that failed. */
class ExitError extends Error {
	/**
	 * @param {string} message
	 * @param {number} exitCode
	 */
	constructor(message, exitCode) {
		super(message);
		this.exitCode = exitCode;
	}
}

const major = Number(process.versions.node.split('.')[0]);
/** Its reason is the name of the signal. */
const interruption = new AbortController();
const { signal } = interruption;
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
	process.on(name, () => interruption.abort(name));
}
// The shell that npm starts this script with dies of a signal and does not pass it on.
const parent = process.ppid;
setInterval(() => {
	if (process.ppid !== parent) interruption.abort('SIGTERM');
}, 1000).unref();

main(process.argv.slice(2)).catch((error) => {
	if (signal.aborted) {
		// Nothing is said of it to the person who did it.
		process.exit(128 + constants.signals[/** @type {NodeJS.Signals} */ (signal.reason)]);
	}
	const isExpected = error instanceof ExitError || error instanceof UserFacingError;
	console.error(isExpected ? error.message : error);
	process.exit(error instanceof ExitError ? error.exitCode : 1);
});

/** @param {string[]} args */
async function main(args) {
	if (!(major >= 20)) {
		throw new UserFacingError(
			`This is Node.js ${process.versions.node}; Node.js 20 or newer is needed. Install it from https://nodejs.org and try again.`,
		);
	}
	process.chdir(dirname(__dirname));
	await installPackages();
	const node = major >= 24 ? process.execPath : await installNode24();
	// On Windows it may be spelt Path.
	const path = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	const env = { ...process.env, [path]: [dirname(node), process.env[path]].join(delimiter) };

	const dash = args.findIndex((arg) => arg.startsWith('-'));
	const steps = dash === -1 ? args : args.slice(0, dash);
	const options = args.slice(steps.length);
	for (const [index, step] of steps.entries()) {
		signal.throwIfAborted();
		print(`> ${step}`);
		const isLast = index === steps.length - 1;
		const command = npmCommand(
			['run', '--silent', step, ...(isLast && options.length > 0 ? ['--', ...options] : [])],
			node,
		);
		const { exitCode } = await execute(command.program, command.args, { env, signal });
		if (exitCode !== 0) throw new ExitError(`${step} failed.`, exitCode);
	}
}

/** Installs the packages of the lock, if that is newer than what is installed. */
async function installPackages() {
	const installed = modifiedAt(join('node_modules', '.package-lock.json'));
	if (installed !== undefined && installed >= (modifiedAt('package-lock.json') ?? 0)) return;
	await withProgress('Installing the packages of package-lock.json', () =>
		npm(['ci', '--include=dev'], { signal }),
	);
}

async function installNode24() {
	return await installNode(NODE_VERSION, signal).catch((/** @type {Error} */ { message }) => {
		throw new UserFacingError(
			`Node.js 24 is needed, and npm could not provide it for ${process.platform} on ${process.arch}. Install Node.js 24 from https://nodejs.org and try again.\n${message}`,
		);
	});
}

/** @param {string} path */
function modifiedAt(path) {
	return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
