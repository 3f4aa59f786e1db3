/**
 * Takes a secret out of a text: an answer may echo what it was sent, plainly, in JSON, as a part of an
 * address, in HTML, or in Base64.
 */
export function withoutSecret(text: string, secret: string): string {
	const bytes = Buffer.from(secret);
	const forms = [secret, bytes.toString('base64url'), bytes.toString('base64').replace(/=+$/, '')];
	return text.replace(new RegExp(forms.map(inAnyEscape).join('|'), 'gi'), '•••');
}

/** A pattern for a word whose letters and digits are written as they are, and its other characters in any way. */
function inAnyEscape(word: string): string {
	return [...word].map((char) => (/[a-z\d]/i.test(char) ? char : escapesOf(char))).join('');
}

/** Names that HTML has for characters; all of them have numbers too. */
const HTML_NAMES: Readonly<Record<string, string>> = {
	'"': 'quot',
	'&': 'amp',
	"'": 'apos',
	'<': 'lt',
	'>': 'gt',
};

/**
 * The ways to write a character, also escaped several times. Nothing repeats without an end: a server
 * could make the search as long as it liked.
 */
function escapesOf(char: string): string {
	const code = char.charCodeAt(0);
	const hex = code.toString(16).padStart(2, '0');
	const literally = char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
	const references = [HTML_NAMES[char], `#0{0,4}${code}`, `#x0{0,4}${hex}`].filter(Boolean);
	return [
		`(?:\\\\{0,8}(?:${literally}|u00${hex})`,
		`%(?:25){0,4}${hex}`,
		`&(?:amp;){0,4}(?:${references.join('|')});)`,
	].join('|');
}
