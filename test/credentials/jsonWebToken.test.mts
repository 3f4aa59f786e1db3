import { fillPayload, payloadOf, sign } from '../../credentials/jsonWebToken.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a signature', () => {
	it('signs the example of jwt.io as jwt.io does', () => {
		const payload = { sub: '1234567890', name: 'John Doe', iat: 1516239022 };
		expect(sign({ alg: 'HS256', typ: 'JWT' }, payload, 'your-256-bit-secret')).toBe(
			'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
		);
	});

	// Anybody could make a token that says "none".
	it.each([[{ alg: 'none' }], [{ alg: 'HS512' }], [{}]])(
		'does not sign a JWT with the header %p',
		(header) => {
			expect(() => sign(header, {}, 'secret')).toThrow(
				'The JWT Header of the D3 SOAR credential must contain "alg": "HS256". D3 documents no other algorithm.',
			);
		},
	);
});

describe('the payload of an existing token', () => {
	it('reads the payload of an existing token, in letters of any language', () => {
		const payload = { Username: 'Jürgen', Site: '東京' };
		expect(payloadOf(`${part({})}.${part(payload)}.signature`)).toEqual(payload);
	});

	it.each([
		['two parts', `${part({})}.${part({})}`],
		['four parts', `${part({})}.${part({})}.a.b`],
		['a list in the middle', `${part({})}.${part([1])}.a`],
		['something other than JSON in the middle', 'a.b.c'],
	])('rejects an existing token that has %s, since it was not copied whole', (_, token) => {
		expect(() => payloadOf(token)).toThrow(
			'The JWT of the D3 SOAR credential is not a valid JSON Web Token (three parts separated by dots). Copy the whole token again.',
		);
	});
});

// "Request body's values must match the payload exactly."
describe('the payload for a request', () => {
	const body = { Username: 'Admin', Site: 'Security Operations', CommandParams: {} };

	it('adds user and site to the payload even if the template has neither', () => {
		expect(fillPayload({}, body)).toEqual({ Username: 'Admin', Site: 'Security Operations' });
	});

	it('takes payload values from the body if both have the field, even instead of a placeholder', () => {
		expect(fillPayload({ Role: '<role>', Timestamp: '' }, { ...body, Role: 'A', Timestamp: 'B' }))
			// In the order of the template, to which the others are added.
			.toEqual({ Role: 'A', Timestamp: 'B', Username: 'Admin', Site: 'Security Operations' });
	});

	it('leaves the payload template unchanged for the next request', () => {
		const template = { Username: '', Timestamp: '' };
		fillPayload(template, body);
		expect(template).toEqual({ Username: '', Timestamp: '' });
	});

	it('keeps a Timestamp that the payload template gives', () => {
		const Timestamp = '2026-05-15 14:32:00';
		expect(fillPayload({ Timestamp }, body)).toMatchObject({ Timestamp });
	});

	// If it were signed as it is, D3 would return a plain 401.
	it.each([
		['Role', ''],
		['Role', ' <your\nrole> '],
		['Role', ' {{role}}'],
		['Role', '[role]\n'],
		['Role', ' ... '],
		['Role', '…'],
		['Timestamp', '<yyyy-MM-dd>'],
	])('rejects a payload whose %s still holds the placeholder %p', (field, placeholder) => {
		expect(() => fillPayload({ [field]: placeholder }, body)).toThrow(
			`The JWT Payload of the D3 SOAR credential still contains a placeholder in "${field}". Replace it with the value D3 shows for this key, or remove the field.`,
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
	])('keeps the payload value %p, which is no placeholder', (Role) =>
		expect(fillPayload({ Role }, body)).toMatchObject({ Role }),
	);
});
