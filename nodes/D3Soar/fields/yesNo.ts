import { InvalidValue, namesOf, textOf, type Field, type FieldWords } from './field';

interface YesNoWords extends Omit<FieldWords, 'required'> {
	/** Position of the switch in a new node; off if not said. */
	default?: boolean;
}

const WORDS = new Map([
	['true', 'Yes'],
	['yes', 'Yes'],
	['false', 'No'],
	['no', 'No'],
]);

/** A switch that D3 takes as `Yes` or `No`. An expression may also give those words. */
export function yesNo(parameter: string, words: YesNoWords): Field {
	return {
		parameter,
		property: {
			...namesOf(parameter),
			type: 'boolean',
			default: false,
			...words,
		},
		toD3: (value) => {
			const said = textOf(value)?.trim().toLowerCase() ?? String(words.default ?? false);
			const word = WORDS.get(said);
			if (word === undefined) {
				throw new InvalidValue('is neither true nor false', 'Give true or false.');
			}
			return word;
		},
	};
}
