import { DateTime } from 'luxon';

import {
	booleanSwitch,
	filter,
	incident,
	incidents,
	json,
	keyValues,
	list,
	multiChoice,
	number,
	text,
} from '../../../../nodes/shared/fields/index.ts';
import { UTC_ZONES } from '../../../support/fixtures.mts';

const tags = list('Tags', { description: 'Tags' });
const ids = list('File Ids', { type: 'integers', description: 'Ids' });
const files = list('File Names', { separator: 'lines', description: 'Names' });

describe('a list', () => {
	it.each([
		['separated by commas', 'a, b ,c', ['a', 'b', 'c']],
		['on separate lines', 'a\nb\r\n\nc', ['a', 'b', 'c']],
		['from an expression', ['a', 2, ' b '], ['a', '2', 'b']],
		['written as JSON, as agents do', '["a, b", "c"]', ['a, b', 'c']],
		['of a single number', 7, ['7']],
		['without entries as missing', ' , ', undefined],
		['that is undefined as missing', undefined, undefined],
	])('reads a list %s', (_form, value, entries) =>
		expect(tags.toD3(value, UTC_ZONES)).toEqual(entries),
	);

	// "a, b.pdf" must not become the file "a", which would then be removed.
	it('keeps commas in file names', () => {
		expect(files.toD3('a, b.pdf\nc.pdf', UTC_ZONES)).toEqual(['a, b.pdf', 'c.pdf']);
	});

	it('does not take a name that starts with a bracket for a JSON list', () => {
		const names = '[External] invoice.pdf\n[Prod] report.pdf';
		expect(files.toD3(names, UTC_ZONES)).toEqual(names.split('\n'));
		expect(tags.toD3('[TLP:RED]', UTC_ZONES)).toEqual(['[TLP:RED]']);
		expect(tags.toD3('[x] a, b [y] c', UTC_ZONES)).toEqual(['[x] a', 'b [y] c']);
		expect(files.toD3('[External] a, b.pdf\nc [1]', UTC_ZONES)).toEqual([
			'[External] a, b.pdf',
			'c [1]',
		]);
	});

	it('sends ids as whole numbers, and rejects anything else', () => {
		expect(ids.toD3('271, 272', UTC_ZONES)).toEqual([271, 272]);
		expect(() => ids.toD3('271, x', UTC_ZONES)).toThrow(
			'contains "x", which is not a whole number',
		);
	});

	// Rounded, it would be the id of another file.
	it('rejects an id that JavaScript would round', () => {
		expect(() => ids.toD3('9007199254740993', UTC_ZONES)).toThrow('at most 15 digits');
		expect(() => ids.toD3('[7615917337495251231]', UTC_ZONES)).toThrow('"7615917337495251231"');
	});

	it('sends every digit of a long number in a JSON list of texts', () => {
		expect(tags.toD3('[7615917337495251231, 1]', UTC_ZONES)).toEqual(['7615917337495251231', '1']);
	});

	// Tags that D3 would show with half a bracket each, or files of which none has that name.
	it.each(['[one,\ntwo]', '[one\ntwo]', '[\n\tone,\n\ttwo\n]', '[one, [two]]'])(
		'rejects a list without quotes on one line or several: %j',
		(value) => {
			expect(() => tags.toD3(value, UTC_ZONES)).toThrow('is not a list');
			expect(() => files.toD3(value, UTC_ZONES)).toThrow('is not a list');
		},
	);

	it('takes names of which the first begins and the second ends with brackets as they are', () => {
		expect(tags.toD3('[x] a, b [y]', UTC_ZONES)).toEqual(['[x] a', 'b [y]']);
		expect(tags.toD3('[x]\n[y]', UTC_ZONES)).toEqual(['[x]', '[y]']);
	});

	// One incident of two would be closed, and nobody would know of the other.
	it.each([[['20220125-1', undefined]], [[null, '20220125-1']], ['["20220125-1", null]']])(
		'rejects a list in which an expression found nothing: %p',
		(value) => {
			for (const kind of [tags, files, ids, incidents('Incident Numbers', { required: true })]) {
				expect(() => kind.toD3(value, UTC_ZONES)).toThrow('contains an entry without a value');
			}
			const severities = multiChoice('Severity', { options: ['High'], description: 'Severity' });
			expect(() => severities.toD3(value, UTC_ZONES)).toThrow('contains an entry without a value');
		},
	);

	it.each([['["a"'], ['[a, b]'], [' [ab, cd] '], ['[ ["a"]'], ['[["a"]'], [[{ a: 1 }]]])(
		'rejects %p as a list',
		(value) => {
			expect(() => tags.toD3(value, UTC_ZONES)).toThrow(/is not a list|is an object/);
		},
	);
});

describe('JSON', () => {
	const object = json('RawData', { type: 'object', description: 'Data' });
	const array = json('Input', { type: 'array', required: true, description: 'Rows' });

	it('accepts JSON as text or as a value, and treats an empty object as missing', () => {
		expect(object.toD3('{"a":1}', UTC_ZONES)).toEqual({ a: 1 });
		expect(object.toD3({ a: 1 }, UTC_ZONES)).toEqual({ a: 1 });
		expect(object.toD3('{}', UTC_ZONES)).toBeUndefined();
		expect(array.toD3('[1]', UTC_ZONES)).toEqual([1]);
	});

	it.each([['[]'], ['null'], ['"x"'], [5], [true]])(
		'rejects %p where D3 wants a JSON object',
		(value) => {
			expect(() => object.toD3(value, UTC_ZONES)).toThrow('is not a JSON object');
		},
	);

	// Nanoseconds since 1970, 64-bit ids: D3 would get other numbers.
	it('rejects JSON with a number that JavaScript would round', () => {
		expect(() => object.toD3('{"at":1715783520123456789}', UTC_ZONES)).toThrow(
			'contains the number 1715783520123456789, which is too long and would be rounded',
		);
		for (const text of [
			'{"at":"1715783520123456789"}',
			'{"at":1715783520123456800}',
			'{"a\\"1715783520123456789":0.5}',
		]) {
			expect(object.toD3(text, UTC_ZONES)).toEqual(JSON.parse(text));
		}
	});

	it('rejects JSON with a number that JavaScript would read as infinite', () => {
		expect(() => object.toD3('{"at":[1e999]}', UTC_ZONES)).toThrow('contains the number 1e999');
	});

	it('rejects empty JSON in a required field', () => {
		for (const value of ['', '[]', null])
			expect(() => array.toD3(value, UTC_ZONES)).toThrow('is empty');
	});
});

it('sends whole numbers only, and omits an empty one', () => {
	const top = number('Top Number', { description: 'Most' });
	expect(top.toD3('5', UTC_ZONES)).toBe(5);
	expect(top.toD3('', UTC_ZONES)).toBeUndefined();
	expect(() => top.toD3('many', UTC_ZONES)).toThrow('"many" is not a whole number');
	expect(() => top.toD3('7615917337495251231', UTC_ZONES)).toThrow('would be rounded');
	expect(() => top.toD3(2.5, UTC_ZONES)).toThrow('"2.5" is not a whole number');
});

it('sends a switch as true or false, and a missing one as false', () => {
	const flag = booleanSwitch('Is Shared', { description: 'Whether it is shared' });
	expect([true, 'no', ''].map((value) => flag.toD3(value, UTC_ZONES))).toEqual([
		true,
		false,
		false,
	]);
});

describe('rows of names and values', () => {
	const parameters = keyValues('Parameters', {
		item: 'Parameter',
		example: 'Incident Number',
		description: 'Parameters',
	});
	const sent = (value: unknown) =>
		parameters.toD3({ parameter: [{ name: 'A', value }] }, { ...UTC_ZONES, d3: 'Asia/Tokyo' });

	// D3 would get null in place of a site, or an object without the member.
	it.each([
		['a list', [undefined, 'a'], 'at "A" has no value for entry 1'],
		['an object', { a: undefined }, 'at "A" has no value for "a"'],
		['an object in a list', [{ a: { b: undefined } }], 'at "A" has no value for "b"'],
	])('reject %s in which an expression found nothing', (_what, value, message) => {
		expect(() => sent(value)).toThrow(message);
	});

	it('send null, lists and objects as they are', () => {
		const value = { a: [null, 1.5, true, { b: '' }] };
		expect(sent(value)).toEqual({ A: value });
	});

	// D3 reads no ISO 8601: it would take another time, or none.
	it("send a date in D3's zone and form, also inside lists and objects", () => {
		const date = DateTime.fromISO('2026-05-15T14:32:00Z');
		expect(sent({ a: [date], b: { c: date.toJSDate() }, d: 'x' })).toEqual({
			A: { a: ['2026-05-15 23:32:00'], b: { c: '2026-05-15 23:32:00' }, d: 'x' },
		});
	});
});

// An id of 64 bits that n8n holds as a number is another id already.
describe('a number that JavaScript has rounded', () => {
	const id = Number('7615917337495251231');
	const condition = { field: 'ID', operator: '=', value: id };
	it.each<[string, () => unknown]>([
		['a text', () => text('Case Number', { description: 'Number' }).toD3(id, UTC_ZONES)],
		['a list', () => tags.toD3([id], UTC_ZONES)],
		['an incident', () => incident('Incident Number', {}).toD3(id, UTC_ZONES)],
		[
			'a row',
			() =>
				keyValues('Parameters', {
					item: 'Parameter',
					example: 'Incident Number',
					description: 'Parameters',
				}).toD3({ parameter: [{ name: 'Id', value: [id] }] }, UTC_ZONES),
		],
		[
			'a condition',
			() =>
				filter('Filter', { fields: ['ID'], sections: false, description: 'Filter' }).toD3(
					{ condition: [condition] },
					UTC_ZONES,
				),
		],
		[
			'a JSON object',
			() => json('Data', { type: 'object', description: 'Data' }).toD3({ a: [{ id }] }, UTC_ZONES),
		],
	])('is rejected in %s, since its digits are lost', (_what, convert) => {
		expect(convert).toThrow(/contains the number 7615917337495251000, which was rounded/);
	});

	it('is no such number if it is text, or small enough', () => {
		expect(text('Id', { description: 'Id' }).toD3(2 ** 53 - 1, UTC_ZONES)).toBe('9007199254740991');
		expect(tags.toD3(['7615917337495251231'], UTC_ZONES)).toEqual(['7615917337495251231']);
	});

	it('is rejected too if it is none at all, which JSON would send as null', () => {
		const data = json('Data', { type: 'object', description: 'Data' });
		expect(() => data.toD3({ a: NaN }, UTC_ZONES)).toThrow('contains NaN, which is not a number');
	});
});
