import { InvalidParameter, InvalidValue } from '../errors';
import type { Zones } from '../zones';
import type { Field } from './field';

/** Gives a parameter of the node, with its expression evaluated, or the fallback where there is none. */
export type ReadParameter = (name: string, fallback: unknown, extractValue: boolean) => unknown;

/**
 * What D3 gets for a field of the node.
 *
 * @throws InvalidParameter if the expression does not work, or D3 cannot be given its value.
 */
export function readField(field: Field, read: ReadParameter, zones: Zones): unknown {
	const { name, default: preset, type } = field.property;
	return convertField(
		field,
		readParameter(() => read(name, preset, type === 'resourceLocator')),
		zones,
	);
}

/**
 * What D3 gets for the value of a field.
 *
 * @throws InvalidParameter with the name of the field if D3 cannot be given this value.
 */
export function convertField({ property, toD3 }: Field, value: unknown, zones: Zones): unknown {
	try {
		return toD3(value, zones);
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

/** The same for what n8n gives later. */
export async function readParameterAsync<T>(read: () => Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		throw invalidParameterFrom(error);
	}
}

function invalidParameterFrom(error: unknown): InvalidParameter {
	const { message, description } = error as { message?: string; description?: string | null };
	return new InvalidParameter(message ?? String(error), description ?? '');
}
