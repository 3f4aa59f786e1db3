import { demand, namesOf, textOf, type Field, type FieldWords } from './field';

interface ChoiceWords extends FieldWords {
	/** D3's words, in D3's order. */
	options: readonly string[];
	/** One of them; without it nothing is chosen at first. */
	default?: string;
}

/** One of the words that D3 documents. An expression may give another, since D3's lists are not whole. */
export function choice(parameter: string, { options, ...words }: ChoiceWords): Field {
	const none = words.default === undefined ? [{ name: '(Not Set)', value: '' }] : [];
	return {
		parameter,
		property: {
			...namesOf(parameter),
			type: 'options',
			default: '',
			...words,
			options: [...none, ...options.map((word) => ({ name: word, value: word }))],
		},
		toD3: (value) => demand(textOf(value)?.trim(), words.required),
	};
}
