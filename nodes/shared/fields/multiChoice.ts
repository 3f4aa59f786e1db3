import { requireValue, propertyNames, type Field, type FieldOptions } from './field';
import { textsIn } from './list';

interface MultiChoiceOptions extends FieldOptions {
	/** D3's words, in D3's order. */
	options: readonly string[];
}

/** Some of the words that D3 documents. An expression may give others, since D3's lists are not whole. */
export function multiChoice(parameter: string, { options, ...words }: MultiChoiceOptions): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'multiOptions',
			default: [],
			...words,
			options: options.map((word) => ({ name: word, value: word })),
		},
		toD3: (value) => {
			const entries = textsIn(value, /[,\n]/);
			return requireValue(entries.length > 0 ? entries : undefined, words.required);
		},
	};
}
