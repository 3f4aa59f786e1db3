import type { Refusal } from '../command';

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
					message: `"${name}" stands in ${other} and in ${place}`,
					advice:
						'D3 would get one of the two. Remove the other. If you did not write it, a quote in the value of an expression has: write such a value as {{ JSON.stringify($json.note) }}, without quotes around it.',
				};
			}
			places.set(key, place);
		}
	}
	return undefined;
}
