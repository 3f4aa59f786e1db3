import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Field, Zones } from '../shared/fields/field';
import { convertField, InvalidParameter, requireZone } from '../D3Soar/call';
import { returnedFields as eventFields } from '../D3Soar/resources/event/getAll';
import {
	ESSENTIALS,
	returnedFields as incidentFields,
	STATIC_FIELDS,
} from '../D3Soar/resources/incident/getAll';
import * as fields from './properties';
import { TRIGGER_TYPES, type TriggerType, type TriggerOn } from './triggerTypes';
import { fieldOf } from './rows';

/** One alternative of D3's filter: conditions that all have to hold. */
export type Alternative = readonly IDataObject[];

/** What the builder wants of a poll. */
export interface Settings {
	readonly triggerOn: TriggerOn;
	readonly triggerType: TriggerType;
	/** Each by itself; empty for the credential's. */
	readonly sites: readonly string[];
	/** Empty for the credential's. */
	readonly username: string;
	/** One of them has to hold; none for everything. */
	readonly alternatives: readonly Alternative[];
	/** D3's parameters that say which fields come back. */
	readonly fieldParameters: IDataObject;
	/** Fields that are left of a row; missing where all are. */
	readonly simplified?: readonly string[];
	/** Days since their creation for which incidents are watched. */
	readonly createdWithin: number;
	/** Whether what happened during a pause is left out. */
	readonly skipsBacklog: boolean;
	/** The most items of each site that one poll gives. */
	readonly maxItems: number;
	/** Minutes. */
	readonly overlap: number;
	/** Rows in one answer of D3, 1 to 1000. */
	readonly pageSize: number;
	/** Seconds for a whole answer. */
	readonly timeout: number;
	/** IANA zone in which D3 writes dates. */
	readonly zone: string;
}

/**
 * Reads what the builder has set.
 *
 * @throws InvalidParameter if a value is missing or cannot be given to D3.
 */
export function settingsOf(context: IPollFunctions): Settings {
	const triggerOn = context.getNodeParameter('triggerOn') as TriggerOn;
	const triggerType = TRIGGER_TYPES[triggerOn];
	if (triggerType === undefined) {
		throw new InvalidParameter(
			`Trigger On "${String(triggerOn)}" is not known`,
			'Choose it again, or update the package.',
		);
	}
	const chosen = context.getNodeParameter('options', {}) as IDataObject;
	const workflow = context.getTimezone();
	const zonesFor = (window: string): Zones => ({ workflow, d3: workflow, window, utc: 'UTC' });
	const zone = requireZone(
		'Window Time Zone',
		(convertField(fields.windowTimezone, chosen.windowTimezone, zonesFor('UTC')) ??
			'UTC') as string,
		'Give an IANA name such as America/Vancouver, or UTC.',
	);
	const zones = zonesFor(zone);
	const valueOf = (field: Field) =>
		convertField(
			field,
			context.getNodeParameter(field.property.name, field.property.default),
			zones,
		);
	const optionOf = (field: Field) => {
		const { name, default: preset } = field.property;
		return convertField(field, chosen[name] ?? preset, zones);
	};
	/** Of an expression that gives nothing the builder did not mean everything. */
	const requiredIfExpression = (field: Field) => {
		const { name, displayName } = field.property;
		const values = (valueOf(field) ?? []) as string[];
		const written = context.getNode().parameters[name];
		if (values.length === 0 && typeof written === 'string' && written.startsWith('=')) {
			throw new InvalidParameter(
				`${displayName} is empty`,
				'Its expression gives nothing. Mend it, or clear the field if all are meant.',
			);
		}
		return values;
	};
	const ofIncidents = triggerOn !== 'eventReceived';
	return {
		triggerOn,
		triggerType,
		sites: [...new Set(requiredIfExpression(fields.sites))],
		username: (optionOf(fields.username) ?? '') as string,
		alternatives: alternativesOf(valueOf, requiredIfExpression),
		...(ofIncidents
			? incidentFieldParameters(valueOf, triggerType)
			: eventFieldParameters(valueOf, triggerType)),
		createdWithin: triggerType.usesTimeWindow ? 0 : (valueOf(fields.createdWithin) as number),
		skipsBacklog: chosen.startFrom === 'now',
		maxItems: optionOf(fields.maxItems) as number,
		overlap: optionOf(fields.overlap) as number,
		pageSize: optionOf(fields.pageSize) as number,
		timeout: optionOf(fields.timeout) as number,
		zone,
	};
}

/** What D3 gives of an incident where no fields are named. */
const DEFAULT_FIELDS = STATIC_FIELDS.filter((field) => !field.endsWith('Raw Data'));

type ValueOf = (field: Field) => unknown;

/** What is chosen and D3's filter together, as D3 takes them: alternatives of conditions. */
function alternativesOf(valueOf: ValueOf, narrowing: (field: Field) => string[]): Alternative[] {
	const [built, raw] = [fields.incidentFilter, fields.rawFilter].map(valueOf) as Array<
		Alternative[] | undefined
	>;
	if (built !== undefined && raw !== undefined) {
		throw new InvalidParameter(
			'Filter and Filter JSON are both given. Give one of them.',
			'What one of them cannot say the other can.',
		);
	}
	let alternatives: Alternative[] = built ?? raw ?? [];
	// n8n forgets those that the editor hides.
	for (const [name, field] of Object.entries(fields.conditions)) {
		const values = narrowing(field);
		if (values.length === 0) continue;
		const each = alternatives.length > 0 ? alternatives : [[]];
		alternatives = values.flatMap((value) =>
			each.map((conditions) => [...conditions, { field: name, operator: '=', value }]),
		);
	}
	return alternatives;
}

/** The number and the date come along: the trigger could not tell what is new without them. */
function incidentFieldParameters(valueOf: ValueOf, { dateField, idFields }: TriggerType) {
	const [simplify, statics, dynamics] = incidentFields.map(valueOf) as [
		boolean,
		string[] | undefined,
		IDataObject | undefined,
	];
	const needed = [...idFields, dateField];
	if (simplify) {
		const simplified = [...new Set([...ESSENTIALS, ...needed])];
		return { simplified, fieldParameters: { 'Static Fields': simplified } };
	}
	// D3 from 16.8 on gives Date Closed only where it is named, and then only what is named.
	const listed = statics ?? (dateField === 'Date Closed' ? DEFAULT_FIELDS : undefined);
	return {
		fieldParameters: {
			'Static Fields': listed && [...new Set([...listed, ...needed])],
			'Dynamic Fields': dynamics,
		},
	};
}

/** Events have other names for the same from D3 16.8 on: what is named in any of them is not named twice. */
function eventFieldParameters(valueOf: ValueOf, { dateField, idFields }: TriggerType) {
	const chosen = valueOf(eventFields) as string[] | undefined;
	if (chosen === undefined) return { fieldParameters: {} };
	const row = Object.fromEntries(chosen.map((name) => [name, name]));
	const isMissing = (...wanted: string[]) => fieldOf(row, wanted) === undefined;
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
