import { camelCase, demand, InvalidValue, jsonIn, type Field, type FieldWords } from './field';

interface JsonWords extends FieldWords {
	/** What D3 wants here. */
	of: 'object' | 'array';
}

/**
 * A JSON object or array, written out or from an expression. D3 gets it as JSON, not as text. An empty one
 * counts as none; the other of the two, or what is no JSON, is refused.
 */
export function json(parameter: string, { of, ...words }: JsonWords): Field {
	const isArray = of === 'array';
	const none = isArray ? '[]' : '{}';
	return {
		parameter,
		property: {
			displayName: parameter,
			name: camelCase(parameter),
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
			return demand(Object.keys(given).length > 0 ? given : undefined, words.required);
		},
	};
}

function notA(of: JsonWords['of']): InvalidValue {
	return new InvalidValue(
		`is not a JSON ${of}`,
		of === 'array'
			? 'Write it as [{"name": "value"}, ...], with double quotes and no comma at the end.'
			: 'Write it as {"name": "value", ...}, with double quotes and no comma at the end.',
	);
}
