/**
 * Parses a text as JSON; `undefined` if it is no JSON.
 *
 * @param reviver As that of `JSON.parse`.
 */
export function parseJson(
	text: string,
	reviver?: (key: string, value: unknown) => unknown,
): unknown {
	try {
		return JSON.parse(text, reviver);
	} catch {
		return undefined;
	}
}
