import {
	parseResponse,
	isObject,
	parseJsonObject,
	MAX_DEPTH,
	scalarText,
} from '../../../../nodes/shared/response/parse.ts';

// If a proxy's page passed for a response, its item would stand for a task that does not exist.
it.each([
	'error',
	'returnData',
	'rawData',
	'contextData',
	'keyFields',
	'outputData',
	'result',
	'refid',
])('recognizes a response of D3 by the field %s alone', (key) => {
	expect(parseResponse(`{"${key}":"x"}`)).toEqual({ [key]: 'x' });
});

describe('a JSON object', () => {
	it.each([
		['after blanks', ' \n\t{"a":1}', { a: 1 }],
		['with blanks inside', '{ "a" : [ 1 , 2 ] }', { a: [1, 2] }],
		['without fields', '{}', {}],
		['with a byte order mark in a string', '{"a":"x\uFEFFy"}', { a: 'x\uFEFFy' }],
	])('parses a JSON object %s', (_how, text, object) =>
		expect(parseJsonObject(text)).toEqual(object),
	);

	it.each([
		['a list of objects', '[{"a":1}]'],
		['a string that holds an object', '"{}"'],
		['an object after other text', 'x {"a":1}'],
		['a truncated object', '{"a":'],
		['two objects', '{"a":1}{"b":2}'],
		['null', 'null'],
	])('does not take %s for a JSON object', (_what, text) =>
		expect(parseJsonObject(text)).toBeUndefined(),
	);
});

// n8n recurses through what it stores: a response that is nested deeply enough overflows its stack.
describe('a nested response', () => {
	const lists = (depth: number, inside = '') =>
		`{"a":${'['.repeat(depth - 1)}${inside}${']'.repeat(depth - 1)}}`;
	const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

	it.each([
		['of lists', lists(MAX_DEPTH)],
		['of objects', objects(MAX_DEPTH)],
		['with brackets in a string', lists(MAX_DEPTH, '"[[[{{{"')],
		['with brackets in a string after a quote', lists(MAX_DEPTH, '"\\"[[[{{{"')],
		['with brackets in a string after a backslash', lists(MAX_DEPTH, '"\\\\","[[[{{{"')],
		['with brackets in a field name', lists(MAX_DEPTH - 1, '{"[[[{{{":1}')],
		['with many lists side by side', `{"a":[${Array.from({ length: 500 }, () => '[{}]').join()}]}`],
	])('parses a response at the maximum nesting depth: %s', (_what, text) => {
		expect(parseJsonObject(text)).toEqual(JSON.parse(text));
	});

	it.each([
		['of lists', lists(MAX_DEPTH + 1)],
		['of objects', objects(MAX_DEPTH + 1)],
		['after a string with brackets', lists(MAX_DEPTH, '"]]]",[]')],
		['after a string with a quote', lists(MAX_DEPTH, '"x\\"]]]",[]')],
		['after a string that ends in a backslash', lists(MAX_DEPTH, '"\\\\",[]')],
		['after lists that are closed', `{"b":[[]],"c":{},"a":${lists(MAX_DEPTH)}}`],
	])('rejects a response nested deeper than the maximum: %s', (_what, text) => {
		expect(() => JSON.parse(text)).not.toThrow();
		expect(parseJsonObject(text)).toBeUndefined();
	});
});

// `[object Object]` in a list or in an error is of no use to anybody.
it.each([
	['a text', ' Jane ', 'Jane'],
	['a number', 7, '7'],
	['zero', 0, '0'],
	['false', false, 'false'],
	['undefined', undefined, ''],
	['null', null, ''],
	['an object', { toString: '' }, ''],
	['a list', ['x'], ''],
])('writes a scalar as text, and anything else as an empty text: %s', (_what, value, expected) =>
	expect(scalarText(value)).toBe(expected),
);

it.each([
	['an object', {}, true],
	['a list', [], false],
	['null', null, false],
	['a text', 'x', false],
])('tells a JSON object from other values: %s', (_what, value, is) =>
	expect(isObject(value)).toBe(is),
);

// Rounded, two events would be one for the next node and for the trigger.
describe('a 64-bit id', () => {
	it('keeps every digit of a 64-bit id in a response', () => {
		expect(parseResponse('{"rawData":[{"EventID":7615917337495251231}]}')).toEqual({
			rawData: [{ EventID: '7615917337495251231' }],
		});
	});

	it('keeps every digit of a 64-bit id also in a response with a __proto__ field or deep nesting', () => {
		const response = parseResponse('{"rawData":{"__proto__":{"x":1},"ID":7615917337495251231}}');
		expect(response).toEqual({ rawData: { ID: '7615917337495251231' } });
		const deep = `{"rawData":7615917337495251231,"a":${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}}`;
		expect(parseResponse(deep)).toBeUndefined();
	});
});
