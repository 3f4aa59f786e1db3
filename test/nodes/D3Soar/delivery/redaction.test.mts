import { withoutSecret } from '../../../../nodes/D3Soar/delivery/redaction.ts';

/** A key with every character that some notation escapes. */
const KEY = `k3y+/=&<>"'\\%-_.~z`;

const inHtml = (text: string) =>
	text.replace(/[^a-z\d]/gi, (char) => `&#${String(char.charCodeAt(0))};`);
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const asDotNet = (text: string) =>
	text.replace(/[^a-z\d]/gi, (char) => `\\u00${char.charCodeAt(0).toString(16).toUpperCase()}`);

// What an answer holds goes to the next node, into the database and onto a screen.
it.each([
	['plainly', KEY],
	['in capitals', KEY.toUpperCase()],
	['in JSON', inJson(KEY)],
	['in JSON with slashes escaped', inJson(KEY).replaceAll('/', '\\/')],
	['in JSON as .NET writes it', asDotNet(KEY)],
	['in JSON in a text in JSON', inJson(inJson(KEY))],
	['in an address', encodeURIComponent(KEY)],
	['in an address in an address', encodeURIComponent(encodeURIComponent(KEY))],
	['in HTML with numbers', inHtml(KEY)],
	['in HTML with hexadecimal numbers', KEY.replace('+', '&#x2B;')],
	[
		'in HTML with names',
		KEY.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace('"', '&quot;'),
	],
	['in Base64', Buffer.from(KEY).toString('base64')],
	['in Base64 for addresses', Buffer.from(KEY).toString('base64url')],
])('leaves nothing of a key that is echoed %s', (_how, echo) => {
	expect(withoutSecret(`before ${echo} after`, KEY)).toMatch(/^before •••=? after$/);
});

it('takes out a token wherever it stands', () => {
	const token = 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln-bmF0_dXJl';
	expect(withoutSecret(`${token},${token}`, token)).toBe('•••,•••');
});

it('leaves everything else as it is', () => {
	const text = '{"a":"k3y+/=","b":"k3y","c":"\\u002B%2B&#43;"}';
	expect(withoutSecret(text, KEY)).toBe(text);
});

// A server must not be able to keep n8n busy by what it answers.
it('comes to an end with ten million backslashes', () => {
	const text = '\\'.repeat(10_000_000);
	expect(withoutSecret(text, '+secret')).toBe(text);
});
