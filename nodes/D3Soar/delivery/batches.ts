/** How many that wait for others of their kind are held at most, unless one batch may have more. */
const HELD = 200;

/** One that may go together with others. */
export interface Batchable {
	/** Those of the same kind can go in one request; one without goes alone. */
	readonly kind: string | undefined;
	/** Two that share one of these cannot: nobody could tell whose row in the answer is whose. */
	readonly lanes: readonly string[];
}

/**
 * Puts together what can go in one request, without letting anything about an incident overtake what
 * came before it.
 *
 * @param size The most in one batch.
 */
export function* batches<B extends Batchable>(source: Iterable<B>, size: number): Generator<B[]> {
	const open = new Map<string, B[]>();
	let held = 0;
	const close = (kind: string) => {
		const batch = open.get(kind)!;
		open.delete(kind);
		held -= batch.length;
		return batch;
	};

	for (const one of source) {
		const { kind } = one;
		if (kind === undefined) {
			yield [one];
			continue;
		}
		const own = new Set(one.lanes);
		for (const [other, batch] of [...open]) {
			if (batch.some(({ lanes }) => lanes.some((lane) => own.has(lane)))) {
				yield close(other);
			}
		}
		const batch = open.get(kind) ?? [];
		open.set(kind, batch);
		batch.push(one);
		held++;
		if (batch.length >= size) yield close(kind);
		else if (held >= Math.max(HELD, size)) yield close([...open.keys()][0]!);
	}
	for (const kind of [...open.keys()]) yield close(kind);
}
