/** How many that wait for others of their kind are held at most, unless one batch may have more. */
const MAX_OPEN_ITEMS = 200;

/** One that may go together with others. */
export interface Batchable {
	/** Those of the same kind can go in one request; one without goes alone. */
	readonly batchKey: string | undefined;
	/** Two that share one of these cannot: nobody could tell whose row in the answer is whose. */
	readonly orderingKeys: readonly string[];
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

	for (const item of source) {
		const { batchKey } = item;
		if (batchKey === undefined) {
			yield [item];
			continue;
		}
		const itemKeys = new Set(item.orderingKeys);
		for (const [other, batch] of [...open]) {
			if (batch.some(({ orderingKeys }) => orderingKeys.some((lane) => itemKeys.has(lane)))) {
				yield close(other);
			}
		}
		const batch = open.get(batchKey) ?? [];
		open.set(batchKey, batch);
		batch.push(item);
		held++;
		if (batch.length >= size) yield close(batchKey);
		else if (held >= Math.max(MAX_OPEN_ITEMS, size)) yield close([...open.keys()][0]!);
	}
	for (const kind of [...open.keys()]) yield close(kind);
}
