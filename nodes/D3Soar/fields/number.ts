import { camelCase, demand, InvalidValue, textOf, type Field, type FieldWords } from './field';

interface NumberWords extends FieldWords {
	/** What the field shows at first; nothing if it is not said. */
	default?: number;
}

/** A number. Empty where nothing is said, so that D3's own default holds. */
export function number(parameter: string, words: NumberWords): Field {
	return {
		parameter,
		property: {
			displayName: parameter,
			name: camelCase(parameter),
			type: 'number',
			default: '',
			...words,
		},
		toD3: (value) => {
			const written = textOf(value);
			if (written === undefined) return demand(undefined, words.required);
			if (!Number.isFinite(Number(written))) {
				throw new InvalidValue(`"${written}" is not a number`, 'Give a number.');
			}
			return Number(written);
		},
	};
}
