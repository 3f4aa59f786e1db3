import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { bodyOf, type TaskFields } from '../job.mts';

const FIELDS = [
	'incident',
	'name',
	'type',
	'description',
	'assignee',
	'd3Due',
	'required',
] as const;

/** A node written by hand that calls n8n's request helper for one item after the other, or for some at once. */
export class LoopTask implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Loop Task',
		name: 'loopTask',
		group: ['transform'],
		version: 1,
		description: 'Creates tasks',
		defaults: { name: 'Loop Task' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'd3SoarApi', required: true }],
		properties: [
			{ displayName: 'In Flight', name: 'inFlight', type: 'number', default: 1 },
			...FIELDS.map(
				(name): INodeProperties => ({ displayName: name, name, type: 'string', default: '' }),
			),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const output: INodeExecutionData[] = [];
		let next = 0;
		const work = async () => {
			for (let item = next++; item < items.length; item = next++) {
				try {
					const task = Object.fromEntries(
						FIELDS.map((name) => [name, this.getNodeParameter(name, item)]),
					) as TaskFields;
					const { rawData } = (await this.helpers.httpRequestWithAuthentication.call(
						this,
						'd3SoarApi',
						{ method: 'POST', url: '/api/Command/CreateTask', body: bodyOf(task) as IDataObject },
					)) as { rawData: IDataObject };
					output[item] = { json: rawData, pairedItem: { item } };
				} catch (error) {
					if (!this.continueOnFail()) throw error;
					output[item] = { json: { error: (error as Error).message }, pairedItem: { item } };
				}
			}
		};
		const inFlight = this.getNodeParameter('inFlight', 0) as number;
		await Promise.all(Array.from({ length: inFlight }, work));
		return [output];
	}
}
