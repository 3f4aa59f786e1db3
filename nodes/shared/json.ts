/**
 * What a text says as JSON; `undefined` if it is none.
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
