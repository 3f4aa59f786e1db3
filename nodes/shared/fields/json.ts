import {
	requireValue,
	CHECK_EXPRESSION,
	type Field,
	type FieldOptions,
	type OnMissing,
} from './field';
import { InvalidValue } from '../errors';
import { parseJson } from '../json';
import { propertyNames } from '../names';

interface JsonOptions extends FieldOptions {
	/** What D3 wants here. */
	type: 'object' | 'array';
	onMissing?: OnMissing;
}

/**
 * A JSON object or array, as text or from an expression. D3 gets it as JSON, not as text. An empty one counts as
 * missing; the wrong one of the two, or what is no JSON, is refused.
 */
export function json(
	parameter: string,
	{ type, onMissing = 'refused', ...options }: JsonOptions,
): Field {
	const isArray = type === 'array';
	const emptyValue = isArray ? '[]' : '{}';
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'json',
			default: emptyValue,
			...options,
		},
		toD3: (value) => {
			if (value === undefined || value === null || value === '') {
				return requireValue(undefined, options.required);
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
			return requireValue(Object.keys(result).length > 0 ? result : undefined, options.required);
		},
	};
}

/** The first integer in a JSON text that JavaScript's numbers would round. */
function unsafeIntegerIn(text: string): string | undefined {
	const withoutStrings = text.replace(/"(?:\\.|[^"\\])*"/gs, '');
	const long = withoutStrings.match(/(?<![\d.])\d{16,}(?![\d.eE])/g) ?? [];
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
