import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

/** How one parameter of a D3 command looks in n8n, what it accepts and what D3 gets. */
export interface Field {
	/** D3's name of the parameter, as its page prints it; the key in `CommandParams`. */
	readonly parameter: string;
	/** How the builder meets it. `name` is D3's name in camelCase: saved workflows depend on it. */
	readonly property: INodeProperties;
	/** Only the node looks at it: D3 never gets it. */
	readonly nodeOnly?: boolean;
	/** D3 gets a date without a zone, and reads it in its own. */
	readonly isD3Date?: boolean;
	/**
	 * What D3 gets for the value of one item; `undefined` leaves the parameter out.
	 *
	 * @throws InvalidValue if D3 could not be given this value.
	 */
	readonly toD3: (value: unknown, zones: Zones) => unknown;
}

/** What every field kind lets a command say. */
export interface FieldOptions {
	/** Whether D3's page marks the parameter as required. A blank value is then refused. */
	required?: boolean;
	/** What the builder reads below the field. */
	description: string;
	/** When the field is there at all, by the values of others of the same command. */
	displayOptions?: { show: { [name: string]: boolean[] } };
}

/**
 * What becomes of a name whose value an expression does not find. It is refused, since a command may reach
 * further without it (D3 removes all files where none is named), or left out like an empty field.
 */
export type OnMissing = 'refused' | 'leftOut';

/** The zones of a date, as IANA names. */
export interface Zones {
	/** Where a value without an offset is meant: the workflow's zone. */
	readonly workflow: string;
	/** Where D3 reads the digits it is given. */
	readonly d3: string;
	/** Where D3 reads the time window of a listing. */
	readonly window: string;
	readonly utc: 'UTC';
}

/** A value that cannot be given to D3. The message follows the field's name: `Due Date <message>`. */
export class InvalidValue extends Error {
	/** @param advice What to do, as whole sentences. */
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/** `Task Name` -> `taskName`, `Event IDs` -> `eventIds`: how a D3 parameter is called in a saved workflow. */
export function camelCase(parameter: string): string {
	const words = parameter.replace(/['’()]/g, '').match(/[A-Za-z\d]+/g) ?? [];
	return words
		.map((word) => (/^[A-Z\d]{2,}s?$/.test(word) ? word.toLowerCase() : word))
		.map((word, index) => {
			const initial = word.charAt(0);
			return (index === 0 ? initial.toLowerCase() : initial.toUpperCase()) + word.slice(1);
		})
		.join('');
}

/** `DueDate` -> `Due Date`, `groupIds` -> `Group IDs`: how a D3 parameter is called in the editor. */
export function titleOf(parameter: string): string {
	return parameter
		.replace(/([a-z])(?=[A-Z])/g, '$1 ')
		.replace(/\bId(s?)\b/g, 'ID$1')
		.replace(/^[a-z]/, (initial) => initial.toUpperCase());
}

/** What a D3 parameter is called in the editor and in a saved workflow. */
export function propertyNames(parameter: string): Pick<INodeProperties, 'displayName' | 'name'> {
	return { displayName: titleOf(parameter), name: camelCase(parameter) };
}

/** Text, or `undefined` where there is nothing in it. Numbers and booleans are written out. */
export function textOf(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	if (isDateLike(value)) {
		throw new InvalidValue(
			'is a date, not text',
			"Write it out in the expression, e.g. {{ $now.toFormat('yyyy-MM-dd HH:mm:ss') }}.",
		);
	}
	if (Array.isArray(value)) {
		throw new InvalidValue(
			'is a list, not text',
			"Put it into one text in the expression, e.g. {{ $json.tags.join(', ') }}.",
		);
	}
	if (typeof value === 'object') {
		throw new InvalidValue(
			'is an object, not text',
			'Choose one of its values in the expression, or write it out with {{ JSON.stringify(...) }}.',
		);
	}
	const text = String(value);
	return text.trim() === '' ? undefined : text;
}

/** Whether a value is a DateTime or a `Date`, also one from the sandbox in which n8n evaluates expressions. */
export function isDateLike(value: unknown): value is DateTime | Date {
	return DateTime.isDateTime(value) || Object.prototype.toString.call(value) === '[object Date]';
}

/**
 * A text as one segment of a path. Dots alone lead up whether or not they are encoded, and half a
 * surrogate pair cannot be encoded at all.
 *
 * @param name What the builder calls it, for the refusal.
 */
export function encodePathSegment(name: string, value: string): string {
	if (/^\.+$|\p{Surrogate}/u.test(value.trim())) {
		throw new InvalidValue(
			`${name} "${value}" cannot be part of an address`,
			'Give its name in D3.',
		);
	}
	return encodeURIComponent(value.trim());
}

/** What a text says as JSON; `undefined` if it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What to do about a value that is not there. */
export const CHECK_EXPRESSION =
	'If it comes from an expression, look at what the item holds there.';

/** Refuses what is missing where D3 requires something. */
export function requireValue<T>(
	value: T | undefined,
	required: boolean | undefined,
): T | undefined {
	if (value === undefined && required === true) {
		throw new InvalidValue('is empty', `D3 requires it. ${CHECK_EXPRESSION}`);
	}
	return value;
}
