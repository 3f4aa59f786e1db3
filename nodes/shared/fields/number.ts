import { requireValue, textOf, type Field, type FieldOptions } from './field';
import { InvalidValue } from '../errors';
import { propertyNames } from '../names';

interface NumberOptions extends FieldOptions {
	/** Value in a new node; empty by default. */
	default?: number;
	/** Min and max that D3, or the node, accepts. */
	min?: number;
	max?: number;
}

/**
 * An integer, also as text. It may be empty, so that D3's own default applies. Any other value, or one out of
 * range, is refused.
 */
export function number(
	parameter: string,
	{ min = -Infinity, max = Infinity, ...options }: NumberOptions,
): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'number',
			default: '',
			typeOptions: { numberPrecision: 0, ...(Number.isFinite(min) && { minValue: min }) },
			...options,
		},
		toD3: (value) => {
			const text = textOf(value);
			if (text === undefined) return requireValue(undefined, options.required);
			const given = Number(text);
			if (!Number.isInteger(given)) {
				throw new InvalidValue(`"${text}" is not a whole number`, 'Enter a whole number.');
			}
			if (!Number.isSafeInteger(given)) {
				throw new InvalidValue(
					`"${text}" would be rounded`,
					'Enter a whole number of at most 15 digits.',
				);
			}
			if (given < min || given > max) {
				const range = max === Infinity ? `of at least ${min}` : `between ${min} and ${max}`;
				throw new InvalidValue(`"${text}" is out of range`, `Enter a number ${range}.`);
			}
			return given;
		},
	};
}
