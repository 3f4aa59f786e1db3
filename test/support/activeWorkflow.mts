import type {
	IDataObject,
	INodeParameters,
	INodeType,
	IPollFunctions,
	WorkflowActivateMode,
} from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/credential.ts';
import { inForm } from './fixtures.mts';
import { additionalDataFor, n8nCore, n8nWorkflow, nodeTypes, packagedNode } from './n8nEngine.mts';

const { PollContext } = n8nCore;
const { Workflow } = n8nWorkflow;

/** A trigger that polls, and what its polls need. */
export interface TriggerSetup {
	parameters?: INodeParameters;
	credential: Partial<D3SoarCredential>;
	timezone?: string;
	/** Milliseconds that n8n gives each poll. */
	budget?: number;
}

/**
 * An activated workflow of n8n with a D3 SOAR Trigger, as far as polls go: what the node stores stays in
 * memory from one poll to the next, and reaches the database only when n8n saves it, which it does at
 * activation and when a poll gives items.
 */
export class ActiveWorkflow {
	/** What the polls reported beside their items. */
	readonly errors: Error[] = [];
	/** How many executions of the workflow they started: n8n starts one for whatever is not null. */
	executions = 0;
	/** What n8n's database holds of the node. */
	database: IDataObject = {};
	private type!: INodeType;
	private workflow!: InstanceType<typeof Workflow>;
	private context!: InstanceType<typeof PollContext>;
	private readonly setup: TriggerSetup;

	constructor(setup: TriggerSetup) {
		this.setup = setup;
	}

	/** Activates it, which polls. n8n saves what the node stores, unless the poll fails. */
	async activate(
		activation: WorkflowActivateMode = 'activate',
		parameters?: INodeParameters,
	): Promise<IDataObject[]> {
		Object.assign(this.setup, parameters && { parameters });
		this.type = await packagedNode('d3SoarTrigger');
		this.load(activation, 'trigger');
		const items = await this.poll();
		this.save();
		return items;
	}

	/** What n8n does by the clock. */
	async poll(): Promise<IDataObject[]> {
		const items = await this.callPoll();
		if (items.length > 0) this.save();
		return items;
	}

	/**
	 * Somebody saves it while it polls: n8n goes on with a workflow and a context of their own, from what its
	 * database holds. What the old one still does, n8n before 2.27 takes as well.
	 */
	saved(): ActiveWorkflow {
		const next = new ActiveWorkflow(this.setup);
		next.database = this.database;
		return next;
	}

	/** n8n ends without a word and is started again. */
	async restart(): Promise<IDataObject[]> {
		return await this.activate('init');
	}

	/** A test in the editor. */
	async test(): Promise<IDataObject[]> {
		this.type = await packagedNode('d3SoarTrigger');
		this.load('manual', 'manual');
		return await this.callPoll();
	}

	private async callPoll(): Promise<IDataObject[]> {
		const output = await this.type.poll!.call(this.context as IPollFunctions);
		if (output === null) return [];
		this.executions++;
		return output.flat().map(({ json }) => json);
	}

	private load(activation: WorkflowActivateMode, mode: 'trigger' | 'manual'): void {
		const { parameters = {}, credential, timezone = 'UTC', budget } = this.setup;
		this.workflow = new Workflow({
			id: 'test',
			nodes: [
				{
					id: '1',
					name: 'D3 SOAR Trigger',
					type: 'n8n-nodes-d3soar.d3SoarTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: inForm(this.type.description.properties, parameters),
					credentials: { d3SoarApi: { id: '1', name: 'D3 SOAR account' } },
				},
			],
			connections: {},
			active: true,
			nodeTypes,
			settings: { timezone },
			staticData: JSON.parse(JSON.stringify(this.database)) as IDataObject,
		});
		this.context = new PollContext(
			this.workflow,
			this.workflow.getNode('D3 SOAR Trigger')!,
			additionalDataFor(credential, this.workflow),
			mode,
			activation,
			undefined,
			(error) => void this.errors.push(error),
			undefined,
			undefined,
			undefined,
			...(budget === undefined ? [] : [() => budget]),
		);
	}

	private save(): void {
		this.database = JSON.parse(JSON.stringify(this.workflow.staticData)) as IDataObject;
	}
}
