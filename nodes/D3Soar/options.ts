import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Command } from '../shared/command';
import { booleanSwitch, number, setting, text } from '../shared/fields';
import { withName, type Field } from '../shared/fields/field';
import { readOption, username, windowTimezone } from '../shared/fields/options';
import type { RequestOptions } from '../shared/transport/d3Client';
import { NO_ZONES } from '../shared/zones';
import { INCIDENT_PARAMETERS } from './incidentNumbers';

/** What a user can set besides a command's own parameters. Which of it, depends on the operation. */
export interface Options extends RequestOptions {
	/** `rawData`: D3's data as items. `full`: D3's whole response, a listing as an item for each page. */
	readonly output: 'rawData' | 'full';
	/** D3 user as whom the command runs; empty for the credential's. */
	readonly username: string;
	/** How the texts are meant that D3 shows formatted. */
	readonly textFormat: 'text' | 'html';
	/** Whether texts end with the workflow and the execution that write them. */
	readonly trace: boolean;
	/** IANA zone in which D3 reads dates; empty for the credential's, else the workflow's. */
	readonly timezone: string;
	/** Whether writes about one incident are sent one after another, in the order of the items. */
	readonly keepOrder: boolean;
	/** Max items that share a request of a command that takes many incidents at once. */
	readonly batchSize: number;
	/** IANA zone in which D3 reads the time windows of its listings. */
	readonly windowTimezone: string;
}

/** An option, and the commands to which it applies. */
interface Option {
	readonly field: Field;
	readonly appliesTo: (command: Command) => boolean;
}

const always = () => true;
const writes = ({ idempotency }: Command) => idempotency !== 'readOnly';
const hasDates = ({ fields }: Command) =>
	fields.some(({ isInD3Zone, dateCells }) => isInD3Zone === true || dateCells !== undefined);
const namesIncidents = ({ fields }: Command) =>
	fields.some(({ parameter }) => INCIDENT_PARAMETERS.test(parameter));

/**
 * The options in the order of the editor. Their texts are short: n8n repeats them for each operation that it
 * describes to AI builders.
 */
const OPTIONS: readonly Option[] = [
	{
		field: withName(
			'trace',
			booleanSwitch('Add Trace', {
				default: false,
				description: 'Whether to end the text with this workflow and execution',
			}),
		),
		appliesTo: ({ idempotency, fields }) =>
			idempotency !== 'readOnly' && fields.some(({ takesTrace }) => takesTrace === true),
	},
	{
		field: number('Batch Size', {
			required: true,
			min: 1,
			default: 50,
			description: 'Max items per request. 1 sends each item separately.',
		}),
		appliesTo: ({ bulkParameter }) => bulkParameter !== undefined,
	},
	{
		field: withName(
			'onUnconfirmed',
			setting('If D3 Does Not Confirm', {
				default: 'fail',
				description: 'Sending again can repeat it',
				options: [
					{
						name: 'Fail',
						value: 'fail',
						description: 'Fail the item and say what to check',
					},
					{
						name: 'Always Send Again (May Duplicate)',
						value: 'sendAgain',
						description: 'Send it again and again: D3 may do it each time',
					},
				],
			}),
		),
		appliesTo: writes,
	},
	{
		field: withName(
			'keepOrder',
			booleanSwitch('Keep Order per Incident', {
				default: true,
				description: 'Whether to send items in order per incident',
			}),
		),
		appliesTo: (command) =>
			writes(command) &&
			command.waitsForAnswer !== true &&
			(namesIncidents(command) || command.fields.some(isOpen)),
	},
	{
		field: setting('Output', {
			default: 'rawData',
			description: 'What to return',
			options: [
				{
					name: 'Full Response',
					value: 'full',
					description: "D3's entire response, one item per page",
				},
				{
					name: 'Raw Data',
					value: 'rawData',
					description: "D3's rawData, as one item or one item per row",
				},
			],
		}),
		appliesTo: ({ waitsForAnswer }) => waitsForAnswer !== true,
	},
	{
		field: setting('Text Format', {
			default: 'text',
			description: 'Format of texts that D3 shows formatted',
			options: [
				{ name: 'HTML', value: 'html', description: 'The text is HTML' },
				{ name: 'Plain Text', value: 'text', description: 'Keep lines and characters as written' },
			],
		}),
		appliesTo: ({ fields }) => fields.some(({ isFormattedText }) => isFormattedText === true),
	},
	{
		field: withName(
			'timezone',
			text('Time Zone', {
				placeholder: 'e.g. America/Vancouver',
				description: 'IANA time zone in which D3 reads dates',
			}),
		),
		appliesTo: hasDates,
	},
	{ field: username, appliesTo: always },
	{
		field: windowTimezone('IANA time zone in which D3 reads list times'),
		appliesTo: ({ pages }) => pages !== undefined,
	},
];

/** Whether it takes parameters of any name, incidents among them. */
function isOpen({ dateCells }: Field): boolean {
	return dateCells !== undefined;
}

/** The options of an operation, as the editor shows them. */
export function optionsOf(command: Command): INodeProperties[] {
	return OPTIONS.filter(({ appliesTo }) => appliesTo(command)).map(({ field }) => field.property);
}

/** The site in which a command runs; it is shown below every operation's own fields. */
export const siteField = text('Site', {
	placeholder: 'e.g. Security Operations',
	description: "D3 site, if not the credential's",
});

/**
 * The user's choices over the defaults.
 *
 * @param chosen What is in the node's collection of options.
 * @throws InvalidParameter if an expression gives a value that cannot be used.
 */
export function optionsFrom(chosen: IDataObject): Options {
	const options = { ...defaultOptions() };
	for (const { field } of OPTIONS) {
		const { name } = field.property;
		if (name in chosen) options[name] = readOption(field, chosen, NO_ZONES) ?? '';
	}
	return options as unknown as Options;
}

let defaults: Readonly<Record<string, unknown>> | undefined;

/** Converted once, since most items choose few options or none, and on first use. */
function defaultOptions(): Readonly<Record<string, unknown>> {
	return (defaults ??= Object.fromEntries(
		OPTIONS.map(({ field }) => [field.property.name, readOption(field, {}, NO_ZONES) ?? '']),
	));
}
