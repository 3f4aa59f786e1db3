import { demand, InvalidValue, namesOf, textOf, type Field, type FieldWords } from './field';

interface NumberWords extends FieldWords {
	/** What the field shows at first; nothing if it is not said. */
	default?: number;
	/** The least and the most that D3, or the node, can do something with. */
	from?: number;
	to?: number;
}

/**
 * A whole number, also one that is written as text. Empty where nothing is said, so that D3's own default holds.
 * Anything else, or what is out of range, is refused.
 */
export function number(
	parameter: string,
	{ from = -Infinity, to = Infinity, ...words }: NumberWords,
): Field {
	return {
		parameter,
		property: {
			...namesOf(parameter),
			type: 'number',
			default: '',
			typeOptions: { numberPrecision: 0, ...(Number.isFinite(from) && { minValue: from }) },
			...words,
		},
		toD3: (value) => {
			const written = textOf(value);
			if (written === undefined) return demand(undefined, words.required);
			const given = Number(written);
			if (!Number.isInteger(given)) {
				throw new InvalidValue(`"${written}" is not a whole number`, 'Give a whole number.');
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
