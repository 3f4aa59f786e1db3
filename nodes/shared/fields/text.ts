import { requireValue, propertyNames, textOf, type Field, type FieldOptions } from './field';

/** What a command says of a text. */
export interface TextOptions extends FieldOptions {
	default?: string;
	placeholder?: string;
}

/** A text, sent as it is. */
export function text(parameter: string, words: TextOptions): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'string',
			default: '',
			...words,
		},
		toD3: (value) => requireValue(textOf(value), words.required),
	};
}
