import {
	demand,
	InvalidValue,
	jsonIn,
	LOOK_AT_ITEM,
	namesOf,
	type Field,
	type FieldWords,
	type Missing,
} from './field';

interface JsonWords extends FieldWords {
	/** What D3 wants here. */
	of: 'object' | 'array';
	missing?: Missing;
}

/**
 * A JSON object or array, written out or from an expression. D3 gets it as JSON, not as text. An empty one
 * counts as none; the other of the two, or what is no JSON, is refused.
 */
export function json(parameter: string, { of, missing = 'refused', ...words }: JsonWords): Field {
	const isArray = of === 'array';
	const none = isArray ? '[]' : '{}';
	return {
		parameter,
		property: {
			...namesOf(parameter),
			type: 'json',
			default: none,
			...words,
		},
		toD3: (value) => {
			if (value === undefined || value === null || value === '') {
				return demand(undefined, words.required);
			}
			const given = typeof value === 'string' ? jsonIn(value) : value;
			if (typeof given !== 'object' || given === null || Array.isArray(given) !== isArray) {
				throw notA(of);
			}
			const rounded = typeof value === 'string' ? roundedIn(value) : undefined;
			if (rounded !== undefined) {
				throw new InvalidValue(
					`holds the number ${rounded}, which would be rounded`,
					'Write it as text, in double quotes.',
				);
			}
			const names: string[] = [];
			const written = JSON.stringify(given, (name, member: unknown) => {
				if (member === undefined) names.push(name);
				return member;
			});
			if (missing === 'refused' && names.length > 0) {
				throw new InvalidValue(
					`has no value for "${names.join('", "')}"`,
					`${LOOK_AT_ITEM} To send nothing on purpose, give null.`,
				);
			}
			const sent = JSON.parse(written) as object;
			return demand(Object.keys(sent).length > 0 ? sent : undefined, words.required);
		},
	};
}

/** The first whole number in a JSON text that has more digits than JavaScript's numbers keep. */
function roundedIn(text: string): string | undefined {
	const withoutTexts = text.replace(/"(?:\\.|[^"\\])*"/gs, '');
	const long = withoutTexts.match(/(?<![\d.])\d{16,}(?![\d.eE])/g) ?? [];
	return long.find((digits) => String(Number(digits)) !== digits);
}

function notA(of: JsonWords['of']): InvalidValue {
	return new InvalidValue(
		`is not a JSON ${of}`,
		of === 'array'
			? 'Write it as [{"name": "value"}, ...], with double quotes and no comma at the end.'
			: 'Write it as {"name": "value", ...}, with double quotes and no comma at the end.',
	);
}
