/** Max items in open batches, unless a single batch may have more. */
const MAX_OPEN_ITEMS = 200;

/** An item that may share a batch with others. */
export interface Batchable {
	/** Items with the same key can share a request; an item without one is sent alone. */
	readonly batchKey: string | undefined;
	/** Items that share one of these cannot share a batch: the rows of the response could not be told apart. */
	readonly orderingKeys: readonly string[];
}

/**
 * Groups items into batches, without letting an item about an incident overtake an earlier one about it.
 *
 * @param size Max items in one batch.
 */
export async function* batches<B extends Batchable>(
	source: AsyncIterable<B>,
	size: number,
): AsyncGenerator<B[], void> {
	const open = new Map<string, B[]>();
	let openItems = 0;
	const close = (key: string) => {
		const batch = open.get(key)!;
		open.delete(key);
		openItems -= batch.length;
		return batch;
	};

	for await (const item of source) {
		const { batchKey } = item;
		if (batchKey === undefined) {
			yield [item];
			continue;
		}
		const itemKeys = new Set(item.orderingKeys);
		for (const [openKey, batch] of [...open]) {
			if (batch.some(({ orderingKeys }) => orderingKeys.some((key) => itemKeys.has(key)))) {
				yield close(openKey);
			}
		}
		const batch = open.get(batchKey) ?? [];
		open.set(batchKey, batch);
		batch.push(item);
		openItems++;
		if (batch.length >= size) yield close(batchKey);
		else if (openItems >= Math.max(MAX_OPEN_ITEMS, size)) yield close([...open.keys()][0]!);
	}
	for (const key of [...open.keys()]) yield close(key);
}
