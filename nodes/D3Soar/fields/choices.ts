import { demand, namesOf, type Field, type FieldWords } from './field';
import { textsIn } from './list';

interface ChoicesWords extends FieldWords {
	/** D3's words, in D3's order. */
	options: readonly string[];
}

/** Some of the words that D3 documents. An expression may give others, since D3's lists are not whole. */
export function choices(parameter: string, { options, ...words }: ChoicesWords): Field {
	return {
		parameter,
		property: {
			...namesOf(parameter),
			type: 'multiOptions',
			default: [],
			...words,
			options: options.map((word) => ({ name: word, value: word })),
		},
		toD3: (value) => {
			const entries = textsIn(value, /[,\n]/);
			return demand(entries.length > 0 ? entries : undefined, words.required);
		},
	};
}
