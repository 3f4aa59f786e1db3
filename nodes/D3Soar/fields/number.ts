import {
	camelCase,
	demand,
	InvalidValue,
	textOf,
	titleOf,
	type Field,
	type FieldWords,
} from './field';

interface NumberWords extends FieldWords {
	/** What the field shows at first; nothing if it is not said. */
	default?: number;
	/** The least and the most that D3, or the node, can do something with. */
	from?: number;
	to?: number;
}

/**
 * A number, also one that is written as text. Empty where nothing is said, so that D3's own default holds.
 * What is no number, or out of range, is refused.
 */
export function number(
	parameter: string,
	{ from = -Infinity, to = Infinity, ...words }: NumberWords,
): Field {
	return {
		parameter,
		property: {
			displayName: titleOf(parameter),
			name: camelCase(parameter),
			type: 'number',
			default: '',
			...(Number.isFinite(from) && { typeOptions: { minValue: from } }),
			...words,
		},
		toD3: (value) => {
			const written = textOf(value);
			if (written === undefined) return demand(undefined, words.required);
			const given = Number(written);
			if (!Number.isFinite(given)) {
				throw new InvalidValue(`"${written}" is not a number`, 'Give a number.');
			}
			if (given < from || given > to) {
				const most = to === Infinity ? ' on' : ` to ${to}`;
				throw new InvalidValue(
					`"${written}" is out of range`,
					`Give a number from ${from}${most}.`,
				);
			}
			return given;
		},
	};
}
