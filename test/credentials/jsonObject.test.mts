import { Readable } from 'node:stream';

import { jsonObjectFrom } from '../../credentials/jsonObject.ts';

describe('a JSON object', () => {
	it.each([[{ a: 1 }], ['{"a":1}'], [' {"a": 1}\n']])('reads %p as a JSON object', (json) => {
		expect(jsonObjectFrom(json)).toEqual({ a: 1 });
	});

	it.each([
		[undefined],
		[null],
		[7],
		[true],
		[[1]],
		['null'],
		['7'],
		['"a"'],
		['[1]'],
		['{'],
		[''],
	])('does not read %p as a JSON object', (json) => expect(jsonObjectFrom(json)).toBeUndefined());

	// n8n's HTTP Request node may send a file: its bytes are no fields, and it has to stay as it is.
	it('does not read a file as a JSON object, neither bytes nor a stream', () => {
		expect(jsonObjectFrom(Buffer.from('{}'))).toBeUndefined();
		expect(jsonObjectFrom(Readable.from(['{}']))).toBeUndefined();
	});
});
