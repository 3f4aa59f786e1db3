import type { IDataObject, INodeProperties } from 'n8n-workflow';

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
}

const optionProperties: INodeProperties[] = [
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
		typeOptions: { minValue: 1 },
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
];

const DEFAULTS = Object.fromEntries(
	optionProperties.map((option) => [option.name, option.default]),
);

/** The builder's choices over the defaults. */
export function optionsFrom(chosen: IDataObject): Options {
	return { ...DEFAULTS, ...chosen } as unknown as Options;
}

/** The two fields that stand below every operation's own. */
export const commonProperties: INodeProperties[] = [
	{
		displayName: 'Site',
		name: 'site',
		type: 'string',
		default: '',
		placeholder: 'e.g. Security Operations',
		description: "D3 site in which the command runs. Empty means the credential's site.",
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: optionProperties,
	},
];
