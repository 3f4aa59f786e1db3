import { IANAZone } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/D3SoarApi.credentials';
import { truncate } from '../shared/response/reportedFailure';
import type { Call, Command } from '../shared/command';
import { text } from '../shared/fields';
import { InvalidValue, type Field, type Zones } from '../shared/fields/field';
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
	const ownSite = readField(context, siteField, zones, itemIndex) as string | undefined;
	const site = requireNonBlank('Site', ownSite ?? credential.site);
	const username = requireNonBlank('Username', options.username || credential.username);
	const values: IDataObject = {};
	const commandParams: IDataObject = {};
	const dates: Record<string, string> = {};
	for (const field of command.fields) {
		const value = readField(context, field, zones, itemIndex);
		if (value === undefined) continue;
		values[field.parameter] = value;
		if (field.nodeOnly !== true) commandParams[field.parameter] = value;
		if (field.isD3Date === true) dates[field.parameter] = String(value);
	}
	const refusal = command.validate?.(values);
	if (refusal !== undefined) throw new InvalidParameter(refusal, '');
	const user = command.sendsUsernameParameter === true ? { Username: username } : {};
	const shape = { command: command.command, idempotency: command.idempotency, commandParams };
	const call = { ...shape, ...command.buildRequest?.(values, site) };
	return {
		url: `/api/Command/${encodeURIComponent(call.command)}`,
		...call,
		commandParams: { ...call.commandParams, ...user },
		username,
		site,
		subject: truncate(command.subject?.(values) ?? defaultSubject(call.command, values)),
		incidentNumbers: incidentNumbersOf({ ...values, ...call.commandParams }),
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
export function requireNonBlank(name: string, value: string | undefined): string {
	const named = String(value ?? '').trim();
	if (named !== '') return named;
	throw new InvalidParameter(`${name} is empty`, 'Give it in the credential or in the node.');
}

/** `SetIncidentField on 20220125-1` */
function defaultSubject(command: string, values: IDataObject): string {
	const numbers = incidentNumbersOf(values);
	return numbers.length === 0 ? command : `${command} on ${numbers.join(', ')}`;
}

/** How D3's pages call the parameters in which a command is told its incidents. */
const INCIDENT_PARAMETERS = /\bIncident (Numbers?|ID List)\b/;

/** The incidents that the values name, each once. Those of Command > Run come as they were typed. */
function incidentNumbersOf(values: IDataObject): string[] {
	const named = Object.keys(values).filter((parameter) => INCIDENT_PARAMETERS.test(parameter));
	const numbers = named
		.flatMap((parameter) => values[parameter])
		.filter((value) => typeof value === 'string' || typeof value === 'number')
		.flatMap((value) => String(value).split(/[,\n]/))
		.map((number) => number.trim());
	return [...new Set(numbers)].filter((number) => number !== '');
}

function readField(
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
	return convertField(field, value, zones) as IDataObject[string];
}

/**
 * What D3 gets for the value of a field.
 *
 * @throws InvalidParameter with the name of the field if D3 cannot be given this value.
 */
export function convertField({ property, toD3 }: Field, value: unknown, zones: Zones): unknown {
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
	const workflow = requireZone(
		'The Timezone of the workflow',
		context.getTimezone(),
		'Choose one in the settings of the workflow.',
	);
	return {
		workflow,
		d3: requireZone(
			'Time Zone',
			options.timezone || credential.timezone || workflow,
			"Give an IANA name such as America/Vancouver or UTC in the Time Zone of the credential or of the options, or leave both empty for the workflow's zone.",
		),
		window: requireZone(
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
export function requireZone(name: string, zone: string, advice: string): string {
	// luxon remembers the zones that it has made, and looks anew at each name that it is asked about.
	if (IANAZone.create(zone).isValid) return zone;
	throw new InvalidParameter(`${name} "${zone}" is not known`, advice);
}
