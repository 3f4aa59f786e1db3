/** What tests of all kinds put into a workflow and read off the simulator; it needs no engine. */
import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeProperties,
} from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/credential.ts';
import type { Zones } from '../../nodes/shared/zones.ts';
import type { SeenRequest } from '../simulator/ledger.mts';
import type { Simulator } from '../simulator/simulator.mts';

/** A credential for the simulator. */
export function credentialFor(
	simulator: Simulator,
	command = 'CreateTask',
	rest: Partial<D3SoarCredential> = {},
): D3SoarCredential {
	return {
		serverUrl: simulator.serverUrl,
		authentication: 'apiKey',
		apiKey: simulator.keyOf(command).apiKey,
		username: 'Admin',
		site: 'Security Operations',
		...rest,
	};
}

/** Parameters of a task that the simulator accepts. */
export function taskParameters(rest: INodeParameters = {}): INodeParameters {
	return {
		incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
		taskName: 'Block the sender',
		taskType: 'Default',
		taskDescription: 'Block it on the gateway',
		assignee: { __rl: true, mode: 'name', value: 'Jane Doe' },
		dueDate: '2026-05-15T14:32:00',
		required: true,
		...rest,
	};
}

/**
 * The parameters where the form of their operation has them: a test names a field, and not the collection that it is
 * in. One that the operation does not have stays where it is.
 *
 * @param properties What the node shows, as n8n loads it.
 */
export function inForm(
	properties: readonly INodeProperties[],
	parameters: INodeParameters,
): INodeParameters {
	const { resource = 'task', operation = 'create' } = parameters;
	const collections = properties.filter(({ type, name, displayOptions }) => {
		const { show } = displayOptions ?? {};
		const isShown =
			show === undefined ||
			// Its options have names that its fields have too.
			(name !== 'options' &&
				show.resource?.includes(resource as string) &&
				show.operation?.includes(operation as string));
		return type === 'collection' && isShown;
	});
	const placed: INodeParameters = { ...parameters };
	for (const { name, options = [] } of collections) {
		const members = options.map((option) => option.name).filter((member) => member in parameters);
		if (members.length === 0) continue;
		const given = Object.fromEntries(members.map((member) => [member, parameters[member]]));
		for (const member of members) delete placed[member];
		placed[name] = { ...(parameters[name] as INodeParameters), ...given } as INodeParameters;
	}
	return placed;
}

/** Where nobody is in another zone. */
export const UTC_ZONES: Zones = { workflow: 'UTC', d3: 'UTC', window: 'UTC', utc: 'UTC' };

/** An instant as D3 writes it where it reads dates in UTC. */
export function utcTimestamp(instant: number = Date.now()): string {
	return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

/** Numbers from 0 to 1 that look random and are the same each time. */
export function seededRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
		return state / 2 ** 32;
	};
}

function commandParamsOf({ body }: SeenRequest): IDataObject {
	return (body as { CommandParams: IDataObject }).CommandParams;
}

/** The parameters of each command that the simulator got. */
export function allSentParams({ ledger }: Simulator): IDataObject[] {
	return ledger.requests.map(commandParamsOf);
}

/** The parameters of one of them, which has to be there. */
export function sentParams({ ledger }: Simulator, index = 0): IDataObject {
	return commandParamsOf(ledger.requests.at(index)!);
}

/** Whether a request is the one for this task. */
export function isForTask(name: string): (request: Pick<SeenRequest, 'body'>) => boolean {
	return ({ body }) => JSON.stringify(body ?? '').includes(`"Task Name":"${name}"`);
}

/** How often the task of this name was sent. */
export function timesSent({ ledger }: Simulator, name: string): number {
	return ledger.requests.filter(isForTask(name)).length;
}

/** The tasks that came out of the node, in their order. */
export function taskNamesIn(outputs: Array<Array<{ json: IDataObject }>>): unknown[] {
	return outputs.flat().map(({ json }) => json['Task Name'] ?? 'failed');
}

/** Which input item an output item belongs to. */
export function itemIndexOf({ pairedItem }: INodeExecutionData): number {
	return (pairedItem as { item: number }).item;
}

/** How the item ended: what its error says, else accepted. */
export function itemOutcomeOf({ json }: INodeExecutionData): string {
	return (json.details as { outcome?: string } | undefined)?.outcome ?? 'accepted';
}
