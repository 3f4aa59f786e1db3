import { json, list, number, booleanSwitch } from '../../../../nodes/shared/fields/index.ts';
import { UTC_ZONES } from '../../../support/fixtures.mts';

const tags = list('Tags', { description: 'Tags' });
const ids = list('File Ids', { type: 'integers', description: 'Ids' });
const files = list('File Names', { separator: 'lines', description: 'Names' });

describe('a list', () => {
	it.each([
		['between commas', 'a, b ,c', ['a', 'b', 'c']],
		['on lines', 'a\nb\r\n\nc', ['a', 'b', 'c']],
		['from an expression', ['a', 2, ' b '], ['a', '2', 'b']],
		['written as JSON, as agents do', '["a, b", "c"]', ['a, b', 'c']],
		['a single number', 7, ['7']],
		['with nothing in it', ' , ', undefined],
		['that is missing', undefined, undefined],
	])('%s', (_form, value, entries) => expect(tags.toD3(value, UTC_ZONES)).toEqual(entries));

	// "a, b.pdf" must not become the file "a", which then would be removed.
	it('leaves commas in the names of files', () => {
		expect(files.toD3('a, b.pdf\nc.pdf', UTC_ZONES)).toEqual(['a, b.pdf', 'c.pdf']);
	});

	it('takes a name that begins with a bracket for what it is', () => {
		const names = '[External] invoice.pdf\n[Prod] report.pdf';
		expect(files.toD3(names, UTC_ZONES)).toEqual(names.split('\n'));
		expect(tags.toD3('[TLP:RED]', UTC_ZONES)).toEqual(['[TLP:RED]']);
		expect(tags.toD3('[x] a, b [y] c', UTC_ZONES)).toEqual(['[x] a', 'b [y] c']);
		expect(files.toD3('[External] a, b.pdf\nc [1]', UTC_ZONES)).toEqual([
			'[External] a, b.pdf',
			'c [1]',
		]);
	});

	it('gives whole numbers where D3 wants ids', () => {
		expect(ids.toD3('271, 272', UTC_ZONES)).toEqual([271, 272]);
		expect(() => ids.toD3('271, x', UTC_ZONES)).toThrow('holds "x", which is no whole number');
	});

	// Rounded, it would be the number of another file.
	it('refuses a number that JavaScript would round', () => {
		expect(() => ids.toD3('9007199254740993', UTC_ZONES)).toThrow('at most 15 digits');
		expect(() => ids.toD3('[7615917337495251231]', UTC_ZONES)).toThrow('"7615917337495251231"');
	});

	it('sends every digit of a long number that is written in JSON, where D3 wants texts', () => {
		expect(tags.toD3('[7615917337495251231, 1]', UTC_ZONES)).toEqual(['7615917337495251231', '1']);
	});

	it.each([['["a"'], ['[a, b]'], [' [ab, cd] '], ['[ ["a"]'], ['[["a"]'], [[{ a: 1 }]]])(
		'refuses %p',
		(value) => {
			expect(() => tags.toD3(value, UTC_ZONES)).toThrow(/is not a list|is an object/);
		},
	);
});

describe('JSON', () => {
	const object = json('RawData', { type: 'object', description: 'Data' });
	const array = json('Input', { type: 'array', required: true, description: 'Rows' });

	it('is taken as text and as it is; an empty one counts as none', () => {
		expect(object.toD3('{"a":1}', UTC_ZONES)).toEqual({ a: 1 });
		expect(object.toD3({ a: 1 }, UTC_ZONES)).toEqual({ a: 1 });
		expect(object.toD3('{}', UTC_ZONES)).toBeUndefined();
		expect(array.toD3('[1]', UTC_ZONES)).toEqual([1]);
	});

	it.each([['[]'], ['null'], ['"x"'], [5], [true]])('of another form is refused: %p', (value) => {
		expect(() => object.toD3(value, UTC_ZONES)).toThrow('is not a JSON object');
	});

	// Nanoseconds since 1970, ids of 64 bits: D3 would get others.
	it('is refused with a number that would be rounded', () => {
		expect(() => object.toD3('{"at":1715783520123456789}', UTC_ZONES)).toThrow(
			'holds the number 1715783520123456789, which would be rounded',
		);
		for (const text of [
			'{"at":"1715783520123456789"}',
			'{"at":1715783520123456800}',
			'{"a\\"1715783520123456789":0.1715783520123456789}',
		]) {
			expect(object.toD3(text, UTC_ZONES)).toEqual(JSON.parse(text));
		}
	});

	it('is refused with a number that would become infinite', () => {
		expect(() => object.toD3('{"at":[1e999]}', UTC_ZONES)).toThrow('holds the number 1e999');
	});

	it('is refused where it is required and empty', () => {
		for (const value of ['', '[]', null])
			expect(() => array.toD3(value, UTC_ZONES)).toThrow('is empty');
	});
});

it('reads numbers and leaves out what is not said', () => {
	const top = number('Top Number', { description: 'Most' });
	expect(top.toD3('5', UTC_ZONES)).toBe(5);
	expect(top.toD3('', UTC_ZONES)).toBeUndefined();
	expect(() => top.toD3('many', UTC_ZONES)).toThrow('"many" is not a whole number');
	expect(() => top.toD3('7615917337495251231', UTC_ZONES)).toThrow('would be rounded');
	expect(() => top.toD3(2.5, UTC_ZONES)).toThrow('"2.5" is not a whole number');
});

it('sends a switch as true or false', () => {
	const flag = booleanSwitch('Is Shared', { description: 'Whether it is shared' });
	expect([true, 'no', ''].map((value) => flag.toD3(value, UTC_ZONES))).toEqual([
		true,
		false,
		false,
	]);
});
