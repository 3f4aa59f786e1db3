import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/credential';
import { limitsOf } from '../../credentials/limits';
import { targetOf } from '../../credentials/target';
import type { Call, Command } from '../shared/command';
import { InvalidParameter, requireNonBlank } from '../shared/errors';
import {
	readField,
	invalidParameterFrom,
	readParameter,
	type ReadParameter,
} from '../shared/fields/readField';
import { limitOf } from '../shared/listings/listFields';
import { truncate } from '../shared/text';
import { requireZone, type Zones } from '../shared/zones';
import { pathOf } from './form';
import { incidentNumbersOf } from './incidentNumbers';
import { optionsFrom, siteField, type Options } from './options';

/**
 * Reads the options of one item.
 *
 * @throws InvalidParameter if one of them cannot be used.
 */
export function readOptions(context: IExecuteFunctions, itemIndex: number): Options {
	return optionsFrom(
		readParameter('Options', () =>
			context.getNodeParameter('options', itemIndex, {}, { skipValidation: true }),
		),
	);
}

/**
 * The credential as it is for one item: its fields may be expressions, and nothing tells whether they are.
 *
 * @throws InvalidParameter with what n8n says if there is none, or an expression in it does not work.
 */
export async function readCredential(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<D3SoarCredential> {
	try {
		return await context.getCredentials<D3SoarCredential>('d3SoarApi', itemIndex);
	} catch (error) {
		throw invalidParameterFrom(error);
	}
}

/**
 * Builds the call of one item. It reads each parameter only once: evaluating an expression is slow.
 *
 * @throws InvalidParameter if a value is missing or cannot be sent to D3.
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
		// No field declares anything that n8n could validate, and n8n would search all of them to find that out.
		context.getNodeParameter(name, itemIndex, fallback, { extractValue, skipValidation: true });
	const ownSite = readField(siteField, read, zones, true) as string | undefined;
	const site = requireNonBlank('Site', ownSite ?? credential.site);
	const username = requireNonBlank('Username', options.username || credential.username);
	const conversion = {
		...zones,
		textFormat: options.textFormat,
		...(options.trace && { trace: traceOf(context) }),
	};
	const values: IDataObject = {};
	const commandParams: IDataObject = {};
	const dates: Record<string, string> = {};
	const deadlines: string[] = [];
	let user: Call['user'];
	for (const field of command.fields) {
		const narrows = command.narrowedBy?.includes(field.parameter);
		const path = pathOf(command, field);
		const readHere: ReadParameter = (name, fallback, extractValue) =>
			read(path + name.slice(field.property.name.length), fallback, extractValue);
		const value = readField(field, readHere, conversion, narrows) as IDataObject[string];
		if (value === undefined) continue;
		values[field.parameter] = value;
		if (field.nodeOnly !== true) commandParams[field.parameter] = value;
		if (field.isD3Date === true) dates[field.parameter] = String(value);
		if (field.isDeadline === true) deadlines.push(field.parameter);
		if (field.takesName !== undefined) {
			user = { name: String(value), takes: `${field.property.displayName} ${field.takesName}` };
		}
	}
	const refusal = command.validate?.(values);
	if (refusal !== undefined) throw new InvalidParameter(refusal.message, refusal.advice);
	const request = {
		command: command.command,
		idempotency: command.idempotency,
		commandParams,
		...command.buildRequest?.(values, site),
	};
	return {
		url: `/api/Command/${encodeURIComponent(request.command)}`,
		...request,
		...(command.sendsUsernameParameter === true && {
			commandParams: { ...request.commandParams, Username: username },
		}),
		credential,
		limits: limitsOf(credential),
		username,
		site: siteOf(request.url, site, ownSite !== undefined),
		subject: truncate(command.subject?.(values) ?? defaultSubject(command, values)),
		...(user !== undefined && { user }),
		incidentNumbers: incidentNumbersOf({ ...values, ...request.commandParams }),
		dates: { zone: zones.d3, values: dates, deadlines },
		limit: limitOf(values),
		simplify: values.Simplify === true,
	};
}

/**
 * The site that D3 goes by: the one in a URL that takes in events, else the node's or the credential's.
 *
 * @param isOwn Whether the site is the node's own.
 */
function siteOf(url: string | undefined, site: string, isOwn: boolean): string {
	const ingestionSite = url === undefined ? undefined : targetOf(url).ingestionSite;
	if (isOwn && ingestionSite !== undefined && ingestionSite !== site) {
		throw new InvalidParameter(
			`Site is "${site}", but the Request URL is for "${ingestionSite}"`,
			'Leave one of them empty, or enter the URL of that site.',
		);
	}
	return ingestionSite ?? site;
}

/** Where a text is from, for those who read it in D3. An execution that n8n does not save has no number. */
function traceOf(context: IExecuteFunctions): string {
	const { name, id } = context.getWorkflow();
	return [
		'Created by n8n',
		`workflow ${name ?? id}`,
		...(context.getExecutionId() ? [`execution ${context.getExecutionId()}`] : []),
	].join(', ');
}

/** `Change Owner on 20220125-1` */
function defaultSubject({ operation }: Command, values: IDataObject): string {
	const numbers = incidentNumbersOf(values);
	return numbers.length === 0 ? operation.name : `${operation.name} on ${numbers.join(', ')}`;
}

/** The zones in which dates are read and written. */
function zonesFor(
	context: IExecuteFunctions,
	credential: D3SoarCredential,
	options: Options,
): Zones {
	const workflow = requireZone(
		"The workflow's time zone",
		context.getTimezone(),
		'Choose another one in the workflow settings.',
	);
	if ('timezone' in credential && (credential.timezone ?? undefined) === undefined) {
		throw new InvalidParameter(
			'Time Zone of the credential is empty',
			"Its expression finds nothing. Fix it, or clear the field to use the workflow's time zone.",
		);
	}
	return {
		workflow,
		d3: requireZone(
			'Time Zone',
			options.timezone || credential.timezone || workflow,
			"Enter an IANA name such as America/Vancouver or UTC as the Time Zone in the credential or in Options, or leave both empty to use the workflow's time zone.",
		),
		window: requireZone(
			'List Time Zone',
			options.windowTimezone || 'UTC',
			'Enter an IANA name such as America/Vancouver, or leave it empty for UTC.',
		),
		utc: 'UTC',
	};
}
