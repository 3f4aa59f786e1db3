import { localText } from './dateTime';
import { CHECK_EXPRESSION, isDateLike, requireExact, type OnMissing } from './field';
import { InvalidValue } from '../errors';

interface PlainJsonOptions {
	onMissing?: OnMissing;
	/** IANA zone in which D3 reads dates; without it they are written as ISO 8601. */
	dateZone?: string | undefined;
	/** Whether the value was read from a text: then its numbers have the digits of that text. */
	isFromText?: boolean;
}

/**
 * A value as JSON. Refused are members and entries that an expression did not find, which JSON would leave out or
 * send as `null`, and numbers that JavaScript has rounded.
 */
export function plainJson(
	value: unknown,
	{ onMissing = 'refused', dateZone, isFromText = false }: PlainJsonOptions,
): unknown {
	const missing: string[] = [];
	const serialized = JSON.stringify(
		value,
		function (this: Readonly<Record<string, unknown>>, name, member: unknown) {
			// A date has written itself as text before it comes here.
			const live = this[name];
			if (dateZone !== undefined && isDateLike(live)) return localText(live, dateZone);
			if (member === undefined) {
				missing.push(Array.isArray(this) ? `entry ${Number(name) + 1}` : `"${name}"`);
			}
			if (!isFromText) requireExact(member);
			return typeof member === 'bigint' ? String(member) : member;
		},
	);
	if (onMissing === 'refused' && missing.length > 0) {
		throw new InvalidValue(
			`has no value for ${missing.join(', ')}`,
			`${CHECK_EXPRESSION} To send an empty value on purpose, use null.`,
		);
	}
	return JSON.parse(serialized);
}
