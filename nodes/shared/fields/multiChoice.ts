import { requireValue, type Field, type FieldOptions } from './field';
import { propertyNames } from '../names';
import { textsIn } from './list';

interface MultiChoiceOptions extends FieldOptions {
	/** D3's values, in D3's order. */
	options: readonly string[];
}

/** Some of the values that D3 documents. An expression may give others, since D3's lists are not complete. */
export function multiChoice(parameter: string, { options, ...rest }: MultiChoiceOptions): Field {
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
			return requireValue(entries.length > 0 ? entries : undefined, rest.required);
		},
	};
}
