import { InvalidValue, propertyNames, textOf, type Field, type FieldOptions } from './field';

interface YesNoSwitchOptions extends Omit<FieldOptions, 'required'> {
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
export function yesNoSwitch(parameter: string, words: YesNoSwitchOptions): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'boolean',
			default: false,
			...words,
		},
		toD3: (value) => {
			const text = textOf(value)?.trim().toLowerCase() ?? String(words.default ?? false);
			const word = WORDS.get(text);
			if (word === undefined) {
				throw new InvalidValue('is neither true nor false', 'Give true or false.');
			}
			return word;
		},
	};
}
