import type { Refusal } from '../command';

/** What to do about a name that occurs twice. */
export const REMOVE_ONE = 'D3 would get only one of the two. Remove the other.';

/** A quote in the value ends the string that the value is in; what follows it is read as JSON. */
export const WRITE_AS_JSON =
	'A quote or a line break in the value of an expression breaks JSON: write such a value as {{ JSON.stringify($json.note) }}, without quotes around it.';

/**
 * Refuses a name that stands in two fields of which D3 gets the members together. A quote in the value of an
 * expression can bring a name into JSON, which must not override what the user has set. Capitals do not count: D3 may
 * take names without them for the same.
 *
 * @param groups Names by what the user calls the field that they stand in.
 */
export function namesTwice(
	groups: Readonly<Record<string, object | undefined>>,
): Refusal | undefined {
	const places = new Map<string, string>();
	for (const [place, members] of Object.entries(groups)) {
		for (const name of Object.keys(members ?? {})) {
			const key = name.trim().toLowerCase();
			const other = places.get(key);
			if (other !== undefined && other !== place) {
				return {
					message: `"${name}" is set in both ${other} and ${place}`,
					advice: `${REMOVE_ONE} ${WRITE_AS_JSON}`,
				};
			}
			places.set(key, place);
		}
	}
	return undefined;
}
