import { InvalidParameter, InvalidValue } from '../errors';
import { isDateLike, type Conversion, type Field } from './field';

/** Gives a parameter of the node, with its expression evaluated, or the fallback where there is none. */
export type ReadParameter = (name: string, fallback: unknown, extractValue: boolean) => unknown;

/**
 * What D3 gets for a field of the node.
 *
 * @throws InvalidParameter if the expression does not work, or D3 cannot be given its value.
 */
export function readField(field: Field, read: ReadParameter, conversion: Conversion): unknown {
	const { name, default: preset, type } = field.property;
	const value = readParameter(() => read(name, preset, type === 'resourceLocator'));
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
		// Each read evaluates the expression once more, which is dear.
		if (typeof row[cell] !== 'string' || !DATE_TIME_TEXT.test(row[cell])) return row;
		const path = `${property.name}.${rowsName}[${index}].${cell}`;
		const given = readParameter(() => read(path, row[cell], false));
		return isDateLike(given) ? { ...row, [cell]: given } : row;
	});
	return rows === undefined ? value : { ...collection, [rowsName]: rows };
}

/**
 * What D3 gets for the value of a field.
 *
 * @throws InvalidParameter with the name of the field if D3 cannot be given this value.
 */
export function convertField(
	{ property, toD3 }: Field,
	value: unknown,
	conversion: Conversion,
): unknown {
	try {
		return toD3(value, conversion);
	} catch (error) {
		throw error instanceof InvalidValue
			? new InvalidParameter(`${property.displayName} ${error.message}`, error.advice)
			: error;
	}
}

/**
 * Reads a parameter of the node. What n8n throws there is about the user's expression, as nothing else of
 * ours is called.
 *
 * @throws InvalidParameter with what n8n says.
 */
export function readParameter<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw invalidParameterFrom(error);
	}
}

function invalidParameterFrom(error: unknown): InvalidParameter {
	const { message, description } = error as { message?: string; description?: string | null };
	return new InvalidParameter(message ?? String(error), description ?? '');
}
