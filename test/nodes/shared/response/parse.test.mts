import {
	parseResponse,
	isObject,
	parseJsonObject,
	MAX_DEPTH,
	scalarText,
} from '../../../../nodes/shared/response/parse.ts';

// A page of a proxy taken for an answer would make an item of a task that nobody made.
it.each([
	'error',
	'returnData',
	'rawData',
	'contextData',
	'keyFields',
	'outputData',
	'result',
	'refid',
])('knows an answer of D3 by %s alone', (key) => {
	expect(parseResponse(`{"${key}":"x"}`)).toEqual({ [key]: 'x' });
});

describe('a JSON object', () => {
	it.each([
		['behind blanks', ' \n\t{"a":1}', { a: 1 }],
		['with blanks inside', '{ "a" : [ 1 , 2 ] }', { a: [1, 2] }],
		['without anything in it', '{}', {}],
		['with a mark of byte order in a text', '{"a":"x\uFEFFy"}', { a: 'x\uFEFFy' }],
	])('is read %s', (_how, text, object) => expect(parseJsonObject(text)).toEqual(object));

	it.each([
		['a list of objects', '[{"a":1}]'],
		['a text with an object in it', '"{}"'],
		['words before an object', 'x {"a":1}'],
		['an object that breaks off', '{"a":'],
		['two objects', '{"a":1}{"b":2}'],
		['null', 'null'],
	])('is not made of %s', (_what, text) => expect(parseJsonObject(text)).toBeUndefined());
});

// n8n walks through what it stores, and ends with a stack overflow where a server nests deep enough.
describe('an answer that is nested', () => {
	const lists = (depth: number, inside = '') =>
		`{"a":${'['.repeat(depth - 1)}${inside}${']'.repeat(depth - 1)}}`;
	const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

	it.each([
		['of lists', lists(MAX_DEPTH)],
		['of objects', objects(MAX_DEPTH)],
		['with brackets in a text', lists(MAX_DEPTH, '"[[[{{{"')],
		['with brackets in a text behind a quote', lists(MAX_DEPTH, '"\\"[[[{{{"')],
		['with brackets in a text behind a backslash', lists(MAX_DEPTH, '"\\\\","[[[{{{"')],
		['with brackets in the name of a field', lists(MAX_DEPTH - 1, '{"[[[{{{":1}')],
		['with many one after another', `{"a":[${Array.from({ length: 500 }, () => '[{}]').join()}]}`],
	])('as deep as may be is read: %s', (_what, text) => {
		expect(parseJsonObject(text)).toEqual(JSON.parse(text));
	});

	it.each([
		['of lists', lists(MAX_DEPTH + 1)],
		['of objects', objects(MAX_DEPTH + 1)],
		['behind a text', lists(MAX_DEPTH, '"]]]",[]')],
		['behind a quote in a text', lists(MAX_DEPTH, '"x\\"]]]",[]')],
		['behind a text that ends with a backslash', lists(MAX_DEPTH, '"\\\\",[]')],
		['behind lists that are closed', `{"b":[[]],"c":{},"a":${lists(MAX_DEPTH)}}`],
	])('deeper is none: %s', (_what, text) => {
		expect(() => JSON.parse(text)).not.toThrow();
		expect(parseJsonObject(text)).toBeUndefined();
	});
});

// `[object Object]` in a list or in an error tells nobody anything.
it.each([
	['a text', ' Jane ', 'Jane'],
	['a number', 7, '7'],
	['nought', 0, '0'],
	['false', false, 'false'],
	['nothing', undefined, ''],
	['null', null, ''],
	['an object', { toString: '' }, ''],
	['a list', ['x'], ''],
])('the word of %s', (_what, value, word) => expect(scalarText(value)).toBe(word));

it.each([
	['an object', {}, true],
	['a list', [], false],
	['null', null, false],
	['a text', 'x', false],
])('%s', (_what, value, is) => expect(isObject(value)).toBe(is));

// The next node, and the memory of the trigger, would take two events for one.
describe('an id of 64 bits', () => {
	it('keeps its digits in a response', () => {
		expect(parseResponse('{"rawData":[{"EventID":7615917337495251231}]}')).toEqual({
			rawData: [{ EventID: '7615917337495251231' }],
		});
	});

	it('keeps them where the protections of an object are needed as well', () => {
		const response = parseResponse('{"rawData":{"__proto__":{"x":1},"ID":7615917337495251231}}');
		expect(response).toEqual({ rawData: { ID: '7615917337495251231' } });
		const deep = `{"rawData":7615917337495251231,"a":${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}}`;
		expect(parseResponse(deep)).toBeUndefined();
	});
});
