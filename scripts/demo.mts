/**
 * `npm start`: a real n8n with this package in it, and a simulator in place of D3, on this machine.
 * `npm start -- --once` ends when the example workflow has run. `npm run dev` goes on building what changes in the
 * sources, and the editor shows it.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { watch } from 'rolldown';

import { COMMAND_NAMES } from '../credentials/commandNames.ts';
import type { D3SoarCredential } from '../credentials/credential.ts';
import config from '../rolldown.config.cjs';
import { startSimulator, type Simulator } from '../test/simulator/simulator.mts';
import { installN8n, installProject } from '../test/support/n8n/install.mts';
import {
	RestClient,
	type Execution,
	type Login,
	type WorkflowFile,
} from '../test/support/n8n/rest.mts';
import { requireFree, startServer, type Server } from '../test/support/n8n/server.mts';
import { print, UserFacingError, withProgress } from './command.cjs';

/** Only this machine can reach the n8n that it is for. */
const LOGIN: Login = { email: 'demo@example.com', password: 'D3soar-demo' };
const EXAMPLE = join('examples', 'phishing-triage.json');
const TASKS_OF_EXAMPLE = 3;

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => interruption.abort());
}

try {
	const { values } = parseArgs({
		options: {
			once: { type: 'boolean', default: false },
			watch: { type: 'boolean', default: false },
		},
	});
	await demonstrate(values, interruption.signal);
} catch (error) {
	process.exitCode = 1;
	if (interruption.signal.aborted) print('Interrupted.');
	else if (error instanceof UserFacingError) console.error(error.message);
	else console.error(error);
}
// An unfinished request must not keep the process.
process.exit();

interface DemoOptions {
	/** Ends when the example has run. */
	readonly once: boolean;
	/** Builds what changes in the sources, for n8n to load it anew. */
	readonly watch: boolean;
}

async function demonstrate(options: DemoOptions, signal: AbortSignal): Promise<void> {
	const port = portFrom(process.env.N8N_PORT ?? '5678');
	// Before anything that takes minutes.
	await requireFree(port);
	const script = await installN8n(signal);
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-'));
	let simulator: Simulator | undefined;
	let server: Server | undefined;
	try {
		simulator = await startSimulator();
		const packageFolder = await withProgress('Installing this package into n8n', () =>
			installProject(userFolder, signal),
		);
		const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
		// n8n's switch for developers of nodes: it watches the installed packages and tells open editors. See
		// setupHotReload in packages/cli/src/load-nodes-and-credentials.ts of n8n; read in 2.41.1.
		const env = options.watch ? { N8N_DEV_RELOAD: 'true' } : {};
		server = await startServer({ script, userFolder, port, timezone, env, signal });

		const { workflowId, execution } = await runExample(server, simulator, signal);
		showTasks(simulator);
		requireTasks(simulator, execution);
		if (options.once) return;

		print(`\nn8n is open at ${server.url}/workflow/${workflowId}`);
		print(`  email     ${LOGIN.email}`);
		print(`  password  ${LOGIN.password}`);
		print(`The simulator that stands in for D3: ${simulator.serverUrl}`);
		print('Ctrl-C ends both and deletes what they stored.');
		if (options.watch) buildChanges(packageFolder);
		await Promise.race([server.ended, aborted(signal)]);
		if (!signal.aborted) throw new UserFacingError('n8n has ended by itself.');
		print('Ending n8n.');
	} finally {
		await server?.stop();
		await simulator?.close();
		await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** Builds the code into the installed package, now and whenever a source changes. */
function buildChanges(packageFolder: string): void {
	const { output, ...input } = config;
	const watcher = watch({ ...input, output: { ...output, dir: join(packageFolder, 'dist') } });
	let builds = 0;
	watcher.on('event', async (event) => {
		if (event.code === 'BUNDLE_END') {
			print(
				builds++ === 0
					? 'Save a change in nodes/ or credentials/, and the editor shows it. Icons and codex files need a new start.'
					: `Built: ${new Date().toLocaleTimeString()}`,
			);
			await event.result.close();
		} else if (event.code === 'ERROR') {
			console.error(event.error.message);
			await event.result.close();
		}
	});
}

function portFrom(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65535) {
		throw new UserFacingError(`N8N_PORT is "${text}", which is no port. Give a number, e.g. 5679.`);
	}
	return port;
}

/** Makes owner, credential and workflow, as a new user would, and runs the workflow. */
async function runExample(
	{ url }: Server,
	simulator: Simulator,
	signal: AbortSignal,
): Promise<{ workflowId: string; execution: Execution }> {
	const n8n = new RestClient(url);
	await n8n.setUpOwner(LOGIN);
	// With the words that are printed, so that they are known to work.
	await n8n.logIn(LOGIN);
	const { id, name } = await n8n.createCredential('d3SoarApi', 'D3 simulator', {
		serverUrl: simulator.serverUrl,
		authentication: 'apiKey',
		apiKey: simulator.keyOf('CreateTask').apiKey,
		...keysOfOtherCommands(simulator),
		username: 'Admin',
		site: simulator.world.site,
		// The simulator writes UTC behind the due dates that it is given.
		timezone: 'UTC',
	});
	const example = JSON.parse(await readFile(EXAMPLE, 'utf8')) as WorkflowFile;
	for (const node of example.nodes) {
		if (node.type === 'n8n-nodes-d3soar.d3Soar') node.credentials = { d3SoarApi: { id, name } };
	}
	const workflow = await n8n.createWorkflow(example);
	const trigger = example.nodes.find(({ type }) => type.endsWith('.manualTrigger'))!.name;
	const execution = await withProgress(`Running "${example.name}"`, () =>
		n8n.run(workflow, trigger, signal),
	);
	return { workflowId: workflow.id, execution };
}

/** The keys with which the credential opens everything that the node offers. */
function keysOfOtherCommands(simulator: Simulator): Partial<D3SoarCredential> {
	const commands = COMMAND_NAMES.filter((command) => command !== 'CreateTask');
	const keys = commands.map((command) => [`key${command}`, simulator.keyOf(command).apiKey]);
	return {
		...(Object.fromEntries(keys) as Partial<D3SoarCredential>),
		commandsWithOwnKey: commands,
		otherKeys: JSON.stringify({
			[`CreateEvents@${simulator.world.site}`]: simulator.keyOf('CreateEvents').apiKey,
		}),
	};
}

/** Prints what the simulated D3 now holds. */
function showTasks({ ledger }: Simulator): void {
	print('\nTasks in the simulated D3:\n');
	const header = ['#', 'Incident', 'Task', 'Assignee', 'Due date in D3', 'To close the incident'];
	const rows = ledger.tasks.map((task, index) => [
		String(index + 1),
		task['Incident Number'],
		task['Task Name'],
		task.Assignee,
		task['Due Date'],
		task['Required on incident close'],
	]);
	const widths = header.map((_, column) =>
		Math.max(...[header, ...rows].map((row) => row[column]!.length)),
	);
	const rule = widths.map((width) => '-'.repeat(width));
	for (const row of [header, rule, ...rows]) {
		print(`  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
	}
}

function requireTasks({ ledger }: Simulator, { status, data }: Execution): void {
	if (status === 'success' && ledger.tasks.length === TASKS_OF_EXAMPLE) return;
	const { error, lastNodeExecuted } = data.resultData;
	throw new UserFacingError(
		`The example should have made ${TASKS_OF_EXAMPLE} tasks and made ${ledger.tasks.length}. n8n says: ${status}${error === undefined ? '' : `, ${error.message} (${lastNodeExecuted})`}`,
	);
}

async function aborted(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => {
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
}
