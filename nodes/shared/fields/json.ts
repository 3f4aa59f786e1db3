import {
	requireValue,
	InvalidValue,
	parseJson,
	CHECK_EXPRESSION,
	propertyNames,
	type Field,
	type FieldOptions,
	type OnMissing,
} from './field';

interface JsonOptions extends FieldOptions {
	/** What D3 wants here. */
	type: 'object' | 'array';
	onMissing?: OnMissing;
}

/**
 * A JSON object or array, written out or from an expression. D3 gets it as JSON, not as text. An empty one
 * counts as none; the other of the two, or what is no JSON, is refused.
 */
export function json(
	parameter: string,
	{ type, onMissing = 'refused', ...words }: JsonOptions,
): Field {
	const isArray = type === 'array';
	const emptyValue = isArray ? '[]' : '{}';
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'json',
			default: emptyValue,
			...words,
		},
		toD3: (value) => {
			if (value === undefined || value === null || value === '') {
				return requireValue(undefined, words.required);
			}
			const parsed = typeof value === 'string' ? parseJson(value) : value;
			if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed) !== isArray) {
				throw wrongTypeError(type);
			}
			const unsafe = typeof value === 'string' ? unsafeIntegerIn(value) : undefined;
			if (unsafe !== undefined) {
				throw new InvalidValue(
					`holds the number ${unsafe}, which would be rounded`,
					'Write it as text, in double quotes.',
				);
			}
			const names: string[] = [];
			const serialized = JSON.stringify(parsed, (name, member: unknown) => {
				if (member === undefined) names.push(name);
				return member;
			});
			if (onMissing === 'refused' && names.length > 0) {
				throw new InvalidValue(
					`has no value for "${names.join('", "')}"`,
					`${CHECK_EXPRESSION} To send nothing on purpose, give null.`,
				);
			}
			const result = JSON.parse(serialized) as object;
			return requireValue(Object.keys(result).length > 0 ? result : undefined, words.required);
		},
	};
}

/** The first whole number in a JSON text that has more digits than JavaScript's numbers keep. */
function unsafeIntegerIn(text: string): string | undefined {
	const withoutTexts = text.replace(/"(?:\\.|[^"\\])*"/gs, '');
	const long = withoutTexts.match(/(?<![\d.])\d{16,}(?![\d.eE])/g) ?? [];
	return long.find((digits) => String(Number(digits)) !== digits);
}

function wrongTypeError(type: JsonOptions['type']): InvalidValue {
	return new InvalidValue(
		`is not a JSON ${type}`,
		type === 'array'
			? 'Write it as [{"name": "value"}, ...], with double quotes and no comma at the end.'
			: 'Write it as {"name": "value", ...}, with double quotes and no comma at the end.',
	);
}
