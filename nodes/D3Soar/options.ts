import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Command } from '../shared/command';
import { booleanSwitch, number, setting, text } from '../shared/fields';
import { withName, type Field } from '../shared/fields/field';
import { readOption, username, windowTimezone } from '../shared/fields/options';
import type { RequestOptions } from '../shared/transport/d3Client';
import { NO_ZONES } from '../shared/zones';
import { resources } from './resources';

/** What a user can set besides a command's own parameters; the same for every operation. */
export interface Options extends RequestOptions {
	/** `rawData`: D3's data as items. `full`: D3's whole response as one item. */
	readonly output: 'rawData' | 'full';
	/** D3 user as whom the command runs; empty for the credential's. */
	readonly username: string;
	/** How the texts are meant that D3 shows formatted. */
	readonly textFormat: 'text' | 'html';
	/** IANA zone in which D3 reads dates; empty for the credential's, else the workflow's. */
	readonly timezone: string;
	/** Whether writes about one incident are sent one after another, in the order of the items. */
	readonly keepOrder: boolean;
	/** Max items that share a request of a command that takes many incidents at once. */
	readonly batchSize: number;
	/** IANA zone in which D3 reads the time windows of its listings. */
	readonly windowTimezone: string;
}

/** The options in the order of the editor, and the commands to which each applies: all of them by default. */
const OPTIONS: ReadonlyArray<{ field: Field; appliesTo?: (command: Command) => boolean }> = [
	{
		field: withName(
			'onUnconfirmed',
			setting('If D3 Does Not Confirm', {
				default: 'fail',
				description:
					'What to do with an item that was sent and got no usable answer, so that D3 may or may not have acted',
				options: [
					{
						name: 'Fail',
						value: 'fail',
						description: 'Fail the item and say what to check, so that nothing is done twice',
					},
					{
						name: 'Always Send Again (May Duplicate)',
						value: 'sendAgain',
						description: 'Send it again, even if that may do it twice',
					},
				],
			}),
		),
	},
	{
		field: number('Batch Size', {
			required: true,
			min: 1,
			default: 50,
			description:
				'The most items that share one request, since D3 does this to many incidents at once. 1 sends each by itself.',
		}),
		appliesTo: ({ bulkParameter }) => bulkParameter !== undefined,
	},
	{
		field: booleanSwitch('Keep Order', {
			default: true,
			description:
				'Whether items that change the same incident are sent one after another, in their order. Items of different incidents go side by side in any case.',
		}),
	},
	{
		field: setting('Output', {
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
		}),
	},
	{
		field: setting('Text Format', {
			default: 'text',
			description: 'How texts are meant that D3 shows formatted, such as a description',
			options: [
				{
					name: 'HTML',
					value: 'html',
					description: 'Tags format it, and pictures in it may be loaded from elsewhere',
				},
				{
					name: 'Plain Text',
					value: 'text',
					description: 'Every character and each line is shown as it is',
				},
			],
		}),
		appliesTo: ({ fields }) => fields.some(({ isFormattedText }) => isFormattedText === true),
	},
	{
		field: withName(
			'timezone',
			text('Time Zone', {
				placeholder: 'e.g. America/Vancouver',
				description:
					"IANA name of the zone in which D3 reads dates here. Empty means the credential's, else the workflow's.",
			}),
		),
	},
	{ field: username },
	{
		field: windowTimezone(
			"IANA name of the zone in which D3 reads Start Time and End Time. D3 documents UTC; if the incidents of the last hours are missing, your D3 reads them in the site's zone.",
		),
		appliesTo: ({ pages }) => pages !== undefined,
	},
];

/** The site in which a command runs; it is shown below every operation's own fields. */
export const siteField = text('Site', {
	placeholder: 'e.g. Security Operations',
	description: "D3 site in which the command runs. Empty means the credential's site.",
});

/** The two fields that are shown below every operation's own. */
export const commonProperties: INodeProperties[] = [
	siteField.property,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: OPTIONS.map(({ field: { property }, appliesTo }) =>
			appliesTo === undefined
				? property
				: { ...property, displayOptions: { show: showWhen(appliesTo) } },
		),
	},
];

/**
 * The user's choices over the defaults.
 *
 * @param chosen What is in the node's collection of options.
 * @throws InvalidParameter if an expression gives a value that cannot be used.
 */
export function optionsFrom(chosen: IDataObject): Options {
	const values = OPTIONS.map(({ field }) => [
		field.property.name,
		readOption(field, chosen, NO_ZONES) ?? '',
	]);
	return Object.fromEntries(values) as unknown as Options;
}

/** Shows an option only for the operations to which it applies. */
function showWhen(appliesTo: (command: Command) => boolean) {
	const matching = resources.filter(({ commands }) => commands.some(appliesTo));
	const commands = matching.flatMap((resource) => resource.commands.filter(appliesTo));
	return {
		'/resource': matching.map(({ value }) => value),
		'/operation': [...new Set(commands.map(({ operation }) => operation.value))],
	};
}
