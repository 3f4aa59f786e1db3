import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/credential';
import type { Call, Command } from '../shared/command';
import { InvalidParameter, requireNonBlank } from '../shared/errors';
import { readField, readParameter, type ReadParameter } from '../shared/fields/readField';
import { truncate } from '../shared/text';
import { requireZone, type Zones } from '../shared/zones';
import { optionsFrom, siteField, type Options } from './options';

/**
 * Reads the options of one item.
 *
 * @throws InvalidParameter if one of them cannot be used.
 */
export function readOptions(context: IExecuteFunctions, itemIndex: number): Options {
	return optionsFrom(
		readParameter(() =>
			context.getNodeParameter('options', itemIndex, {}, { skipValidation: true }),
		),
	);
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
	const zones = zonesFor(context, credential, options);
	const read: ReadParameter = (name, fallback, extractValue) =>
		// No field declares what n8n could validate, and n8n would look through all of them to find that out.
		context.getNodeParameter(name, itemIndex, fallback, { extractValue, skipValidation: true });
	const ownSite = readField(siteField, read, zones) as string | undefined;
	const site = requireNonBlank('Site', ownSite ?? credential.site);
	const username = requireNonBlank('Username', options.username || credential.username);
	const conversion = { ...zones, textFormat: options.textFormat };
	const values: IDataObject = {};
	const commandParams: IDataObject = {};
	const dates: Record<string, string> = {};
	for (const field of command.fields) {
		const value = readField(field, read, conversion) as IDataObject[string];
		if (value === undefined) continue;
		values[field.parameter] = value;
		if (field.nodeOnly !== true) commandParams[field.parameter] = value;
		if (field.isD3Date === true) dates[field.parameter] = String(value);
	}
	const refusal = command.validate?.(values);
	if (refusal !== undefined) throw new InvalidParameter(refusal.message, refusal.advice);
	const request = {
		command: command.command,
		idempotency: command.idempotency,
		commandParams,
		...command.buildRequest?.(values, site),
	};
	const user = command.sendsUsernameParameter === true ? { Username: username } : {};
	return {
		url: `/api/Command/${encodeURIComponent(request.command)}`,
		...request,
		commandParams: { ...request.commandParams, ...user },
		username,
		site,
		subject: truncate(command.subject?.(values) ?? defaultSubject(request.command, values)),
		incidentNumbers: incidentNumbersOf({ ...values, ...request.commandParams }),
		dates: { zone: zones.d3, values: dates },
		limit: values['Return All'] === false ? Number(values.Limit) : Infinity,
		simplify: values.Simplify === true,
	};
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
