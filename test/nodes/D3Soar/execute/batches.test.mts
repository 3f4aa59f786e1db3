import { batches, type Batchable } from '../../../../nodes/D3Soar/execute/batches.ts';

/** `a:1,2` has the batch key a and the incidents 1 and 2; `-:1` cannot be batched. */
function parsed(text: string): Batchable & { text: string } {
	const [batchKey, orderingKeys = ''] = text.split(':');
	return {
		text,
		batchKey: batchKey === '-' ? undefined : batchKey,
		orderingKeys: orderingKeys === '' ? [] : orderingKeys.split(','),
	};
}

async function* each<T>(values: Iterable<T>): AsyncGenerator<T, void> {
	yield* values;
}

async function batched(size: number, ...texts: string[]): Promise<string[]> {
	const result = await Array.fromAsync(batches(each(texts.map(parsed)), size));
	return result.map((batch) => batch.map(({ text }) => text).join(' '));
}

// Thousands of incidents are closed in few requests, and changes to one incident keep their order.
it.each<[string, number, string[], string[]]>([
	['batches items with the same batch key', 5, ['a:1', 'a:2', 'a:3'], ['a:1 a:2 a:3']],
	['makes no batch larger than the batch size', 2, ['a:1', 'a:2', 'a:3'], ['a:1 a:2', 'a:3']],
	[
		'keeps different batch keys apart and sends the oldest batch first',
		5,
		['a:1', 'b:2', 'a:3'],
		['a:1 a:3', 'b:2'],
	],
	[
		'sends an item that cannot be batched alone and at once',
		5,
		['a:1', '-:2', 'a:3'],
		['-:2', 'a:1 a:3'],
	],
	[
		'sends a batch before a later item about one of its incidents',
		5,
		['a:1', 'a:2', 'b:2'],
		['a:1 a:2', 'b:2'],
	],
	[
		'never names an incident twice in one batch',
		5,
		['a:1,2', 'a:3', 'a:2,4'],
		['a:1,2 a:3', 'a:2,4'],
	],
	[
		'sends every open batch that shares an incident with the next item',
		5,
		['a:1', 'b:2', 'c:1,2'],
		['a:1', 'b:2', 'c:1,2'],
	],
	[
		'keeps batches open that share no incident with the next item',
		5,
		['a:1', 'b:2', 'c:3', 'b:1'],
		['a:1', 'b:2 b:1', 'c:3'],
	],
	['batches items that name no incident', 5, ['a', 'a'], ['a a']],
	['makes no batch without items', 5, [], []],
])('%s', async (_what, size, texts, expected) => {
	expect(await batched(size, ...texts)).toEqual(expected);
});

// Ten thousand items with different batch keys must not all be held in memory.
it('sends the oldest batch as soon as 200 items wait', async () => {
	let read = 0;
	async function* source() {
		for (; read < 402; read++) yield parsed(`kind${Math.floor(read / 2)}:${read}`);
	}
	const result = batches(source(), 50);
	expect((await result.next()).value?.map(({ text }) => text)).toEqual(['kind0:0', 'kind0:1']);
	expect(read).toBe(199);
	expect((await result.next()).value?.map(({ text }) => text)).toEqual(['kind1:2', 'kind1:3']);
	expect(read).toBe(201);
	expect(await Array.fromAsync(result)).toHaveLength(199);
});

it('holds more than 200 items if the batch size is larger', async () => {
	const texts = Array.from({ length: 500 }, (_, index) => `a:${index}`);
	expect(
		(await Array.fromAsync(batches(each(texts.map(parsed)), 400))).map(({ length }) => length),
	).toEqual([400, 100]);
});
