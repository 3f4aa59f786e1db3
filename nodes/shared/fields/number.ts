import {
	requireValue,
	InvalidValue,
	propertyNames,
	textOf,
	type Field,
	type FieldOptions,
} from './field';

interface NumberOptions extends FieldOptions {
	/** What the field shows at first; nothing if it is not said. */
	default?: number;
	/** The least and the most that D3, or the node, can do something with. */
	min?: number;
	max?: number;
}

/**
 * A whole number, also one that is written as text. Empty where nothing is said, so that D3's own default holds.
 * Anything else, or what is out of range, is refused.
 */
export function number(
	parameter: string,
	{ min = -Infinity, max = Infinity, ...words }: NumberOptions,
): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'number',
			default: '',
			typeOptions: { numberPrecision: 0, ...(Number.isFinite(min) && { minValue: min }) },
			...words,
		},
		toD3: (value) => {
			const written = textOf(value);
			if (written === undefined) return requireValue(undefined, words.required);
			const given = Number(written);
			if (!Number.isInteger(given)) {
				throw new InvalidValue(`"${written}" is not a whole number`, 'Give a whole number.');
			}
			if (given < min || given > max) {
				const upTo = max === Infinity ? ' on' : ` to ${max}`;
				throw new InvalidValue(`"${written}" is out of range`, `Give a number from ${min}${upTo}.`);
			}
			return given;
		},
	};
}
