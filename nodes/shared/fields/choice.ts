import { requireValue, textOf, type Field, type FieldOptions } from './field';
import { propertyNames } from '../names';

interface ChoiceOptions extends FieldOptions {
	/** D3's values, in D3's order. */
	options: readonly string[];
	/** One of them; without it nothing is chosen in a new node. */
	default?: string;
}

/** One of the values that D3 documents. An expression may give another, since D3's lists are not complete. */
export function choice(parameter: string, { options, ...rest }: ChoiceOptions): Field {
	const none = rest.default === undefined ? [{ name: '(Not Set)', value: '' }] : [];
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'options',
			default: '',
			...rest,
			options: [...none, ...options.map((value) => ({ name: value, value }))],
		},
		toD3: (value) => requireValue(textOf(value)?.trim(), rest.required),
	};
}
