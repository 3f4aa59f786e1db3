import { requireValue, propertyNames, textOf, type Field, type FieldOptions } from './field';

interface ChoiceOptions extends FieldOptions {
	/** D3's words, in D3's order. */
	options: readonly string[];
	/** One of them; without it nothing is chosen at first. */
	default?: string;
}

/** One of the words that D3 documents. An expression may give another, since D3's lists are not whole. */
export function choice(parameter: string, { options, ...words }: ChoiceOptions): Field {
	const none = words.default === undefined ? [{ name: '(Not Set)', value: '' }] : [];
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'options',
			default: '',
			...words,
			options: [...none, ...options.map((word) => ({ name: word, value: word }))],
		},
		toD3: (value) => requireValue(textOf(value)?.trim(), words.required),
	};
}
