import { Redactor } from '../../../../nodes/shared/transport/redaction.ts';

/** A key with every character that some notation escapes. */
const KEY = `k3y+/=&<>"'\\%-_.~z`;

const redact = (text: string, secret: string) => new Redactor().redact(text, secret);

const inHtml = (text: string) =>
	text.replace(/[^a-z\d]/gi, (char) => `&#${String(char.charCodeAt(0))};`);
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const asDotNet = (text: string) =>
	text.replace(
		/[^a-z\d\\]|\\/gi,
		(char) => `\\u00${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);

/** System.Text.Json escapes these characters only. */
const inJsonOfDotNet = (text: string) =>
	inJson(text).replace(
		/\\"|["'&<>+`]/g,
		(char) => `\\u00${char.at(-1)!.charCodeAt(0).toString(16).toUpperCase()}`,
	);

// What a response holds reaches the next node, the database and the screen.
it.each([
	['plainly', KEY],
	['in capitals', KEY.toUpperCase()],
	['in JSON', inJson(KEY)],
	['in JSON with slashes escaped', inJson(KEY).replaceAll('/', '\\/')],
	['in JSON as .NET writes it', asDotNet(KEY)],
	['in JSON in a JSON string', inJson(inJson(KEY))],
	['in a URL', encodeURIComponent(KEY)],
	['in a URL in a URL', encodeURIComponent(encodeURIComponent(KEY))],
	['in HTML with numeric references', inHtml(KEY)],
	['in HTML with hexadecimal references', KEY.replace('+', '&#x2B;')],
	[
		'in HTML with named references',
		KEY.replace('&', '&amp;')
			.replace('<', '&lt;')
			.replace('>', '&gt;')
			.replace('"', '&quot;')
			.replace("'", '&apos;'),
	],
	['in Base64', Buffer.from(KEY).toString('base64')],
	['in Base64 for URLs', Buffer.from(KEY).toString('base64url')],
])('removes a key that is echoed %s', (_how, echo) => {
	expect(redact(`before ${echo} after`, KEY)).toMatch(/^before •••=? after$/);
});

describe('a key echoed in two notations', () => {
	const WAYS: Array<[name: string, write: (text: string) => string]> = [
		['puts into JSON', inJson],
		['puts into JSON as .NET does', asDotNet],
		['puts into a URL', encodeURIComponent],
		['puts into HTML', inHtml],
	];
	const pairs = WAYS.flatMap((inner) =>
		WAYS.map((outer) => [inner[0], outer[0], inner[1], outer[1]] as const),
	);
	it.each(pairs)(
		'removes a key that one server %s, and the next %s',
		(_inner, _outer, first, second) => {
			const text = `before ${second(first(KEY))} after`;
			expect(redact(text, KEY)).toBe('before ••• after');
		},
	);
});

// A gateway that encodes the request it received passes on a key that anybody can decode.
describe('a key in the middle of a longer Base64 text', () => {
	const WAYS: Array<[name: string, write: (text: string) => string]> = [
		['as it is', String],
		['in JSON', inJson],
		['in JSON as .NET writes it', inJsonOfDotNet],
		['in a URL', encodeURIComponent],
	];
	const KEYS = [KEY, 'Q7f2pZk1x9LmT4sVb8Rn', '~~~~~~~~', 'abcdefgh'];
	const cases = KEYS.flatMap((key) =>
		WAYS.flatMap(([way, write]) =>
			['', 'x', '{"'].flatMap((before) =>
				['base64', 'base64url'].map((encoding) => [key, way, before, encoding, write] as const),
			),
		),
	);
	it.each(cases)(
		'removes the key %s, written %s after "%s", from a longer text in %s',
		(key, _way, before, encoding, write) => {
			const request = `{"headers":{"${before}":"${write(key)}","host":"d3"}}`;
			const echo = Buffer.from(request).toString(encoding as BufferEncoding);
			for (const text of [echo, inJson(echo).replaceAll('/', '\\/'), encodeURIComponent(echo)]) {
				const redacted = redact(text, key);
				expect(redacted).toContain('•••');
				// What is left on both sides decodes to the neighbours of the key and at most to its edges.
				const left = decodeURIComponent(redacted)
					.split('•••')
					.map((part) => Buffer.from(part, 'base64').toString('latin1'));
				expect(left[0]!.slice(0, 14)).toBe(request.slice(0, 14));
				expect(left[0]!.length).toBeLessThanOrEqual(request.indexOf(write(key)) + 2);
			}
		},
	);
});

it('removes a key with fewer than eight characters after its first letter only if it is unencoded', () => {
	expect(redact('a=+/=+/=+/=+/ab=b', '+/=+/=+/=+/ab')).toBe('a=•••=b');
	expect(redact('{"a":"ab"}', '+/=+/=+/=+/ab')).toBe('{"a":"ab"}');
});

// A key of one letter would remove that letter from every word of D3.
it('removes a key of eight characters also where it is escaped', () => {
	expect(redact('{"key":"abc\\"defg"}', 'abc"defg')).toBe('{"key":"•••"}');
	expect(redact('?key=%61bc&x=abc%22defg', 'abc"defg')).toBe('?key=%61bc&x=•••');
});

it.each(['a', 'Admin', '1234567'])(
	'does not look for the short key %p, which data may hold by chance',
	(key) => {
		const text = `{"error":"","rawData":{"a":"Admin","b":1234567,"c":"${Buffer.from(key).toString('base64')}"}}`;
		expect(redact(text, key)).toBe(text);
	},
);

it('removes a token wherever it occurs', () => {
	const token = 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln-bmF0_dXJl';
	expect(redact(`${token},${token}`, token)).toBe('•••,•••');
});

// Items may have credentials of their own.
it('removes each secret where it is given several, one after another', () => {
	const redactor = new Redactor();
	for (const secret of ['first-secret', 'second-secret', 'first-secret']) {
		expect(redactor.redact('first-secret second-secret', secret)).not.toContain(secret);
	}
});

it('leaves text unchanged that only resembles the key', () => {
	const text = '{"a":"k3y+/=","b":"k3y","c":"\\u002B%2B&#43;"}';
	expect(redact(text, KEY)).toBe(text);
});

it('removes a key without letters and digits', () => {
	expect(redact('a=+/=+/=+/=b', '+/=+/=+/=')).toBe('a=•••b');
});

// A server knows the key, and must not be able to keep n8n busy with a response.
it.each([
	['backslashes', '\\'],
	['beginnings of the key', 'k3y'],
	['beginnings of the key with backslashes', 'k3y\\\\\\\\'],
	['beginnings of the key with percent signs', 'k3y%25%25%25%25'],
	['beginnings of the key with HTML references', 'k3y&amp;amp;amp;'],
	['beginnings of the key in Base64', Buffer.from(KEY).toString('base64').slice(0, 10)],
])('gets through ten million characters of %s without blocking n8n', (_what, part) => {
	const text = part.repeat(10_000_000 / part.length);
	expect(redact(text, KEY)).toBe(text);
});
