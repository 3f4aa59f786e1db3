import { IANAZone } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/D3SoarApi.credentials';
import { shortened } from './answer/failure';
import type { Call, Command } from './command';
import { text } from './fields';
import { InvalidValue, type Field, type Zones } from './fields/field';
import type { Options } from './options';

/** A parameter of one item cannot be given to D3; nothing was sent. The message names the field. */
export class InvalidParameter extends Error {
	/** @param advice What to do, as whole sentences. */
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/** In which site a command runs; it stands below every operation's own fields. */
export const siteField = text('Site', {
	placeholder: 'e.g. Security Operations',
	description: "D3 site in which the command runs. Empty means the credential's site.",
});

/**
 * Reads what one item asks of a command, each parameter once: an expression is dear.
 *
 * @throws InvalidParameter if a value is missing or cannot be given to D3.
 */
export function callFor(
	context: IExecuteFunctions,
	command: Command,
	credential: D3SoarCredential,
	options: Options,
	itemIndex: number,
): Call {
	const zones = zonesFor(context, credential, options);
	const ownSite = d3ValueOf(context, siteField, zones, itemIndex) as string | undefined;
	const site = demandNamed('Site', ownSite ?? credential.site);
	const username = demandNamed('Username', options.username || credential.username);
	const values: IDataObject = {};
	const commandParams: IDataObject = {};
	const dates: Record<string, string> = {};
	for (const field of command.fields) {
		const value = d3ValueOf(context, field, zones, itemIndex);
		if (value === undefined) continue;
		values[field.parameter] = value;
		if (field.local !== true) commandParams[field.parameter] = value;
		if (field.inD3Zone === true) dates[field.parameter] = String(value);
	}
	const refusal = command.refuses?.(values);
	if (refusal !== undefined) throw new InvalidParameter(refusal, '');
	const user = command.namesUser === true ? { Username: username } : {};
	const shape = { command: command.command, effect: command.effect, commandParams };
	const call = { ...shape, ...command.shape?.(values, site) };
	return {
		address: `/api/Command/${encodeURIComponent(call.command)}`,
		...call,
		commandParams: { ...call.commandParams, ...user },
		username,
		site,
		about: shortened(command.about?.(values) ?? aboutOf(call.command, values)),
		incidents: incidentsIn({ ...values, ...call.commandParams }),
		dates: { zone: zones.d3, values: dates },
		limit: values['Return All'] === false ? Number(values.Limit) : Infinity,
		simplify: values.Simplify === true,
	};
}

/**
 * Who and where: without them D3 would act for nobody in particular.
 *
 * @throws InvalidParameter if it is blank.
 */
export function demandNamed(name: string, value: string | undefined): string {
	const named = String(value ?? '').trim();
	if (named !== '') return named;
	throw new InvalidParameter(`${name} is empty`, 'Give it in the credential or in the node.');
}

/** `SetIncidentField on 20220125-1` */
function aboutOf(command: string, values: IDataObject): string {
	const numbers = incidentsIn(values);
	return numbers.length === 0 ? command : `${command} on ${numbers.join(', ')}`;
}

/** How D3's pages call the parameters in which a command is told its incidents. */
const INCIDENTS = /\bIncident (Numbers?|ID List)\b/;

/** The incidents that the values name, each once. Those of Command > Run come as they were typed. */
function incidentsIn(values: IDataObject): string[] {
	const named = Object.keys(values).filter((parameter) => INCIDENTS.test(parameter));
	const numbers = named
		.flatMap((parameter) => values[parameter])
		.filter((value) => typeof value === 'string' || typeof value === 'number')
		.flatMap((value) => String(value).split(/[,\n]/))
		.map((number) => number.trim());
	return [...new Set(numbers)].filter((number) => number !== '');
}

function d3ValueOf(
	context: IExecuteFunctions,
	field: Field,
	zones: Zones,
	itemIndex: number,
): IDataObject[string] {
	const { property } = field;
	const value = context.getNodeParameter(property.name, itemIndex, property.default, {
		extractValue: property.type === 'resourceLocator',
		// No field declares what n8n could validate, and n8n would look through all of them to find that out.
		skipValidation: true,
	});
	return converted(field, value, zones) as IDataObject[string];
}

/**
 * What D3 gets for the value of a field.
 *
 * @throws InvalidParameter with the name of the field if D3 cannot be given this value.
 */
export function converted({ property, toD3 }: Field, value: unknown, zones: Zones): unknown {
	try {
		return toD3(value, zones);
	} catch (error) {
		throw error instanceof InvalidValue
			? new InvalidParameter(`${property.displayName} ${error.message}`, error.advice)
			: error;
	}
}

/** Which zones a date is read in and written in. */
function zonesFor(
	context: IExecuteFunctions,
	credential: D3SoarCredential,
	options: Options,
): Zones {
	const workflow = knownZone(
		'The Timezone of the workflow',
		context.getTimezone(),
		'Choose one in the settings of the workflow.',
	);
	return {
		workflow,
		d3: knownZone(
			'Time Zone',
			options.timezone || credential.timezone || workflow,
			"Give an IANA name such as America/Vancouver or UTC in the Time Zone of the credential or of the options, or leave both empty for the workflow's zone.",
		),
		window: knownZone(
			'Window Time Zone',
			options.windowTimezone || 'UTC',
			'Give an IANA name such as America/Vancouver in the options, or leave it empty for UTC.',
		),
		utc: 'UTC',
	};
}

/**
 * The zone, if there is one of that name.
 *
 * @param name What the builder finds it under.
 * @throws InvalidParameter with the advice if there is none.
 */
export function knownZone(name: string, zone: string, advice: string): string {
	// luxon remembers the zones that it has made, and looks anew at each name that it is asked about.
	if (IANAZone.create(zone).isValid) return zone;
	throw new InvalidParameter(`${name} "${zone}" is not known`, advice);
}
