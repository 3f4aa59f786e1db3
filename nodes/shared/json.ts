import { quoteInexactNumbers } from './jsonText';

/**
 * Parses a text as JSON; `undefined` if it is no JSON. A number that JavaScript would change, such as a 64-bit ID,
 * becomes a string with all its digits.
 *
 * @param reviver As that of `JSON.parse`.
 */
export function parseJson(
	text: string,
	reviver?: (key: string, value: unknown) => unknown,
): unknown {
	try {
		const value: unknown = JSON.parse(text, reviver);
		// Only valid JSON: quotes would turn `{12345678901234567: 1}` into some.
		const exact = quoteInexactNumbers(text);
		return exact === text ? value : JSON.parse(exact, reviver);
	} catch {
		return undefined;
	}
}
