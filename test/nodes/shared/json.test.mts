import { parseJson } from '../../../nodes/shared/json.ts';

// D3's ids may have 64 bits: rounded, two events become one, and the next node asks for a third.
describe('an integer that JavaScript would round is read as text', () => {
	it.each([
		['of 19 digits', '{"id":7615917337495251231}', { id: '7615917337495251231' }],
		['of 16 digits', '[9007199254740993]', ['9007199254740993']],
		['that is negative', '[-7615917337495251231]', ['-7615917337495251231']],
		[
			'with more digits than JavaScript writes out',
			'[1000000000000000000001]',
			['1000000000000000000001'],
		],
		['by itself', ' 7615917337495251231 ', '7615917337495251231'],
		['deep inside', '[[{"a":[1,7615917337495251231]}]]', [[{ a: [1, '7615917337495251231'] }]]],
		[
			'behind a text with quotes',
			'{"a\\"":"\\\\","b":7615917337495251231}',
			{ 'a"': '\\', b: '7615917337495251231' },
		],
		['that would become infinite', '[1e999,-1E+400,1]', ['1e999', '-1E+400', 1]],
	])('%s', (_which, text, value) => expect(parseJson(text)).toEqual(value));
});

it.each([
	[
		'numbers that stay what they are',
		'{"a":9007199254740991,"b":7615917337495251000,"c":-0,"d":1.5e300}',
	],
	['a fraction of many digits, which is no id', '[0.30000000000000004,1.2345678901234567890]'],
	['a text that holds such a number', '{"a":"7615917337495251231","7615917337495251231":"1e999"}'],
	['a text that holds one between quotes', '["\\"7615917337495251231\\"",1]'],
])('reads %s as JSON.parse does', (_what, text) => {
	expect(parseJson(text)).toEqual(JSON.parse(text));
});

it.each([
	['a number in the place of a name', '{7615917337495251231:1}'],
	['a number with a zero before it', '[07615917337495251231]'],
	['a number that breaks off', '[7615917337495251231.]'],
	['a text that breaks off behind a number', '[7615917337495251231,"'],
])('%s makes no JSON of a text', (_what, text) => expect(parseJson(text)).toBeUndefined());

it('shows the texts that were numbers to the reviver too', () => {
	const seen: unknown[] = [];
	parseJson('[7615917337495251231]', (_key, value) => {
		seen.push(value);
		return value;
	});
	expect(seen).toContain('7615917337495251231');
});
