import { parseJson } from '../../../nodes/shared/json.ts';

// D3's ids may have 64 bits: rounded, two events would become one, and the next node would ask for a third.
describe('a number that JavaScript would round', () => {
	it.each([
		['19 digits', '{"id":7615917337495251231}', { id: '7615917337495251231' }],
		['16 digits', '[9007199254740993]', ['9007199254740993']],
		['a negative one', '[-7615917337495251231]', ['-7615917337495251231']],
		[
			'more digits than JavaScript writes out',
			'[1000000000000000000001]',
			['1000000000000000000001'],
		],
		['alone', ' 7615917337495251231 ', '7615917337495251231'],
		['deep inside', '[[{"a":[1,7615917337495251231]}]]', [[{ a: [1, '7615917337495251231'] }]]],
		[
			'after a string with quotes',
			'{"a\\"":"\\\\","b":7615917337495251231}',
			{ 'a"': '\\', b: '7615917337495251231' },
		],
		['one that would become infinite', '[1e999,-1E+400,1]', ['1e999', '-1E+400', 1]],
		[
			'a fraction with more digits than JavaScript keeps',
			'[12345678901234567.89]',
			['12345678901234567.89'],
		],
		['a small fraction likewise', '[0.12345678901234567891]', ['0.12345678901234567891']],
		['an integer with an exponent', '[7615917337495251231e0]', ['7615917337495251231e0']],
		['one written as a fraction', '[7.615917337495251231E+18]', ['7.615917337495251231E+18']],
		['one that would become nothing', '[1e-400]', ['1e-400']],
	])('reads a number that JavaScript would round as text: %s', (_which, text, value) =>
		expect(parseJson(text)).toEqual(value),
	);
});

it.each([
	['numbers that stay exact', '{"a":9007199254740991,"b":7615917337495251000,"c":-0,"d":1.5e300}'],
	[
		'fractions that stay exact',
		'[0.30000000000000004,1.50000000000000000000,0.000000000000000000]',
	],
	['exponents that stay exact', '[1.5e300,15E-301,7615917337495251e3,1000000000000000000000e-3]'],
	[
		'a string that holds such a number',
		'{"a":"7615917337495251231","7615917337495251231":"1e999"}',
	],
	['a string that holds one between quotes', '["\\"7615917337495251231\\"",1]'],
])('parseJson reads as JSON.parse does: %s', (_what, text) => {
	expect(parseJson(text)).toEqual(JSON.parse(text));
});

it.each([
	['a number instead of a name', '{7615917337495251231:1}'],
	['a number with a zero before it', '[07615917337495251231]'],
	['a truncated number', '[7615917337495251231.]'],
	['a truncated string after a number', '[7615917337495251231,"'],
])('rejects JSON with %s', (_what, text) => expect(parseJson(text)).toBeUndefined());

it('parseJson passes numbers read as text to the reviver too', () => {
	const seen: unknown[] = [];
	parseJson('[7615917337495251231]', (_key, value) => {
		seen.push(value);
		return value;
	});
	expect(seen).toContain('7615917337495251231');
});

it('reads a number of a million digits as text, and without taking long', () => {
	const digits = `0.1${'0'.repeat(1_000_000)}1`;
	expect(parseJson(`[${digits}]`)).toEqual([digits]);
});
