import { InvalidParameter, InvalidValue } from '../errors';
import { isDateLike, requireFound, type Conversion, type Field } from './field';

/** Reads a parameter of the node, with its expression evaluated; the fallback if the parameter is not set. */
export type ReadParameter = (name: string, fallback: unknown, extractValue: boolean) => unknown;

/**
 * What D3 gets for a field of the node.
 *
 * @param narrows Whether leaving it out makes the command reach further, or act elsewhere: then an expression that
 * finds nothing does not mean the default. Only an empty field does.
 * @throws InvalidParameter if the expression fails, or its value cannot be sent to D3.
 */
export function readField(
	field: Field,
	read: ReadParameter,
	conversion: Conversion,
	narrows = false,
): unknown {
	const { name, displayName, default: preset, type } = field.property;
	const value = readParameter(displayName, () => read(name, preset, type === 'resourceLocator'));
	if (narrows) asParameter(displayName, () => requireFound(value));
	return convertField(field, withLiveDates(field, value, read), conversion);
}

/** How a DateTime writes itself. */
const DATE_TIME_TEXT = /^([+-]?\d{4,6}-\d\d-\d\dT|Invalid DateTime$)/;

/** The value with each cell of its rows that is a date as the DateTime or `Date` that the expression gave. */
function withLiveDates({ dateCells, property }: Field, value: unknown, read: ReadParameter) {
	if (dateCells === undefined) return value;
	const { row: rowsName, cell } = dateCells;
	const collection = value as Record<string, Array<Record<string, unknown>>> | undefined;
	const rows = collection?.[rowsName]?.map((row, index) => {
		// Each read evaluates the expression once more, which is slow.
		if (typeof row[cell] !== 'string' || !DATE_TIME_TEXT.test(row[cell])) return row;
		const path = `${property.name}.${rowsName}[${index}].${cell}`;
		const live = readParameter(property.displayName, () => read(path, row[cell], false));
		return isDateLike(live) ? { ...row, [cell]: live } : row;
	});
	return rows === undefined ? value : { ...collection, [rowsName]: rows };
}

/**
 * What D3 gets for the value of a field.
 *
 * @throws InvalidParameter with the name of the field if this value cannot be sent to D3.
 */
export function convertField(
	{ property, toD3 }: Field,
	value: unknown,
	conversion: Conversion,
): unknown {
	return asParameter(property.displayName, () => toD3(value, conversion));
}

/** What is refused of a value names its field. */
function asParameter<T>(displayName: string, convert: () => T): T {
	try {
		return convert();
	} catch (error) {
		throw error instanceof InvalidValue
			? new InvalidParameter(`${displayName} ${error.message}`, error.advice)
			: error;
	}
}

/**
 * Reads a parameter of the node. What n8n throws there is about the user's expression, since no code of this
 * package is called.
 *
 * @param displayName What the user calls it: n8n's message does not say which of the expressions it is about.
 * @throws InvalidParameter with n8n's message.
 */
export function readParameter<T>(displayName: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw invalidParameterFrom(error, `${displayName}: `);
	}
}

/** What n8n says of a parameter or a credential that it cannot give. */
export function invalidParameterFrom(error: unknown, place = ''): InvalidParameter {
	const { message, description } = error as { message?: string; description?: string | null };
	return new InvalidParameter(place + (message ?? String(error)), description ?? '');
}
