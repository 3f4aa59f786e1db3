import { requireValue, textOf, type Field, type FieldOptions } from './field';
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
			const text = requireValue(textOf(value), options.required);
			return typeof value === 'number' ? value : text;
		},
	};
}
