/**
 * `npm start`: a real n8n with this package in it, and a simulator in place of D3, on this machine.
 * `npm start -- --once` ends when the example workflow has run. `npm run dev` goes on building what changes in the
 * sources, and the editor shows it.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { watch } from 'rolldown';

import config from '../rolldown.config.cjs';
import { addRecentHistory } from '../test/simulator/recentHistory.mts';
import { startSimulator, type Simulator } from '../test/simulator/simulator.mts';
import { installN8n, installProject } from '../test/support/n8n/install.mts';
import {
	RestClient,
	type Execution,
	type Login,
	type StoredWorkflow,
	type WorkflowFile,
} from '../test/support/n8n/rest.mts';
import { requireFree, startServer, type Server } from '../test/support/n8n/server.mts';
import { print, UserFacingError, withProgress } from './command.cjs';
import { demoCredential, MAIN_COMMAND, sitesOf } from './demoCredential.mts';

/** Only this machine can reach the n8n that it is for. */
const LOGIN: Login = { email: 'demo@example.com', password: 'D3soar-demo' };
const EXAMPLES = 'examples';
/** The one that is run, and stays open. */
const FIRST_EXAMPLE = 'phishing-triage.json';
const TASKS_OF_EXAMPLE = 3;
const CREDENTIAL_NAME = 'D3 simulator';

const FIRST_STEPS = [
	'\nTry this first:',
	'  1. Open the address of n8n above, sign in, and click "Execute workflow".',
	'  2. Click the node "Create Task" to see its form and what D3 answered.',
	'  3. Start a new workflow with "Trigger manually", add D3 SOAR, and choose "Get many incidents": those of the last days are there.',
	'  4. Start another one with D3 SOAR and "On incident created", and click "Fetch Test Event": it gives you the newest incident.',
	'  5. Publish it, and run the example "SIEM alert: open an incident, unless one is open": within a minute the trigger finds that incident.',
	"Tasks, incidents, tags and events that you create or change stay until you stop this. The other operations respond with the samples of D3's documentation.",
];

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
		addRecentHistory(simulator.world);
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

		for (const line of [...signingIn(server, workflowId), ...d3Of(simulator), ...FIRST_STEPS]) {
			print(line);
		}
		print('\nPress Ctrl-C to stop n8n and the simulator and delete their data.');
		if (options.watch) buildChanges(packageFolder);
		await Promise.race([server.ended, aborted(signal), showQuestions(simulator, signal)]);
		if (!signal.aborted) throw new UserFacingError('n8n exited unexpectedly.');
		print('Stopping n8n.');
	} finally {
		await server?.stop();
		await simulator?.close();
		await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** Prints the link of each task that asks for a decision: nobody can look into the simulator as into D3. */
async function showQuestions({ ledger }: Simulator, signal: AbortSignal): Promise<void> {
	for (let shown = 0; !signal.aborted; await sleep(500)) {
		for (const task of ledger.tasks.slice(shown)) {
			const [, link] = /<a href="([^"]+)">/.exec(task['Task Description']) ?? [];
			if (link === undefined) continue;
			print(`\n${task.Assignee} is asked "${task['Task Name']}": ${link.replaceAll('&amp;', '&')}`);
		}
		shown = ledger.tasks.length;
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
					? 'Save a change in nodes/ or credentials/, and the editor shows it. Icons and codex files need a restart.'
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
		throw new UserFacingError(`N8N_PORT "${text}" is not a valid port. Use a number, e.g. 5679.`);
	}
	return port;
}

/** Makes owner, credential and workflows, as a new user would, and runs the first workflow. */
async function runExample(
	{ url }: Server,
	simulator: Simulator,
	signal: AbortSignal,
): Promise<{ workflowId: string; execution: Execution }> {
	const n8n = new RestClient(url);
	await n8n.setUpOwner(LOGIN);
	// With the words that are printed, so that they are known to work.
	await n8n.logIn(LOGIN);
	const credential = await n8n.createCredential(
		'd3SoarApi',
		CREDENTIAL_NAME,
		demoCredential(simulator),
	);
	// n8n lists the newest workflow first.
	const others = (await readdir(EXAMPLES)).filter((file) => file !== FIRST_EXAMPLE);
	for (const file of others) await importExample(n8n, file, credential);
	const workflow = await importExample(n8n, FIRST_EXAMPLE, credential);
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.manualTrigger'))!.name;
	const execution = await withProgress(`Running "${workflow.name}"`, () =>
		n8n.run(workflow, trigger, signal),
	);
	return { workflowId: workflow.id, execution };
}

/** Imports an example and chooses the credential in its D3 nodes. */
async function importExample(
	n8n: RestClient,
	file: string,
	{ id, name }: { id: string; name: string },
): Promise<StoredWorkflow> {
	const example = JSON.parse(await readFile(join(EXAMPLES, file), 'utf8')) as WorkflowFile;
	for (const node of example.nodes) {
		if (node.type.startsWith('n8n-nodes-d3soar.')) node.credentials = { d3SoarApi: { id, name } };
	}
	return await n8n.createWorkflow(example);
}

function signingIn({ url }: Server, workflowId: string): string[] {
	return [
		`\nn8n: ${url}/workflow/${workflowId}`,
		`  email        ${LOGIN.email}`,
		`  password     ${LOGIN.password}`,
		`  credential   ${CREDENTIAL_NAME}, with all the keys below`,
		`  workflows    every example of this package, on the page Overview; a red triangle means that something is left to choose: see its notes`,
	];
}

function d3Of(simulator: Simulator): string[] {
	const [site, ...others] = sitesOf(simulator);
	const keyOf = (command: string) => simulator.keyOf(command).apiKey;
	return [
		`\nD3 (simulated): ${simulator.serverUrl}`,
		`  username     ${demoCredential(simulator).username}`,
		`  site         ${site} (other sites: ${others.join(', ')})`,
		`  main key     ${keyOf(MAIN_COMMAND)} opens ${MAIN_COMMAND}`,
		`  other keys   Each command has its own, named after it: ${keyOf('GetIncidents')} opens GetIncidents.`,
		`  event key    ${keyOf('CreateEvents')} opens Event > Send; its integration is Kibana.`,
	];
}

/** Prints what the simulated D3 now holds. */
function showTasks({ ledger }: Simulator): void {
	print('\nTasks in the simulated D3:\n');
	const header = ['#', 'Incident', 'Task', 'Assignee', 'Due date in D3', 'Required to close'];
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
		`The example should have created ${TASKS_OF_EXAMPLE} tasks but created ${ledger.tasks.length}. n8n status: ${status}${error === undefined ? '' : `, ${error.message} (${lastNodeExecuted})`}`,
	);
}

async function aborted(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => {
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
}
