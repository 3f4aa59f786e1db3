import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import { InvalidValue } from '../errors';
import type { Zones } from '../zones';

/** What a value is converted with. */
export interface Conversion extends Zones {
	/** What the texts are that D3 shows formatted; plain text if not said. */
	readonly textFormat?: 'text' | 'html';
	/** Which workflow and execution write, to be added to texts; nothing is added if not said. */
	readonly trace?: string;
}

/** One parameter of a D3 command: how it looks in n8n, what it accepts and what D3 gets. */
export interface Field {
	/** D3's name of the parameter, as its page prints it; the key in `CommandParams`. */
	readonly parameter: string;
	/** The field in n8n's editor. `name` is D3's name in camelCase: saved workflows depend on it. */
	readonly property: INodeProperties;
	/** Whether only the node uses it: D3 never gets it. */
	readonly nodeOnly?: boolean;
	/** Whether D3 shows it formatted: the node's Text Format says whether it is HTML. */
	readonly isFormattedText?: boolean;
	/** Whether it is a text that people read, to whose end the node's Add Trace adds where it is from. */
	readonly takesTrace?: boolean;
	/** For a user: which of their names D3 takes, after the field's title. Another one is the likeliest mistake. */
	readonly takesName?: string;
	/** Whether it is a date that D3 reads in its own zone, which the node's Time Zone can name. */
	readonly isInD3Zone?: boolean;
	/** Whether it is such a date in D3's usual format: where D3's response has it too, the two are compared. */
	readonly isD3Date?: boolean;
	/** Whether something has to be done by this date: one in the past is sent, with a hint. */
	readonly isDeadline?: boolean;
	/**
	 * The cells that may hold dates, of a field that is a collection of rows: read as part of it, n8n has
	 * made text of them, and nobody could tell them from text that was meant as text.
	 */
	readonly dateCells?: { readonly row: string; readonly cell: string };
	/**
	 * What D3 gets for the value of one item; `undefined` leaves the parameter out.
	 *
	 * @throws InvalidValue if this value cannot be sent to D3.
	 */
	readonly toD3: (value: unknown, conversion: Conversion) => unknown;
}

/** Options of every kind of field. */
export interface FieldOptions {
	/** Whether D3's page marks the parameter as required. Then a blank value is refused. */
	required?: boolean;
	/** What the user reads below the field. */
	description: string;
	/** When the field is shown, by the values of other fields of the same command. */
	displayOptions?: { show: { [name: string]: Array<boolean | string> } };
}

/**
 * What to do with a name whose expression finds no value: refuse it, since a command may affect more without it
 * (D3 removes all files if none is named), or leave it out like an empty field.
 */
export type OnMissing = 'refused' | 'leftOut';

/** The same field under another name than its title in camelCase: saved workflows depend on it. */
export function withName(name: string, field: Field): Field {
	return { ...field, property: { ...field.property, name } };
}

/** A field with another title than D3's word for it, where that would mislead. It is saved by D3's word all the same. */
export function withTitle(displayName: string, field: Field): Field {
	return { ...field, property: { ...field.property, displayName } };
}

/** A value as text; `undefined` if it is blank. Numbers and booleans are converted. */
export function textOf(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	if (isDateLike(value)) {
		throw new InvalidValue(
			'is a date, not text',
			"Format it in the expression, e.g. {{ $now.toFormat('yyyy-MM-dd HH:mm:ss') }}.",
		);
	}
	if (Array.isArray(value)) {
		throw new InvalidValue(
			'is a list, not text',
			"Take one of its values in the expression, or join them into one text: {{ $json.tags.join(', ') }}.",
		);
	}
	if (typeof value === 'object') {
		throw new InvalidValue(
			'is an object, not text',
			'Use one of its values in the expression, or convert it with {{ JSON.stringify(...) }}.',
		);
	}
	requireExact(value);
	const text = String(value);
	return text.trim() === '' ? undefined : text;
}

/** Refuses a number that JavaScript has rounded because of its many digits, and one that is none. */
export function requireExact(value: unknown): void {
	if (typeof value !== 'number') return;
	const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value);
	if (Number.isFinite(value) && !isRounded) return;
	throw isRounded
		? new InvalidValue(
				`contains the number ${value}, which was rounded`,
				'n8n keeps 15 digits of a number. Pass a longer one as text, in double quotes, from its source on.',
			)
		: new InvalidValue(`contains ${value}, which is not a number`, 'Check its expression.');
}

/** Whether a value is a DateTime or a `Date`, also one from the sandbox in which n8n evaluates expressions. */
export function isDateLike(value: unknown): value is DateTime | Date {
	return DateTime.isDateTime(value) || Object.prototype.toString.call(value) === '[object Date]';
}

/** What to do about a missing value. */
export const CHECK_EXPRESSION =
	'If it comes from an expression, check what that expression returns.';

/**
 * Refuses what an expression gives that finds nothing. A field that is left empty holds an empty text, list or
 * object, never `null` or `undefined`.
 */
export function requireFound(value: unknown): void {
	if (value === undefined || value === null) {
		throw new InvalidValue(
			'is empty',
			'Its expression finds nothing. Fix it, or clear the field to leave it out on purpose.',
		);
	}
}

/** Refuses a missing value if D3 requires one. */
export function requireValue<T>(
	value: T | undefined,
	required: boolean | undefined,
): T | undefined {
	if (value === undefined && required === true) {
		throw new InvalidValue('is empty', `D3 requires it. ${CHECK_EXPRESSION}`);
	}
	return value;
}
