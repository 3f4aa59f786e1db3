import { requireValue, textOf, type Field, type FieldOptions } from './field';
import { propertyNames } from '../names';

/** Options of a text field. */
export interface TextOptions extends FieldOptions {
	default?: string;
	placeholder?: string;
}

/** A text, sent unchanged. */
export function text(parameter: string, options: TextOptions): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'string',
			default: '',
			...options,
		},
		toD3: (value) => requireValue(textOf(value), options.required),
	};
}
