import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

import { npmCommand, run } from '../../scripts/command.cjs';
import { editorPage, installBrowser, launchBrowser } from '../editor/browser.mts';
import { Editor } from '../editor/editor.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { incident } from '../simulator/world.mts';
import { credentialFor, utcTimestamp } from '../support/fixtures.mts';
import { unpack } from '../support/n8n/install.mts';
import { startRegistry, type Registry } from '../support/n8n/registry.mts';
import type { StoredWorkflow } from '../support/n8n/rest.mts';
import {
	createTask,
	HOOK_TIMEOUT_MS,
	LOGIN,
	startRealN8n,
	waitUntil,
	workflowWithTrigger,
	type RealN8n,
} from '../support/realN8n.mts';
import { CommunityNodes } from './communityNodes.mts';

/**
 * A release and the one after it, from a clone of what is committed to n8n's screen *Community nodes*: with the
 * commands of .github/workflows/release.yml, and a registry on this machine in place of npm's.
 */

/** What GitHub Actions tells the workflow. */
const GITHUB = {
	GITHUB_SERVER_URL: 'https://github.com',
	GITHUB_REPOSITORY: 'example/n8n-nodes-d3soar',
	GITHUB_ACTOR: 'example',
	GITHUB_ACTOR_ID: '1234567',
};
const REPOSITORY = 'https://github.com/example/n8n-nodes-d3soar';
const AUTHOR = {
	GIT_AUTHOR_NAME: 'Rehearsal',
	GIT_AUTHOR_EMAIL: 'rehearsal@example.com',
	GIT_COMMITTER_NAME: 'Rehearsal',
	GIT_COMMITTER_EMAIL: 'rehearsal@example.com',
};
/** What the screen showed: Git does not know the folder. */
const PICTURES = join('release', 'pictures');

let folder: string;
let clone: string;
let versions: [first: string, second: string];
let registry: Registry;
let simulator: Simulator;
let real: RealN8n | undefined;
let browser: Browser | undefined;
let page: Page;
let screen: CommunityNodes;
let failed = false;

beforeAll(async () => {
	await installBrowser();
	folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-rehearsal-'));
	clone = join(folder, 'clone');
	await run('git', ['clone', '--quiet', process.cwd(), clone]);
	// What is checked out here may be any commit.
	await run('git', ['switch', '--quiet', '--force-create', 'main'], { cwd: clone });
	versions = await nextVersions();
	registry = await startRegistry(join(folder, 'registry'));
	simulator = await startSimulator();
	await rm(PICTURES, { recursive: true, force: true });
	await mkdir(PICTURES, { recursive: true });
}, HOOK_TIMEOUT_MS);

afterAll(async () => {
	await browser?.close();
	await real?.end();
	await simulator?.close();
	await registry?.close();
	if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

step('the first version is tagged, packed, scanned and published', async () => {
	await release(versions[0]);
});

// Whoever finds the package on npm has only this to go by, and npm refuses a release of another repository.
step(
	'what is published names the repository that it comes from, and links to files that it has',
	async () => {
		const content = await unpack(join(clone, 'release', 'package.tgz'), folder);
		const manifest = JSON.parse(await readFile(join(content, 'package.json'), 'utf8')) as object;
		expect(manifest).toMatchObject({
			version: versions[0],
			homepage: `${REPOSITORY}#readme`,
			bugs: { url: `${REPOSITORY}/issues` },
			repository: { type: 'git', url: `git+${REPOSITORY}.git` },
			author: { email: '1234567+example@users.noreply.github.com' },
		});
		const readme = await readFile(join(content, 'README.md'), 'utf8');
		expect(readme).toContain(`${REPOSITORY}/blob/v${versions[0]}/docs/`);
		expect(readme).toContain(`${REPOSITORY}/raw/v${versions[0]}/docs/images/`);
	},
);

step('n8n installs it on its screen of community nodes', async () => {
	real = await startRealN8n({ withoutPackage: true, env: registry.env });
	browser = await launchBrowser();
	page = await editorPage(browser);
	await new Editor(page, real.server.url).signIn(LOGIN);
	screen = new CommunityNodes(page, real.server.url);
	await screen.open();
	const install = await screen.beginInstallation('n8n-nodes-d3soar');
	await picture('install');
	await install();
	await screen.message('Package installed').waitFor();
	await expectVersion(versions[0]);
	await picture('installed');
});

/** Its tasks are called after the incidents that came in. */
let published: StoredWorkflow;
step('a workflow of its trigger and its node is published', async () => {
	const { rest } = real!;
	const credential = await rest.createCredential('d3SoarApi', 'D3', {
		...credentialFor(simulator, 'CreateTask'),
		commandsWithOwnKey: ['GetIncidents'],
		keyGetIncidents: simulator.keyOf('GetIncidents').apiKey,
	});
	const second = (new Date().getSeconds() + 12) % 60;
	published = await rest.createWorkflow(
		workflowWithTrigger(
			{
				type: 'n8n-nodes-d3soar.d3SoarTrigger',
				typeVersion: 1,
				credentials: { d3SoarApi: credential },
				parameters: {
					triggerOn: 'incidentCreated',
					// Not on the full minute, as n8n would, but soon; once a minute at most.
					pollTimes: { item: [{ mode: 'custom', cronExpression: `${second} * * * * *` }] },
				},
			},
			createTask(credential, { taskName: "={{ $json['IR Number'] }}" }),
		),
	);
	// With one of this moment the poll at the activation is one request.
	addIncident('20260601-0');
	await rest.activate(published);
	const polls = () => simulator.ledger.requestsOf('GetIncidents');
	await waitUntil(() => polls().some(({ status }) => status === 200), 'the poll at the activation');
	await expectTaskFor('20260601-1');
});

step('the second version is tagged, packed, scanned and published', async () => {
	await release(versions[1]);
});

step('n8n updates it on the same screen', async () => {
	await screen.open();
	await screen.card.waitFor();
	await picture('outdated');
	const update = await screen.beginUpdate();
	await picture('update');
	addIncident('20260601-2');
	await update();
	await screen.message('Package updated').waitFor();
	await expectVersion(versions[1]);
	await picture('updated');
});

// Nobody publishes their workflows anew after an update.
step(
	'the published workflow goes on, and delivers what came in meanwhile and what comes in now',
	async () => {
		await expectTaskFor('20260601-3');
		expect(tasks()).toEqual(['20260601-1', '20260601-2', '20260601-3']);
		await page.goto(`${real!.server.url}/workflow/${published.id}`);
		await page.getByTestId('canvas-node').nth(1).waitFor();
		// Their icons come from the folder that the update has exchanged.
		await page.waitForFunction(
			`[...document.images].filter(({ src, naturalWidth }) => src.includes('d3soar') && naturalWidth > 0).length >= 2`,
		);
		await picture('workflow');
	},
);

step('n8n uninstalls it', async () => {
	await screen.open();
	const remove = await screen.beginRemoval();
	await picture('uninstall');
	await remove();
	await screen.message('Package uninstalled').waitFor();
	await screen.card.waitFor({ state: 'detached' });
	await picture('uninstalled');
	expect(await real!.rest.installedPackages()).toEqual([]);
});

/** The version of package.json, unless it has been released, and the one after it. */
async function nextVersions(): Promise<[first: string, second: string]> {
	const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
	const [major, minor, patch] = version.split('.').map(Number) as [number, number, number];
	const tags = await run('git', ['tag', '--list', `v${version}`], { cwd: clone });
	const first = tags === '' ? patch : patch + 1;
	return [`${major}.${minor}.${first}`, `${major}.${minor}.${first + 1}`];
}

/** Releases a version of the clone, in which something has changed. */
async function release(version: string): Promise<void> {
	// A rule of n8n's takes every file for a node where it finds jest's NODE_ENV.
	const { NODE_ENV, ...environment } = process.env;
	const options = { cwd: clone, env: { ...environment, ...GITHUB, ...AUTHOR } };
	await edit('CHANGELOG.md', (text) =>
		text.replace('## [Unreleased]\n', `$&\n### Changed\n\n- What ${version} is about.\n`),
	);
	await run('git', ['commit', '--quiet', '--all', '--message', `Change for ${version}`], options);
	await runScript('release:version', [`--version=${version}`], options);
	expect(await run('git', ['tag', '--points-at', 'HEAD'], options)).toBe(`v${version}\n`);
	await runScript('release:pack', [`--tag=v${version}`], options);
	const env = { ...options.env, ...registry.env };
	await runScript('release:publish', [], { ...options, env });
}

async function runScript(
	name: string,
	args: string[],
	options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<void> {
	const command = npmCommand(['run', name, '--', ...args]);
	await run(command.program, command.args, options);
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
	const path = join(clone, file);
	await writeFile(path, change(await readFile(path, 'utf8')));
}

/** Waits until both n8n and its screen name the version. */
async function expectVersion(version: string): Promise<void> {
	await screen.card.filter({ hasText: `v${version}` }).waitFor();
	expect(await real!.rest.installedPackages()).toMatchObject([{ installedVersion: version }]);
}

/** Lets an incident come in, and waits for its task. */
async function expectTaskFor(number: string): Promise<void> {
	addIncident(number);
	await waitUntil(() => tasks().includes(number), `the task for ${number}`);
}

function addIncident(number: string): void {
	simulator.world.incidents.push(incident(number, `Title of ${number}`, utcTimestamp()));
}

function tasks(): string[] {
	return simulator.ledger.taskNames();
}

async function picture(name: string): Promise<void> {
	await page.waitForLoadState('networkidle');
	await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** A step that goes on where the one before it has ended: after a failure the rest would wait in vain. */
function step(name: string, work: () => Promise<void>): void {
	it(name, async () => {
		if (failed) throw new Error('An earlier step has failed.');
		try {
			await work();
		} catch (error) {
			failed = true;
			await picture('failure').catch(() => undefined);
			throw error;
		}
	});
}
