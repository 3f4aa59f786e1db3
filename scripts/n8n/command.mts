import { spawn } from 'node:child_process';

/** Something that a person can mend: the message is all they need. */
export class Trouble extends Error {}

interface CommandOptions {
	readonly cwd: string;
	readonly env?: NodeJS.ProcessEnv;
	/** Ends the program and what it started. */
	readonly signal?: AbortSignal | undefined;
}

/**
 * Runs npm quietly.
 *
 * @returns what it printed to its standard output.
 * @throws Trouble with npm's own words if it fails.
 */
export async function npm(words: string[], options: CommandOptions): Promise<string> {
	const cli = process.env.npm_execpath;
	const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
	return cli !== undefined && /npm-cli\.c?js$/.test(cli)
		? await run(process.execPath, [cli, ...words, ...quiet], options)
		: await run('npm', [...words, ...quiet], options);
}

/**
 * Runs a program to its end.
 *
 * @returns what it printed to its standard output.
 * @throws Trouble with the end of what it printed if it cannot be started or fails.
 */
export async function run(
	program: string,
	words: string[],
	{ cwd, env = process.env, signal }: CommandOptions,
): Promise<string> {
	signal?.throwIfAborted();
	const child = spawn(program, words, {
		cwd,
		env,
		detached: process.platform !== 'win32',
		shell: process.platform === 'win32' && program === 'npm',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const end = () => killGroup(child.pid, 'SIGTERM');
	signal?.addEventListener('abort', end);
	let output = '';
	let complaints = '';
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	child.stderr.on('data', (chunk) => (complaints += String(chunk)));
	try {
		const exitCode = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		}).catch((error: NodeJS.ErrnoException) => {
			throw new Trouble(`${program} could not be started (${error.code}). Is it installed?`);
		});
		signal?.throwIfAborted();
		if (exitCode === 0) return output;
	} finally {
		signal?.removeEventListener('abort', end);
	}
	const command = [program, ...words].join(' ');
	throw new Trouble(`This failed: ${command}\n${lastLines(complaints || output)}`);
}

/** Signals a program that was started `detached`, and all that it started. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	try {
		process.kill(process.platform === 'win32' ? pid : -pid, signal);
	} catch {
		// It is gone already.
	}
}

/** Shows that a long step goes on: a line when it begins, every ten seconds, and when it is done. */
export async function patiently<T>(what: string, work: () => Promise<T>): Promise<T> {
	const started = Date.now();
	const passed = () => `${Math.round((Date.now() - started) / 1000)} s`;
	say(`${what} ...`);
	const ticking = setInterval(() => say(`  ${passed()}`), 10_000);
	try {
		const result = await work();
		say(`  done in ${passed()}`);
		return result;
	} finally {
		clearInterval(ticking);
	}
}

/** Prints a line; not through the console, to which jest adds where it was called. */
export function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

export function lastLines(text: string, count = 20): string {
	return text.trim().split('\n').slice(-count).join('\n');
}
