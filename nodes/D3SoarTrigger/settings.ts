import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Field, Zones } from '../D3Soar/fields/field';
import { converted, InvalidParameter, knownZone } from '../D3Soar/parameters';
import { returnedFields as eventFields } from '../D3Soar/resources/event/getAll';
import {
	ESSENTIALS,
	returnedFields as incidentFields,
	STATIC_FIELDS,
} from '../D3Soar/resources/incident/getAll';
import * as fields from './fields';
import { OCCASIONS, type Occasion, type TriggerOn } from './occasions';
import { fieldOf } from './rows';

/** One alternative of D3's filter: conditions that all have to hold. */
export type Alternative = readonly IDataObject[];

/** What the builder wants of a poll. */
export interface Settings {
	readonly triggerOn: TriggerOn;
	readonly occasion: Occasion;
	/** Each by itself; empty for the credential's. */
	readonly sites: readonly string[];
	/** Empty for the credential's. */
	readonly username: string;
	/** One of them has to hold; none for everything. */
	readonly alternatives: readonly Alternative[];
	/** D3's parameters that say which fields come back. */
	readonly returned: IDataObject;
	/** Fields that are left of a row; missing where all are. */
	readonly simplified?: readonly string[];
	/** Days since their creation for which incidents are watched. */
	readonly createdWithin: number;
	/** Whether what happened during a pause is left out. */
	readonly beginsAnew: boolean;
	/** The most items of each site that one poll gives. */
	readonly mostItems: number;
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
	const occasion = OCCASIONS[triggerOn];
	if (occasion === undefined) {
		throw new InvalidParameter(
			`Trigger On "${String(triggerOn)}" is not known`,
			'Choose it again, or update the package.',
		);
	}
	const chosen = context.getNodeParameter('options', {}) as IDataObject;
	const workflow = context.getTimezone();
	const readingIn = (window: string): Zones => ({ workflow, d3: workflow, window, utc: 'UTC' });
	const zone = knownZone(
		'Window Time Zone',
		(converted(fields.windowTimezone, chosen.windowTimezone, readingIn('UTC')) ?? 'UTC') as string,
		'Give an IANA name such as America/Vancouver, or UTC.',
	);
	const zones = readingIn(zone);
	const valueOf = (field: Field) =>
		converted(field, context.getNodeParameter(field.property.name, field.property.default), zones);
	const optionOf = (field: Field) => {
		const { name, default: preset } = field.property;
		return converted(field, chosen[name] ?? preset, zones);
	};
	/** Of an expression that gives nothing the builder did not mean everything. */
	const narrowing = (field: Field) => {
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
		occasion,
		sites: [...new Set(narrowing(fields.sites))],
		username: (optionOf(fields.username) ?? '') as string,
		alternatives: alternativesOf(valueOf, narrowing),
		...(ofIncidents ? ofIncident(valueOf, occasion) : ofEvent(valueOf, occasion)),
		createdWithin: occasion.windowed ? 0 : (valueOf(fields.createdWithin) as number),
		beginsAnew: chosen.startFrom === 'now',
		mostItems: optionOf(fields.mostItems) as number,
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
function ofIncident(valueOf: ValueOf, { date, names }: Occasion) {
	const [simplify, statics, dynamics] = incidentFields.map(valueOf) as [
		boolean,
		string[] | undefined,
		IDataObject | undefined,
	];
	const needed = [...names, date];
	if (simplify) {
		const simplified = [...new Set([...ESSENTIALS, ...needed])];
		return { simplified, returned: { 'Static Fields': simplified } };
	}
	// D3 from 16.8 on gives Date Closed only where it is named, and then only what is named.
	const listed = statics ?? (date === 'Date Closed' ? DEFAULT_FIELDS : undefined);
	return {
		returned: {
			'Static Fields': listed && [...new Set([...listed, ...needed])],
			'Dynamic Fields': dynamics,
		},
	};
}

/** Events have other names for the same from D3 16.8 on: what is named in any of them is not named twice. */
function ofEvent(valueOf: ValueOf, { date, names }: Occasion) {
	const chosen = valueOf(eventFields) as string[] | undefined;
	if (chosen === undefined) return { returned: {} };
	const row = Object.fromEntries(chosen.map((name) => [name, name]));
	const lacks = (...wanted: string[]) => fieldOf(row, wanted) === undefined;
	return {
		returned: {
			Fields: [...chosen, ...(lacks(...names) ? [names[0]!] : []), ...(lacks(date) ? [date] : [])],
		},
	};
}
