import { IANAZone } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/D3SoarApi.credentials';
import type { Call, Command } from './command';
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
	const username = options.username || credential.username;
	const site = String(context.getNodeParameter('site', itemIndex, '')) || credential.site;
	const zones = zonesFor(context, credential, options);
	const values: IDataObject = {};
	const commandParams: IDataObject = {};
	for (const field of command.fields) {
		const value = d3ValueOf(context, field, zones, itemIndex);
		if (value === undefined) continue;
		values[field.parameter] = value;
		if (field.local !== true) commandParams[field.parameter] = value;
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
		about: command.about?.(values) ?? aboutOf(call.command, values),
		...incidentIn(values),
	};
}

/** `SetIncidentField on 20220125-1` */
function aboutOf(command: string, values: IDataObject): string {
	const numbers = values['Incident Number'] ?? values['Incident Numbers'];
	return numbers === undefined ? command : `${command} on ${[numbers].flat().join(', ')}`;
}

/** The one incident that the values name. */
function incidentIn(values: IDataObject): Pick<Call, 'incident'> {
	const numbers = [values['Incident Number'] ?? values['Incident Numbers'] ?? []].flat();
	return numbers.length === 1 ? { incident: String(numbers[0]) } : {};
}

function d3ValueOf(
	context: IExecuteFunctions,
	{ parameter, property, toD3 }: Field,
	zones: Zones,
	itemIndex: number,
): IDataObject[string] {
	const value = context.getNodeParameter(property.name, itemIndex, property.default, {
		extractValue: property.type === 'resourceLocator',
	});
	try {
		return toD3(value, zones) as IDataObject[string];
	} catch (error) {
		throw error instanceof InvalidValue
			? new InvalidParameter(`${parameter} ${error.message}`, error.advice)
			: error;
	}
}

/** Which zones a date is read in and written in. */
function zonesFor(
	context: IExecuteFunctions,
	credential: D3SoarCredential,
	options: Options,
): Zones {
	const workflow = context.getTimezone();
	const d3 = options.timezone || credential.timezone || workflow;
	for (const zone of [workflow, d3]) {
		if (!IANAZone.isValidZone(zone)) {
			throw new InvalidParameter(
				`Time Zone "${zone}" is not known`,
				"Give an IANA name such as America/Vancouver or UTC in the Time Zone of the credential or of the options, or leave both empty for the workflow's zone.",
			);
		}
	}
	return { workflow, d3 };
}
