import { Readable } from 'node:stream';

import { fillPayload, parseJsonObject, payloadOf, sign } from '../../credentials/jsonWebToken.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a signature', () => {
	it('is what others compute: the example of jwt.io', () => {
		const payload = { sub: '1234567890', name: 'John Doe', iat: 1516239022 };
		expect(sign({ alg: 'HS256', typ: 'JWT' }, payload, 'your-256-bit-secret')).toBe(
			'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
		);
	});

	// A token that says "none" would be anybody's.
	it.each([[{ alg: 'none' }], [{ alg: 'HS512' }], [{}]])('is not made for %p', (header) => {
		expect(() => sign(header, {}, 'secret')).toThrow(
			'The JWT Header of the D3 SOAR credential must say "alg": "HS256". D3 documents no other algorithm.',
		);
	});
});

describe('the payload of a ready-made token', () => {
	it('is its middle part, in letters of any language', () => {
		const payload = { Username: 'Jürgen', Site: '東京' };
		expect(payloadOf(`${part({})}.${part(payload)}.signature`)).toEqual(payload);
	});

	it.each([
		['two parts', `${part({})}.${part({})}`],
		['four parts', `${part({})}.${part({})}.a.b`],
		['a list in the middle', `${part({})}.${part([1])}.a`],
		['something other than JSON in the middle', 'a.b.c'],
	])('is not looked for in %s: the token was not copied whole', (_, token) => {
		expect(() => payloadOf(token)).toThrow(
			'The JWT of the D3 SOAR credential is not a JSON Web Token: three parts with dots between them. Copy the whole token again.',
		);
	});
});

// "Request body's values must match the payload exactly."
describe('the payload for a request', () => {
	const body = { Username: 'Admin', Site: 'Security Operations', CommandParams: {} };

	it('names user and site even where the template does not', () => {
		expect(fillPayload({}, body)).toEqual({ Username: 'Admin', Site: 'Security Operations' });
	});

	it('takes from the body what both have, also in place of a placeholder', () => {
		expect(fillPayload({ Role: '<role>', Timestamp: '' }, { ...body, Role: 'A', Timestamp: 'B' }))
			// In the order of the template, to which the others are added.
			.toEqual({ Role: 'A', Timestamp: 'B', Username: 'Admin', Site: 'Security Operations' });
	});

	it('leaves the template as it was, for the next request', () => {
		const template = { Username: '', Timestamp: '' };
		fillPayload(template, body);
		expect(template).toEqual({ Username: '', Timestamp: '' });
	});

	it('keeps a Timestamp that is given', () => {
		const Timestamp = '2026-05-15 14:32:00';
		expect(fillPayload({ Timestamp }, body)).toMatchObject({ Timestamp });
	});

	// Signed as it stands, D3 would answer with a bare 401.
	it.each([
		['Role', ''],
		['Role', ' <your\nrole> '],
		['Role', ' {{role}}'],
		['Role', '[role]\n'],
		['Role', ' ... '],
		['Role', '…'],
		['Timestamp', '<yyyy-MM-dd>'],
	])('is refused where %s still holds %p', (field, placeholder) => {
		expect(() => fillPayload({ [field]: placeholder }, body)).toThrow(
			`The JWT Payload of the D3 SOAR credential still holds a placeholder in "${field}". Put the value there that D3 shows for this key, or remove the field.`,
		);
	});

	it.each([
		['Analyst'],
		['a <b> c'],
		['x{y}'],
		['{y}x'],
		['[y]x'],
		['x[y]'],
		['....'],
		[0],
		[null],
	])('keeps the value %p', (Role) => expect(fillPayload({ Role }, body)).toMatchObject({ Role }));
});

describe('an object', () => {
	it.each([[{ a: 1 }], ['{"a":1}'], [' {"a": 1}\n']])('is %p', (json) => {
		expect(parseJsonObject(json)).toEqual({ a: 1 });
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
	])('is not %p', (json) => expect(parseJsonObject(json)).toBeUndefined());

	// A file that n8n's HTTP Request node sends: its bytes are no members, and it stays what it is.
	it('is not a file, as bytes or as a stream', () => {
		expect(parseJsonObject(Buffer.from('{}'))).toBeUndefined();
		expect(parseJsonObject(Readable.from(['{}']))).toBeUndefined();
	});
});
