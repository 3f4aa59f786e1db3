import type { IDataObject, INodeParameters, IPollFunctions } from 'n8n-workflow';

import { InvalidParameter } from '../shared/errors';
import type { Field } from '../shared/fields/field';
import { pageSize, readOption, username } from '../shared/fields/options';
import { readField, readParameter, type ReadParameter } from '../shared/fields/readField';
import { returnedFields as eventFields } from '../shared/listings/events';
import { ESSENTIALS, STATIC_FIELDS } from '../shared/listings/incidents';
import { TWO_FILTERS } from '../shared/listings/listFields';
import { fieldOf } from '../shared/response/rowFields';
import { requireZone, type Zones } from '../shared/zones';
import * as properties from './properties';
import { TRIGGER_TYPES, type TriggerOn, type TriggerType } from './triggerTypes';

/** One alternative of D3's filter: conditions that must all be met. */
export type Alternative = readonly IDataObject[];

/** The settings of the node for a poll. */
export interface Settings {
	readonly triggerOn: TriggerOn;
	readonly triggerType: TriggerType;
	/** Each is polled by itself; empty for the credential's site. */
	readonly sites: readonly string[];
	/** Empty for the credential's username. */
	readonly username: string;
	/** A row must meet one of them; empty for all rows. */
	readonly alternatives: readonly Alternative[];
	/** D3's parameters that say which fields come back. */
	readonly fieldParameters: IDataObject;
	/** Fields of a row to keep; missing to keep all. */
	readonly simplified?: readonly string[];
	/** Days since their creation for which incidents are watched. */
	readonly createdWithin: number;
	/** Whether to leave out what happened while the workflow was inactive. */
	readonly skipsBacklog: boolean;
	/** Max items per site and poll. */
	readonly maxItems: number;
	/** Minutes. */
	readonly overlap: number;
	/** Rows in one response of D3, 1 to 1000. */
	readonly pageSize: number;
	/** Seconds until n8n gives the poll up, where it says so. */
	readonly budget: number;
	/** IANA zone in which D3 writes dates. */
	readonly zone: string;
}

/**
 * Reads the user's settings.
 *
 * @throws InvalidParameter if a value is missing or cannot be given to D3.
 */
export function settingsOf(context: IPollFunctions): Settings {
	const triggerOn = readParameter('Trigger On', () =>
		context.getNodeParameter('triggerOn'),
	) as TriggerOn;
	const triggerType = TRIGGER_TYPES[triggerOn];
	if (triggerType === undefined) {
		throw new InvalidParameter(
			`Trigger On "${String(triggerOn)}" is not a known trigger type`,
			'Select it again, or update the package.',
		);
	}
	const chosen = readParameter('Options', () =>
		context.getNodeParameter('options', {}),
	) as IDataObject;
	const zone = windowZone(chosen, context.getTimezone());
	const zones = zonesFor(context.getTimezone(), zone);
	const read: ReadParameter = (name, fallback) => context.getNodeParameter(name, fallback);
	const valueOf = (field: Field) => readField(field, read, zones);
	const optionOf = (field: Field) => readOption(field, chosen, zones);
	// n8n leaves out what was set for another Trigger On, which its editor hides and keeps.
	const filters = readParameter('Filters', () =>
		context.getNodeParameter('filters', {}),
	) as IDataObject;
	const filterOf = (field: Field) => readOption(field, filters, zones);
	const written = context.getNode().parameters;
	const writtenFilters = (written.filters ?? {}) as INodeParameters;
	const { usesTimeWindow } = triggerType;
	return {
		triggerOn,
		triggerType,
		sites: [
			...new Set(namesIfExpressionGivesAny(properties.sites, valueOf(properties.sites), written)),
		],
		username: (optionOf(username) ?? '') as string,
		alternatives: alternativesOf(filterOf, (field) =>
			namesIfExpressionGivesAny(field, filterOf(field), writtenFilters),
		),
		...(triggerOn === 'eventReceived'
			? eventFieldParameters(optionOf(eventFields), triggerType)
			: incidentFieldParameters(valueOf(properties.simplify) as boolean, optionOf, triggerType)),
		createdWithin: usesTimeWindow ? 0 : (optionOf(properties.createdWithin) as number),
		skipsBacklog: optionOf(properties.startFrom) === 'now',
		maxItems: optionOf(properties.maxItems) as number,
		overlap: optionOf(properties.overlap) as number,
		pageSize: optionOf(pageSize) as number,
		budget: budgetOf(context),
		zone,
	};
}

/** n8n before 2.38 has no such function. */
function budgetOf(context: Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>): number {
	return (context.getPollBudgetMs?.() ?? Infinity) / 1000;
}

function zonesFor(workflow: string, window: string): Zones {
	return { workflow, d3: workflow, window, utc: 'UTC' };
}

function windowZone(chosen: IDataObject, workflow: string): string {
	const zone = readOption(properties.windowTimezone, chosen, zonesFor(workflow, 'UTC')) ?? 'UTC';
	return requireZone(
		'List Time Zone',
		String(zone),
		'Enter an IANA name such as America/Vancouver, or UTC.',
	);
}

/** An expression that gives nothing must not be read as "everything". */
function namesIfExpressionGivesAny(
	{ property: { name, displayName } }: Field,
	value: unknown,
	parameters: INodeParameters,
): string[] {
	const names = (value ?? []) as string[];
	const written = parameters[name];
	if (names.length === 0 && typeof written === 'string' && written.startsWith('=')) {
		throw new InvalidParameter(
			`${displayName} is empty`,
			'Its expression finds nothing. Fix it, or clear the field to include all.',
		);
	}
	return names;
}

/** The fields that D3 returns for an incident if the request names none. */
const DEFAULT_FIELDS = STATIC_FIELDS.filter((field) => !field.endsWith('Raw Data'));

type ValueOf = (field: Field) => unknown;

/** The chosen conditions and the filter together, in D3's form: alternatives of conditions. */
function alternativesOf(valueOf: ValueOf, namesOf: (field: Field) => string[]): Alternative[] {
	const [built, raw] = [properties.incidentFilter, properties.rawFilter].map(valueOf) as Array<
		Alternative[] | undefined
	>;
	if (built !== undefined && raw !== undefined) {
		throw new InvalidParameter(TWO_FILTERS.message, TWO_FILTERS.advice);
	}
	let alternatives: Alternative[] = built ?? raw ?? [];
	for (const [name, field] of Object.entries(properties.conditions)) {
		const values = namesOf(field);
		if (values.length === 0) continue;
		const each = alternatives.length > 0 ? alternatives : [[]];
		alternatives = values.flatMap((value) =>
			each.map((conditions) => [...conditions, { field: name, operator: '=', value }]),
		);
	}
	return alternatives;
}

/** The number and the date are always requested: without them the trigger could not tell what is new. */
function incidentFieldParameters(simplify: boolean, optionOf: ValueOf, type: TriggerType) {
	const { dateField, listing } = type;
	const needed = [...listing.pages.idFields, dateField];
	if (simplify) {
		const simplified = [...new Set([...ESSENTIALS, ...needed])];
		return { simplified, fieldParameters: { 'Static Fields': simplified } };
	}
	const statics = optionOf(properties.staticFields) as string[] | undefined;
	// D3 16.8 and newer return Date Closed only if the request names it, and then only the fields that it names.
	const listed = statics ?? (dateField === 'Date Closed' ? DEFAULT_FIELDS : undefined);
	return {
		fieldParameters: {
			'Static Fields': listed && [...new Set([...listed, ...needed])],
			'Dynamic Fields': optionOf(properties.dynamicFields) as IDataObject | undefined,
		},
	};
}

/** From D3 16.8 on, fields of events have other names: a field that is named in either way is not added again. */
function eventFieldParameters(given: unknown, { dateField, listing }: TriggerType) {
	const chosen = given as string[] | undefined;
	if (chosen === undefined) return { fieldParameters: {} };
	const row = Object.fromEntries(chosen.map((name) => [name, name]));
	const isMissing = (...names: string[]) => fieldOf(row, names) === undefined;
	const { idFields } = listing.pages;
	return {
		fieldParameters: {
			Fields: [
				...chosen,
				...(isMissing(...idFields) ? [idFields[0]!] : []),
				...(isMissing(dateField) ? [dateField] : []),
			],
		},
	};
}
