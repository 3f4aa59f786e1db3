import { requireValue, type Field, type FieldOptions } from './field';
import { propertyNames } from '../names';
import { integerOf, textsIn } from './list';

interface MultiChoiceOptions extends FieldOptions {
	/** D3's values, in D3's order. */
	options: readonly string[];
	/** Whether D3 takes their numbers, counted from 1. An expression may give the numbers as well. */
	numbered?: boolean;
}

/** Some of the values that D3 documents. An expression may give others, since D3's lists are not complete. */
export function multiChoice(
	parameter: string,
	{ options, numbered = false, ...rest }: MultiChoiceOptions,
): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'multiOptions',
			default: [],
			...rest,
			options: options.map((value) => ({ name: value, value })),
		},
		toD3: (value) => {
			const entries = textsIn(value, /[,\n]/);
			const sent = numbered ? entries.map((entry) => numberOf(entry, options)) : entries;
			return requireValue(sent.length > 0 ? sent : undefined, rest.required);
		},
	};
}

function numberOf(entry: string, options: readonly string[]): number {
	return options.includes(entry) ? options.indexOf(entry) + 1 : integerOf(entry);
}
