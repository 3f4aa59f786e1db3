import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Command } from '../shared/command';
import { InvalidParameter, siteField } from './call';
import { resources } from './resources';

/** What a builder may set beside a command's own parameters; the same for every operation. */
export interface Options {
	/** `rawData`: D3's data as items. `full`: D3's whole answer as one item. */
	readonly output: 'rawData' | 'full';
	/** D3 user in whose name the command runs; empty for the credential's. */
	readonly username: string;
	/** IANA zone in which D3 reads dates; empty for the credential's, else the workflow's. */
	readonly timezone: string;
	/** Seconds for one whole answer. */
	readonly timeout: number;
	/** Seconds from an item's first try to the beginning of its last. */
	readonly retryFor: number;
	/** Whether an item that may or may not have been done is sent again, at the risk of doing it twice. */
	readonly onUnconfirmed: 'fail' | 'sendAgain';
	/** The most requests at the same time. */
	readonly maxConcurrentRequests: number;
	/** The most requests that start in any second; 0 for no limit. */
	readonly requestsPerSecond: number;
	/** Whether writes about one incident go one after another, in the order of the items. */
	readonly keepOrder: boolean;
	/** The most items that share a request of a command that takes many incidents at once. */
	readonly batchSize: number;
	/** IANA zone in which D3 reads the time windows of its listings. */
	readonly windowTimezone: string;
}

/** Shows an option only where it matters. */
function showWhen(appliesTo: (command: Command) => boolean) {
	const matching = resources.filter(({ commands }) => commands.some(appliesTo));
	const commands = matching.flatMap((resource) => resource.commands.filter(appliesTo));
	return {
		'/resource': matching.map(({ value }) => value),
		'/operation': [...new Set(commands.map(({ operation }) => operation.value))],
	};
}

const optionProperties: INodeProperties[] = [
	{
		displayName: 'After Unknown',
		name: 'onUnconfirmed',
		type: 'options',
		default: 'fail',
		description:
			'What to do with an item that was sent and got no usable answer, so that D3 may or may not have acted',
		options: [
			{
				name: 'Report',
				value: 'fail',
				description: 'Fail the item and say what to check, so that nothing is done twice',
			},
			{
				name: 'Resend',
				value: 'sendAgain',
				description: 'Send it again, even if that may do it twice',
			},
		],
	},
	{
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 50,
		description:
			'The most items that share one request, since D3 does this to many incidents at once. 1 sends each by itself.',
		displayOptions: { show: showWhen(({ bulkParameter }) => bulkParameter !== undefined) },
	},
	{
		displayName: 'Keep Order',
		name: 'keepOrder',
		type: 'boolean',
		default: true,
		description:
			'Whether items that change the same incident are sent one after another, in their order. Items of different incidents go side by side in any case.',
	},
	{
		displayName: 'Keep Trying For',
		name: 'retryFor',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 300,
		description:
			'Seconds for which an item is tried again when D3 limits the rate of requests or cannot be reached, or, where doing it twice changes nothing, gives no usable answer. 0 tries once.',
	},
	{
		displayName: 'Max In Flight',
		name: 'maxConcurrentRequests',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 10,
		description: 'The most requests that wait for an answer at the same time',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'rawData',
		description: 'What becomes the items for the next node',
		options: [
			{
				name: 'Raw Data',
				value: 'rawData',
				description: "D3's rawData: one item, or one for each row",
			},
			{
				name: 'Full Answer',
				value: 'full',
				description: 'Everything D3 answered, as one item',
			},
		],
	},
	{
		displayName: 'Requests per Second',
		name: 'requestsPerSecond',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 25,
		description:
			'The most requests that start in any second. D3 documents a maximum of 50, and probably counts all its callers together. 0 means no limit.',
	},
	{
		displayName: 'Time Zone',
		name: 'timezone',
		type: 'string',
		default: '',
		placeholder: 'e.g. America/Vancouver',
		description:
			"IANA name of the zone in which D3 reads dates here. Empty means the credential's, else the workflow's.",
	},
	{
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 60,
		description: 'Seconds to wait for a whole answer of D3',
	},
	{
		displayName: 'Username',
		name: 'username',
		type: 'string',
		default: '',
		placeholder: 'e.g. Admin',
		description: "D3 user in whose name the command runs. Empty means the credential's.",
	},
	{
		displayName: 'Window Time Zone',
		name: 'windowTimezone',
		type: 'string',
		default: 'UTC',
		placeholder: 'e.g. UTC',
		description:
			"IANA name of the zone in which D3 reads Start Time and End Time. D3 documents UTC; if the incidents of the last hours are missing, your D3 reads them in the site's zone.",
		displayOptions: { show: showWhen(({ pages }) => pages !== undefined) },
	},
];

const DEFAULTS = Object.fromEntries(
	optionProperties.map((option) => [option.name, option.default]),
);

/**
 * The builder's choices over the defaults.
 *
 * @throws InvalidParameter if an expression gave something that is no whole number, or neither true nor false.
 */
export function optionsFrom(chosen: IDataObject): Options {
	const options: IDataObject = { ...DEFAULTS, ...chosen };
	for (const { name, displayName, type, typeOptions } of optionProperties) {
		const given = options[name];
		const written = String(given).trim();
		if (type === 'boolean') {
			if (written !== 'true' && written !== 'false') {
				throw new InvalidParameter(
					`${displayName} "${String(given)}" is neither true nor false`,
					'Give true or false in the options of the node.',
				);
			}
			options[name] = written === 'true';
		}
		if (type !== 'number') continue;
		// Number() makes 0 of what is empty, and 0 means no limit.
		const number = /^\d+$/.test(written) ? Number(written) : NaN;
		if (!(number >= typeOptions!.minValue!)) {
			throw new InvalidParameter(
				`${displayName} "${String(given)}" is not a whole number from ${typeOptions!.minValue} on`,
				'Give a whole number in the options of the node.',
			);
		}
		options[name] = number;
	}
	return options as unknown as Options;
}

/** The two fields that stand below every operation's own. */
export const commonProperties: INodeProperties[] = [
	siteField.property,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: optionProperties,
	},
];
