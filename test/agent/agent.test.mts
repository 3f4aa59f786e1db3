import type { INode, INodeParameters } from 'n8n-workflow';

import { itemsOf, type RestClient, type WorkflowFile } from '../support/n8n/rest.mts';
import { credentialFor } from '../support/fixtures.mts';
import {
	createTask,
	D3_NODE,
	HOOK_TIMEOUT_MS,
	startRealN8n,
	TRIGGER,
	manualWorkflow,
	type RealN8n,
} from '../support/realN8n.mts';
import { faults } from '../simulator/faults.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { ChatModel, type Turn } from './chatModel.mts';

const TOOL = 'Create a task';

/** What a model that makes no mistakes fills in. */
const RIGHT = {
	incident: '20220125-1',
	task: 'Block the sender',
	description: 'On the gateway',
	assignee: 'Jane Doe',
	due: '2026-05-15T14:32:00',
};

let real: RealN8n | undefined;
let n8n: RestClient;
let simulator: Simulator;
let model: ChatModel;

beforeAll(async () => {
	real = await startRealN8n();
	n8n = real.rest;
}, HOOK_TIMEOUT_MS);

afterAll(async () => await real?.end());

beforeEach(async () => {
	simulator = await startSimulator();
});

afterEach(async () => {
	await simulator.close();
	await model.close();
});

/** The last turn of a model that tells its user what the tool told it. */
const quoteTheTool: Turn = { say: (observation) => `The tool says: ${observation}` };

/** What the builder of an agent lets the model fill in. */
function fromModel(name: keyof typeof RIGHT, description: string, fallback?: string): string {
	const rest = fallback === undefined ? '' : `, '${fallback}'`;
	return `={{ $fromAI('${name}', '${description}', 'string'${rest}) }}`;
}

/**
 * Lets an agent run whose model calls the tool with each of the arguments, and quotes it at last.
 *
 * @returns what the agent told its user.
 */
async function agentThatCalls(
	calls: object[],
	node: Partial<INode> = {},
	parameters: INodeParameters = {},
): Promise<unknown> {
	const turns = calls.map((call): Turn => ({ call: call as Record<string, unknown> }));
	model = await new ChatModel([...turns, quoteTheTool]).listen();
	const d3 = credentialFor(simulator, 'CreateTask', { timezone: 'UTC' });
	const tool = createTask(await n8n.createCredential('d3SoarApi', 'D3', d3), {
		incidentNumber: {
			__rl: true,
			mode: 'number',
			value: fromModel('incident', 'Number of the incident, e.g. 20220125-1'),
		},
		taskName: fromModel('task', 'What the task is called'),
		taskDescription: fromModel('description', 'What to do'),
		assignee: { __rl: true, mode: 'name', value: fromModel('assignee', 'Full name of a user') },
		dueDate: fromModel('due', 'When it is due, e.g. 2026-05-15T14:32:00'),
		...parameters,
	});
	const execution = await n8n.run(
		await n8n.createWorkflow(agentWith({ ...tool, ...node }, await modelNode())),
		TRIGGER,
	);
	// What a tool says of its failure is for the agent, and no failure of the workflow.
	expect(execution.data.resultData.error).toBeUndefined();
	return itemsOf(execution, 'Node')[0]!.json.output;
}

async function modelNode(): Promise<Pick<INode, 'type' | 'typeVersion' | 'parameters'>> {
	const credential = { apiKey: 'none', url: model.url };
	return {
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.3,
		parameters: {
			model: { __rl: true, mode: 'id', value: 'stand-in' },
			responsesApiEnabled: false,
			options: { maxRetries: 0 },
		},
		credentials: { openAiApi: await n8n.createCredential('openAiApi', 'Model', credential) },
	} as Pick<INode, 'type' | 'typeVersion' | 'parameters'>;
}

function agentWith(
	tool: Pick<INode, 'typeVersion' | 'parameters'>,
	chatModel: Pick<INode, 'type' | 'typeVersion' | 'parameters'>,
): WorkflowFile {
	const workflow = manualWorkflow({
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3.1,
		parameters: { promptType: 'define', text: 'Create the task', options: {} },
	});
	const place = { position: [0, 300] as [number, number] };
	return {
		...workflow,
		// n8n's editor writes it into every new workflow. Without it an agent hears nothing of its tools.
		settings: { executionOrder: 'v1' },
		nodes: [
			...workflow.nodes,
			{ ...tool, ...place, type: `${D3_NODE}Tool`, id: 'tool', name: TOOL },
			{ ...chatModel, ...place, id: 'model', name: 'Model' },
		],
		connections: {
			...workflow.connections,
			[TOOL]: { ai_tool: [[{ node: 'Node', type: 'ai_tool', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Node', type: 'ai_languageModel', index: 0 }]] },
		},
	};
}

/** What the tool told the model, each time as the one item that it is. */
function toldToModel(): unknown[] {
	return model.observations().map((text) => {
		const items = JSON.parse(text) as unknown[];
		expect(items).toHaveLength(1);
		return items[0];
	});
}

describe('an agent with Create Task as its tool', () => {
	// It can only be asked for what n8n tells it of: a description that says nothing gets nothing right.
	it('is offered the tool with every value that it may fill in', async () => {
		await agentThatCalls([RIGHT]);
		const { name, description, parameters } = model.requests[0]!.tools![0]!.function;
		expect(name).toBe('Create_a_task');
		expect(description).toBe('Create task in D3 SOAR');
		expect(Object.keys(parameters.properties)).toEqual(Object.keys(RIGHT));
	});

	// Models give dates without an offset, and nobody looks at what they fill in.
	it('makes the task once, due in the zone of the workflow, and hears what D3 made of it', async () => {
		const answer = await agentThatCalls([RIGHT]);
		expect(simulator.ledger.tasks).toHaveLength(1);
		// St. John's is two and a half hours behind UTC in May, and D3 reads UTC here.
		expect(simulator.ledger.tasks[0]).toMatchObject({
			'Task Name': 'Block the sender',
			Assignee: 'Jane Doe',
			'Due Date': '2026-05-15 17:02:00 UTC',
		});
		expect(toldToModel()).toEqual(simulator.ledger.tasks);
		expect(answer).toContain('Block the sender');
	});

	// An agent that has two tasks to make calls the tool twice.
	it('makes each task that it asks for, also the same one twice', async () => {
		await agentThatCalls([RIGHT, { ...RIGHT, task: 'Search the mailboxes' }, RIGHT]);
		expect(simulator.ledger.taskNames()).toEqual([
			'Block the sender',
			'Search the mailboxes',
			'Block the sender',
		]);
	});

	// Models leave out what they do not know, whatever the schema says.
	it('takes the default of a value that the model leaves out', async () => {
		const { due, ...rest } = RIGHT;
		const dueDate = fromModel('due', 'When it is due', '2026-05-15');
		await agentThatCalls([rest], {}, { dueDate });
		expect(simulator.ledger.tasks).toMatchObject([{ 'Due Date': '2026-05-15 23:59:59 UTC' }]);
	});

	// It has nothing but these words to do better by.
	it.each([
		[
			'an incident that does not exist',
			{ incident: '20220125-99' },
			/^D3 rejected task "Block the sender" on 20220125-99: .*not found\. Check this item's values/,
		],
		['a blank name', { task: ' ' }, /^Task Name is empty\. .*Nothing was sent\.$/],
		['no name', { task: undefined }, /^Task Name is empty\. .*Nothing was sent\.$/],
		[
			'a date in words',
			{ due: 'tomorrow at noon' },
			/^Due Date is not a valid date: "tomorrow at noon"\. .*2026-05-15T14:32:00.*Nothing was sent\.$/,
		],
	])('hears what to mend after %s, and then makes the task once', async (_, wrong, words) => {
		await agentThatCalls([{ ...RIGHT, ...wrong }, RIGHT]);
		expect(toldToModel()).toEqual([
			{ error: expect.stringMatching(words) },
			simulator.ledger.tasks[0],
		]);
		expect(simulator.ledger.tasks).toHaveLength(1);
	});

	// Models call again what failed: the second task would be made without anybody noticing.
	it.each([
		['a failure of D3 that came after the task was made', faults.doneButUnexpected],
		['a broken connection', faults.doneButReset],
	])('does not make the task a second time after %s, and hears why', async (_, fault) => {
		simulator.injectFault(fault);
		await agentThatCalls([RIGHT, RIGHT]);
		const words = expect.stringMatching(
			/^.*task "Block the sender" on 20220125-1 may or may not exist\. .*Not sent again, to avoid a duplicate\./,
		);
		expect(toldToModel()).toEqual([{ error: words }, { error: words }]);
		expect(simulator.ledger.tasks).toHaveLength(1);
	});

	// It must neither try other keys nor give up without a word to the user.
	it('hears that the key is wrong, and whose matter that is', async () => {
		simulator.injectFault(faults.invalidKey);
		const answer = await agentThatCalls([RIGHT]);
		expect(toldToModel()).toEqual([
			{ error: expect.stringMatching(/Invalid authentication key\. .*Webhook Authentication/) },
		]);
		expect(answer).toContain('Invalid authentication key');
	});

	// A builder may set both; each try is a run of its own for n8n.
	it.each([
		['Retry On Fail', { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 }],
		['On Error: Continue', { onError: 'continueRegularOutput' as const }],
	])('never makes the task twice with %s', async (_, settings) => {
		simulator.injectFault(faults.doneButReset);
		await agentThatCalls([RIGHT], settings);
		expect(toldToModel()).toMatchObject([
			{ error: expect.stringContaining('may or may not exist') },
		]);
		expect(simulator.ledger.tasks).toHaveLength(1);
	});
});
