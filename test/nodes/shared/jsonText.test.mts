import {
	errorPosition,
	inexactNumberIn,
	repeatedNameIn,
	withMembers,
} from '../../../nodes/shared/jsonText.ts';

it('finds the first number in a JSON text that JavaScript would change', () => {
	expect(inexactNumberIn('{"a":1,"b":"7615917337495251231","c":[7615917337495251232,1e999]}')).toBe(
		'7615917337495251232',
	);
	expect(inexactNumberIn('{"a":1}')).toBeUndefined();
});

// JSON.parse silently takes the later one, so that a value inserted by an expression could overwrite what the user has set.
describe('a name that occurs twice in one object', () => {
	it.each([
		['beside the other', '{"a":1,"a":2}', 'a'],
		['after an object that has the same name in it', '{"a":{"b":1},"b":2,"a":3}', 'a'],
		['in an object in a list', '[{"a":1},{"a":1,"b":[1],"a":2}]', 'a'],
		['written with an escape', '{"a":1,"\\u0061":2}', 'a'],
		['with a quote in it', '{"\\"":1,"\\"":2}', '"'],
	])('finds a name that occurs twice in one object: %s', (_where, text, name) =>
		expect(repeatedNameIn(text)).toBe(name),
	);

	it.each([
		['in two objects', '[{"a":1},{"a":2}]'],
		['in an object within the other', '{"a":{"a":{"a":1}}}'],
		['as a name and as a value', '{"a":"a","b":"a:","c":[":","a"]}'],
	])('accepts a name that occurs twice %s', (_where, text) =>
		expect(repeatedNameIn(text)).toBeUndefined(),
	);
});

describe('adding members to the text of an object', () => {
	it.each([
		[
			'before the first one',
			'{ "id": 7615917337495251231 }',
			'{"A":1,"B":"x", "id": 7615917337495251231 }',
		],
		['to an empty object', ' { } ', ' {"A":1,"B":"x" } '],
		['none that exist already', '{"A": 2.0, "B" : ""}', '{"A": 2.0, "B" : ""}'],
		['instead of null', '{"A":null,"a":1e2,"B":null}', '{"A":1,"a":1e2,"B":"x"}'],
		['instead of each null', '{"A":null,"B":2,"A":null}', '{"A":1,"B":2,"A":1}'],
		[
			'if they exist only further inside',
			'{"c":{"A":null},"d":[{"B":2}]}',
			'{"A":1,"B":"x","c":{"A":null},"d":[{"B":2}]}',
		],
		[
			'after an object and a list inside',
			'{"c":{"x":[{}]},"d":[],"A":null,"B":2}',
			'{"c":{"x":[{}]},"d":[],"A":1,"B":2}',
		],
		['if they exist only as values', '{"c":"A","d":["B"]}', '{"A":1,"B":"x","c":"A","d":["B"]}'],
	])(
		'adds members to the text of an object and leaves the rest as it is: %s',
		(_how, text, whole) => expect(withMembers(text, { A: 1, B: 'x' })).toBe(whole),
	);
});

describe('the place where a text stops being JSON', () => {
	// ▸ marks the place.
	it.each([
		['a word', '▸hello'],
		['a quote in a string', '{"note": "He said "▸hi" to me"}'],
		['a name without quotes', '{▸a: 1}'],
		['single quotes', "{▸'a': 1}"],
		['a comma at the end of an object', '{"a": 1,▸}'],
		['a comma at the end of a list', '[1,▸]'],
		['a comma too many', '[1,▸,2]'],
		['no comma', '{"a": 1 ▸"b": 2}'],
		['no colon', '{"a" ▸1}'],
		['no value', '{"a":▸}'],
		['the wrong bracket', '[1▸}'],
		['a bracket too many', '{"a": 1}▸}'],
		['something after the end', '{} ▸{}'],
		['a comma after the end', '{}▸,'],
		['a colon in a list', '[1▸:2]'],
		['a number instead of a name', '{"a":1,▸2:3}'],
		['a word that JSON does not know', '[▸undefined]'],
		['a number with a zero before it', '[▸01]'],
		['a line break in a string', '["a▸\nb"]'],
		['a wrong escape', '["a\\n▸\\x"]'],
		['a blank that JSON does not know', '[▸\u00a0]'],
		['an end in a list', '[1▸'],
		['an end in an object', '{"a":{}▸'],
		['an end in a string', '{"a":"x\\"}▸'],
		['an empty text', '▸'],
	])('finds the place where a text stops being JSON: %s', (_what, marked) => {
		const text = marked.replace('▸', '');
		expect(() => JSON.parse(text)).toThrow();
		expect(errorPosition(text)).toBe(marked.indexOf('▸'));
	});

	it('gives the end of a text that is valid JSON', () => {
		const text =
			' {"a":[1,-2.5e+3,true,null,{},-0,20,105.25,1E12,3e-10,0.05],"b":"\\u00e9\\"\u007f",\t"c":[]}\r\n';
		JSON.parse(text);
		expect(errorPosition(text)).toBe(text.length);
	});
});
