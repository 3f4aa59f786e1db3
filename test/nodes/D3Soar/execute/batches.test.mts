import { batches, type Batchable } from '../../../../nodes/D3Soar/execute/batches.ts';

/** `a:1,2` is of kind a and about the incidents 1 and 2; `-:1` is of no kind. */
function parsed(text: string): Batchable & { text: string } {
	const [kind, orderingKeys = ''] = text.split(':');
	return {
		text,
		batchKey: kind === '-' ? undefined : kind,
		orderingKeys: orderingKeys === '' ? [] : orderingKeys.split(','),
	};
}

function batched(size: number, ...texts: string[]): string[] {
	return [...batches(texts.map(parsed), size)].map((batch) =>
		batch.map(({ text }) => text).join(' '),
	);
}

// Thousands of closings in a few requests, and still nothing about an incident out of its order.
it.each<[string, number, string[], string[]]>([
	['puts those of a kind together', 5, ['a:1', 'a:2', 'a:3'], ['a:1 a:2 a:3']],
	['makes no batch larger than it may be', 2, ['a:1', 'a:2', 'a:3'], ['a:1 a:2', 'a:3']],
	['keeps kinds apart, the oldest first', 5, ['a:1', 'b:2', 'a:3'], ['a:1 a:3', 'b:2']],
	['lets one without a kind go alone and at once', 5, ['a:1', '-:2', 'a:3'], ['-:2', 'a:1 a:3']],
	[
		'sends what is about an incident before what follows',
		5,
		['a:1', 'a:2', 'b:2'],
		['a:1 a:2', 'b:2'],
	],
	[
		'never names an incident twice in one request',
		5,
		['a:1,2', 'a:3', 'a:2,4'],
		['a:1,2 a:3', 'a:2,4'],
	],
	['closes every batch that is in the way', 5, ['a:1', 'b:2', 'c:1,2'], ['a:1', 'b:2', 'c:1,2']],
	['closes no batch that is not', 5, ['a:1', 'b:2', 'c:3', 'b:1'], ['a:1', 'b:2 b:1', 'c:3']],
	['puts those without an incident together too', 5, ['a', 'a'], ['a a']],
	['gives nothing for nothing', 5, [], []],
])('%s', (_what, size, texts, expected) => {
	expect(batched(size, ...texts)).toEqual(expected);
});

// Ten thousand items, each of another kind, must not all be held.
it('sends the oldest when two hundred wait, and then the next oldest', () => {
	let read = 0;
	function* source() {
		for (; read < 402; read++) yield parsed(`kind${Math.floor(read / 2)}:${read}`);
	}
	const given: Generator<Array<ReturnType<typeof parsed>>, void> = batches(source(), 50);
	expect(given.next().value?.map(({ text }) => text)).toEqual(['kind0:0', 'kind0:1']);
	expect(read).toBe(199);
	expect(given.next().value?.map(({ text }) => text)).toEqual(['kind1:2', 'kind1:3']);
	expect(read).toBe(201);
	expect([...given]).toHaveLength(199);
});

it('holds more where one batch may have more', () => {
	const texts = Array.from({ length: 500 }, (_, index) => `a:${index}`);
	expect([...batches(texts.map(parsed), 400)].map(({ length }) => length)).toEqual([400, 100]);
});
