import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';

import { resources } from '../../nodes/D3Soar/resources/index.ts';
import { editorPage, installBrowser, launchBrowser } from './browser.mts';
import { print } from '../../scripts/command.cjs';
import { installN8n, installProject } from '../support/n8n/install.mts';
import {
	RestClient,
	type Login,
	type StoredCredential,
	type WorkflowFile,
} from '../support/n8n/rest.mts';
import { startServer, type Server } from '../support/n8n/server.mts';
import { credentialFor } from '../support/fixtures.mts';
import { createTask, manualWorkflow, splitNames } from '../support/realN8n.mts';
import { certificateFor } from '../support/certificate.mts';
import { Proxy } from '../support/proxy.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { incident } from '../simulator/world.mts';
import { Editor } from './editor.mts';
import { choiceLists } from './lists.mts';
import { Pictures } from './pictures.mts';

/** Three zones, so that none can stand in for another: D3's, n8n's and the builder's own. */
const D3_ZONE = 'UTC';
const INSTANCE_ZONE = 'Europe/Berlin';

/** The address that the pictures show. It leads to the simulator. */
const D3_HOST = 'soar.example.com';
const REQUEST_URL = `https://${D3_HOST}/MainApp/VSOC/api/Command/CreateTask`;

const LOGIN: Login = { email: 'builder@example.com', password: 'D3soar-test' };
const SECOND = 1000;
const MINUTE = 60 * SECOND;

let folder: string;
let simulator: Simulator;
let proxy: Proxy;
let server: Server | undefined;
let rest: RestClient;
let browser: Browser | undefined;
let page: Page;
let editor: Editor;
let pictures: Pictures;
let failed = false;

beforeAll(async () => {
	await installBrowser();
	const script = await installN8n();
	folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-editor-'));
	await installProject(folder);

	// D3 in a company: a name of its own behind a proxy, and a certificate of the company's authority.
	const { key, cert } = await certificateFor(D3_HOST);
	const authority = join(folder, 'authority.pem');
	await writeFile(authority, cert);
	simulator = await startSimulator({ tls: { key, cert } });
	proxy = await new Proxy({ [D3_HOST]: Number(new URL(simulator.serverUrl).port) }).listen();
	server = await startServer({
		script,
		userFolder: folder,
		timezone: INSTANCE_ZONE,
		env: {
			NODE_EXTRA_CA_CERTS: authority,
			HTTPS_PROXY: proxy.url,
			https_proxy: proxy.url,
			// An assistant that needs a service of n8n's.
			N8N_DISABLED_MODULES: 'instance-ai',
		},
	});
	rest = new RestClient(server.url);
	await rest.setUpOwner(LOGIN);

	browser = await launchBrowser();
	page = await editorPage(browser);
	editor = new Editor(page, server.url);
	pictures = new Pictures(
		page,
		process.env.D3SOAR_PICTURES === '1' ? join('docs', 'images') : join(folder, 'images'),
	);
	await editor.signIn(LOGIN);
}, 20 * MINUTE);

afterAll(async () => {
	await browser?.close();
	await server?.stop();
	await proxy?.close();
	await simulator?.close();
	if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('a builder who has never seen the package', () => {
	// Nobody looks for a node by the name of its package.
	step('finds the node by the name of the product, and each operation in plain words', async () => {
		const actions = resources.flatMap(({ commands }) =>
			commands.map(({ operation }) => operation.action),
		);
		const openActions = async () => await editor.nodePanelItem('D3 SOAR').click();
		const reopenActions = async () => {
			await editor.leaveActions();
			await openActions();
			await editor.nodePanelItems(actions.length);
		};

		await editor.newWorkflow();
		await editor.openNodePanel();
		await editor.nodePanelItem('Trigger manually').click();
		await editor.openNodePanel('D3 SOAR');
		await openActions();
		const offered = await editor.nodePanelItems(actions.length);
		expect(offered).toEqual(actions);
		expect(offered).toEqual(expect.arrayContaining(['Create task', 'Close incidents']));
		await pictures.take('coverage', editor.nodePanel, { anew: reopenActions });

		await editor.nodePanelItem('Create task').click();
		await editor.parameters.waitFor();
		expect(await editor.shownIn('resource')).toBe('Task');
		expect(await editor.shownIn('operation')).toBe('Create');
		expect(await editor.modesCutOff()).toEqual([]);
	});

	// What D3 shows to copy is a whole Request URL; a green answer has to mean that nodes get through.
	step('makes a credential of what D3 shows, and is told that it works', async () => {
		await editor.beginCredential();
		await editor.fillCredential({
			serverUrl: REQUEST_URL,
			apiKey: simulator.keyOf('CreateTask').apiKey,
			username: 'Admin',
			site: simulator.world.site,
			timezone: D3_ZONE,
			keyGetIncidents: simulator.keyOf('GetIncidents').apiKey,
			keyGetUsersBySite: simulator.keyOf('GetUsersBySite').apiKey,
		});
		await editor.saveCredential();
		// n8n leaves the form of a new credential that works.
		await editor.credential.waitFor({ state: 'hidden' });

		await editor.openCredential();
		await connectionTested();
		await pictures.take('credential', editor.credential);
	});

	// D3 makes a key per command, so a key of another command is the likeliest mistake of all.
	step('is told about a wrong key in a sentence that says where to look', async () => {
		await editor.fillCredential({ apiKey: simulator.keyOf('GetIncidents').apiKey });
		await editor.saveCredential();
		await editor.credential.getByText('More details').click();
		await editor.credential
			.getByText(/^D3 rejected the key, secret or token for the command in Test Command\./)
			.waitFor();

		await editor.fillCredential({ apiKey: simulator.keyOf('CreateTask').apiKey });
		await editor.saveCredential();
		await connectionTested();
		await editor.closeCredential();
	});

	// The way of somebody who knows no numbers and no spellings by heart.
	step('creates one task from lists and the date picker, due in the zone of n8n', async () => {
		await editor.chooseFromList(
			'incidentNumber',
			'phishing',
			'20220125-1 · Phishing mail reported by Finance',
		);
		await editor.fillParameter('taskName', 'Block the sender');
		await editor.fillParameter('taskDescription', 'Block it on the mail gateway');
		await editor.chooseFromList('assignee', 'jdoe', 'Jane Doe (jdoe)');
		// A new task is due in 24 hours; the picker is there for another day.
		await editor.useFixedValue('dueDate');
		await editor.pickDate('dueDate', '2036-05-15', '14:32:00');
		expect(await editor.shownIn('dueDate')).toBe('2036-05-15 14:32:00');
		await pictures.take('create-task', editor.parameters, {
			last: editor.see('collection-parameter-add', editor.parameters),
		});

		const schema = editor.see('radio-button-schema', editor.output);
		await editor.executeStep(schema);
		await schema.click();
		const task = {
			'Task Name': 'Block the sender',
			'Task Type': 'Default',
			'Task Description': '<p>Block it on the mail gateway</p>',
			Assignee: 'Jane Doe',
			'Due Date': '2036-05-15 12:32:00 UTC',
			'Required on incident close': 'Required',
			Creator: 'admin user',
			'Incident Number': '20220125-1',
		};
		for (const text of Object.entries(task).flat()) {
			await editor.output.getByText(text, { exact: true }).waitFor();
		}
		expect(simulator.ledger.tasks).toEqual([task]);
	});

	// The panel is all that a builder sees of a failure: what happened, then what to do.
	step('reads beside the node what D3 said of an unknown assignee, and what to check', async () => {
		await editor.typeInstead('assignee', 'name', 'Jane Roe');
		const message = editor.see('node-error-message', editor.output);
		const description = editor.see('node-error-description', editor.output);
		await editor.executeStep(message);

		expect(await message.innerText()).toBe(
			'D3 rejected task "Block the sender" on 20220125-1: User Jane Roe was not found',
		);
		expect(await description.innerText()).toMatch(
			/^Assignee takes the full name, e\.g\. Jane Doe, not the user name\. Check this item's values/,
		);
		expect(simulator.ledger.tasks).toHaveLength(1);
		await pictures.take('error', editor.output, { last: editor.output.getByText('Other info') });
	});

	// The other way in: D3 starts the workflow.
	step('adds the trigger, and reads what it can start on', async () => {
		await editor.newWorkflow();
		await editor.openNodePanel('D3 SOAR');
		await editor.nodePanelItem('D3 SOAR').click();
		for (const event of ['created', 'updated', 'closed']) {
			await editor.nodePanelItem(`On incident ${event}`).waitFor();
		}
		await editor.nodePanelItem('On event received').waitFor();
		await editor.nodePanelItem('On incident created').click();
		await editor.parameters.waitFor();
		expect(await editor.shownIn('triggerOn')).toBe('Incident Created');
		await pictures.take('trigger', editor.parameters, {
			last: editor.see('collection-parameter-add', editor.parameters).last(),
		});

		// The credential for CreateTask has the key of GetIncidents as well, which the trigger uses.
		const now = new Date().toISOString().slice(0, 19).replace('T', ' ');
		simulator.world.incidents.push(incident('20260515-1', 'Just opened', now));
		await editor.executeStep(editor.output.getByText('Just opened').first());
	});

	// Every click more before the first condition is one that somebody does not find.
	step('lists incidents by two conditions, each begun with one click', async () => {
		const now = new Date().toISOString().slice(0, 19).replace('T', ' ');
		simulator.world.incidents.push(incident('20260515-2', 'Seen by the filter', now));
		await editor.newWorkflow();
		await editor.openNodePanel();
		await editor.nodePanelItem('Trigger manually').click();
		await editor.openNodePanel('D3 SOAR');
		await editor.nodePanelItem('D3 SOAR').click();
		await editor.nodePanelItem('Get many incidents').click();
		await editor.parameters.waitFor();

		await editor.addRow('filter');
		await editor.choose('field', 'Status');
		await editor.fillParameter('value', 'Open');
		await editor.addRow('filter');
		await editor.choose('field', 'Other (Type the Name)');
		await editor.fillParameter('fieldName', 'Title');
		await editor.choose('operator', 'Like');
		await editor.fillParameter('value', 'Seen by%');
		await pictures.take('filter', editor.parameters, {
			last: editor.parameters.getByText('Add Condition'),
		});

		await editor.executeStep(editor.output.getByText('Seen by the filter').first());
		expect(simulator.ledger.requestsOf('GetIncidents').at(-1)!.body).toMatchObject({
			CommandParams: {
				Filter: [
					[
						{ field: 'Status', operator: '=', value: 'Open' },
						{ field: 'Title', operator: 'LIKE', value: 'Seen by%' },
					],
				],
			},
		});
	});

	// D3 makes a key per command, and whoever renews one must not lose or mix up the others.
	step('gives two commands their own keys, changes one later and takes back another', async () => {
		const keyOf = (command: string) => simulator.keyOf(command).apiKey;
		await editor.openCredential();
		await editor.toggleInCredential('commandsWithOwnKey', ['SetIncidentField', 'AddIncidentTags']);
		await editor.fillCredential({
			keySetIncidentField: keyOf('SetIncidentField'),
			keyAddIncidentTags: 'key of yesterday',
		});
		await editor.updateCredential();
		await editor.closeCredential();

		await editor.openCredential();
		for (const field of ['apiKey', 'keySetIncidentField', 'keyAddIncidentTags']) {
			const { text, isHidden } = await editor.heldInCredential(field);
			expect(isHidden).toBe(true);
			expect(text).not.toMatch(/simulator-key|yesterday/);
		}
		await editor.fillCredential({ keyAddIncidentTags: keyOf('AddIncidentTags') });
		await editor.toggleInCredential('commandsWithOwnKey', ['GetUsersBySite']);
		await editor.credentialField('keyGetUsersBySite').waitFor({ state: 'hidden' });
		await editor.updateCredential();
		await editor.closeCredential();

		const sent = await keysSentFor(['SetIncidentField', 'AddIncidentTags', 'GetUsersBySite']);
		expect(sent).toEqual([
			keyOf('SetIncidentField'),
			keyOf('AddIncidentTags'),
			// The main key.
			keyOf('CreateTask'),
		]);
	});

	// Of a choice that n8n takes for an expression the editor shows an empty one, with a red triangle.
	step('finds in every list what can be chosen, and sees what was', async () => {
		const { lists, workflow } = choiceLists();
		const { id } = await rest.createWorkflow(workflow);
		await editor.openWorkflow(id);
		const wrong: string[] = [];
		for (const { name } of workflow.nodes) {
			await editor.openNode(name);
			for (const { parameter, names, coded } of lists.filter(({ node }) => node === name)) {
				const offered = await editor.offeredIn(parameter);
				if (offered.join('\n') !== names.join('\n') || offered.some((each) => /^=/.test(each))) {
					wrong.push(`${name} > ${parameter} offers ${offered.join(', ')}`);
				}
				for (const choice of coded) {
					await editor.choose(parameter, choice);
					const shown = await editor.chosenIn(parameter);
					if (shown === choice) continue;
					wrong.push(`${name} > ${parameter}: ${choice} is shown as ${shown}`);
					break;
				}
			}
			await editor.closeNode();
		}
		expect(wrong).toEqual([]);
		expect(lists.length).toBeGreaterThan(40);
	});

	/** The keys with which n8n calls commands by the credential as it is stored. */
	const keysSentFor = async (commands: string[]) => {
		const [credential] = await rest.credentials();
		const parameters: Record<string, INodeParameters> = {
			SetIncidentField: {
				resource: 'incident',
				operation: 'setField',
				incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
				fieldName: 'Title',
				fieldValue: 'x',
			},
			AddIncidentTags: {
				resource: 'incident',
				operation: 'addTags',
				incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
				tags: 'x',
			},
			GetUsersBySite: { resource: 'user', operation: 'getManyBySite', siteName: 'Client A' },
		};
		const keys = [];
		for (const command of commands) {
			const workflow = await rest.createWorkflow(oneNode(parameters[command]!, credential!));
			await rest.run(workflow, 'Start');
			keys.push(simulator.ledger.requestsOf(command).at(-1)!.headers.d3key);
		}
		return keys;
	};

	const connectionTested = async () =>
		await editor.see('credentials-config-container-test-success', editor.credential).waitFor();
});

// Whoever reads of these things in the documents looks for them on the screen.
describe('what the documents tell of', () => {
	const credential = async () =>
		await rest.createCredential(
			'd3SoarApi',
			'D3 SOAR account 2',
			credentialFor(simulator, 'CreateTask', {
				serverUrl: REQUEST_URL,
				timezone: D3_ZONE,
				keyGetIncidents: simulator.keyOf('GetIncidents').apiKey,
			}),
		);

	step('a failed item leaves by the error output, with its outcome and what to do', async () => {
		const node = createTask(await credential(), {
			incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
			assignee: { __rl: true, mode: 'name', value: '={{ $json.name }}' },
		});
		const file = manualWorkflow(...splitNames("['Jane Doe', 'Jane Roe']"), node, {
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			parameters: {},
		});
		const { id } = await rest.createWorkflow(withErrorOutput(file));
		await editor.openWorkflow(id);
		await editor.executeWorkflow();
		await page.getByText('Workflow executed successfully').first().waitFor();
		await editor.showAll();
		await pictures.takeAround('workflow', editor.canvasNodes);

		await editor.openNode('Create Task');
		await editor.output.getByText('Error', { exact: false }).first().click();
		await editor.see('radio-button-json', editor.output).click();
		await editor.output.getByText('"rejected"').waitFor();
		await pictures.take('error-output', editor.output, {
			last: editor.output.getByText(']', { exact: true }).last(),
		});
	});

	step('a hint says that D3 read a date in another zone, and what to set', async () => {
		const node = createTask(await credential(), {
			dueDate: '2036-05-15T14:32:00',
			options: { timezone: 'Asia/Shanghai' },
		});
		const { id } = await rest.createWorkflow(manualWorkflow(node));
		await editor.openWorkflow(id);
		await editor.openNode('Node');
		const hint = editor.output.getByText('but D3 read it as').first();
		await editor.executeStep(hint);
		expect(await hint.innerText()).toMatch(
			/8 hours later than intended\. Set Time Zone to Etc\/UTC/,
		);
		await pictures.take('time-zone-hint', editor.output, { last: hint });
	});

	step('an AI agent has D3 tools, and a person between them', async () => {
		const example = JSON.parse(
			await readFile(join('examples', 'agent-with-approval.json'), 'utf8'),
		) as WorkflowFile;
		const d3SoarApi = await credential();
		const openAiApi = await rest.createCredential('openAiApi', 'OpenAI', { apiKey: 'none' });
		const nodes = example.nodes
			.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote')
			.map((node) => ({ ...node, credentials: { d3SoarApi, openAiApi } }));
		const { id } = await rest.createWorkflow({ ...example, nodes });
		await editor.openWorkflow(id);
		await editor.showAll();
		await pictures.takeAround('agent', editor.canvasNodes);
	});
});

/** The workflow of one row, whose third node hands failed items to another one than the rest. */
function withErrorOutput(file: WorkflowFile): WorkflowFile {
	const names = ['Start', 'Analysts', 'One Item per Analyst', 'Create Task', 'Next Steps'];
	const nodes = file.nodes.map((node, index) => ({ ...node, name: names[index]! }));
	const [next] = nodes.slice(-1);
	const rejected = { ...next!, id: 'failed', name: 'Failed Tasks' };
	nodes[3]!.onError = 'continueErrorOutput';
	next!.position = [800, -100];
	rejected.position = [800, 100];
	const to = (...targets: string[]) => ({
		main: targets.map((node) => [{ node, type: 'main' as const, index: 0 }]),
	});
	return {
		...file,
		name: 'A task for each analyst',
		nodes: [...nodes, rejected],
		connections: {
			Start: to('Analysts'),
			Analysts: to('One Item per Analyst'),
			'One Item per Analyst': to('Create Task'),
			'Create Task': to('Next Steps', 'Failed Tasks'),
		},
	};
}

/** A workflow that runs one node. */
function oneNode(parameters: INodeParameters, { id, name }: StoredCredential): WorkflowFile {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
	const d3 = {
		name: 'D3',
		type: 'n8n-nodes-d3soar.d3Soar',
		parameters,
		credentials: { d3SoarApi: { id, name } },
	};
	return {
		name: 'One node',
		nodes: [start, d3].map((node, index) => ({
			...node,
			id: node.name,
			typeVersion: 1,
			position: [index * 200, 0],
		})),
		connections: { Start: { main: [[{ node: 'D3', type: 'main', index: 0 }]] } },
	};
}

/** A test that goes on where the one before it has ended: after a failure the rest would wait in vain. */
function step(name: string, work: () => Promise<void>): void {
	it(name, async () => {
		if (failed) throw new Error('An earlier step has failed.');
		try {
			await work();
		} catch (error) {
			failed = true;
			const path = join(tmpdir(), 'n8n-nodes-d3soar-editor.png');
			await page.screenshot({ path }).then(
				() => print(`What the browser showed when this failed (${name}): ${path}`),
				() => print('The browser has no picture of this failure.'),
			);
			const asked = simulator.ledger.requests.map(({ command, status }) => `${command} ${status}`);
			print(`n8n told the editor: ${editor.told.slice(-20).join(', ')}`);
			print(`D3 was asked: ${asked.slice(-10).join(', ')}`);
			throw error;
		}
	});
}
