import { demand, namesOf, textOf, type Field, type FieldWords } from './field';

/** What a command says of a text. */
export interface TextWords extends FieldWords {
	default?: string;
	placeholder?: string;
}

/** A text, sent as it is. */
export function text(parameter: string, words: TextWords): Field {
	return {
		parameter,
		property: {
			...namesOf(parameter),
			type: 'string',
			default: '',
			...words,
		},
		toD3: (value) => demand(textOf(value), words.required),
	};
}
