import { requireValue, textOf, type Field, type FieldOptions } from './field';
import { InvalidValue } from '../errors';
import { propertyNames } from '../names';

interface ScalarOptions extends FieldOptions {
	placeholder?: string;
}

/** A text, a number or `true` or `false`, sent in the type that its expression gives; what is typed in is text. */
export function scalar(parameter: string, options: ScalarOptions): Field {
	return {
		parameter,
		property: { ...propertyNames(parameter), type: 'string', default: '', ...options },
		toD3: (value) => {
			if (typeof value === 'boolean') return value;
			if (typeof value !== 'number') return requireValue(textOf(value), options.required);
			if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) {
				return value;
			}
			throw new InvalidValue(
				`"${value}" is not a number that can be sent exactly`,
				'Give a number of at most 15 digits, or a text.',
			);
		},
	};
}
