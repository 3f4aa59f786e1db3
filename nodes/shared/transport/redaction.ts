/**
 * Takes a secret out of a text: an answer may echo what it was sent, plainly, in JSON, as a part of an
 * address, in HTML, in Base64, or in several of these at once.
 */
export function redact(text: string, secret: string): string {
	// It is found by a letter or digit: what stands before the first tells nothing.
	const [, searchable = ''] = /([a-z\d].*)/is.exec(secret) ?? [];
	if (searchable === '') return text.replaceAll(secret, '•••');
	const bytes = Buffer.from(secret);
	const lowerCase = text.toLowerCase();
	const forms = [
		searchable,
		bytes.toString('base64url'),
		bytes.toString('base64').replace(/=+$/, ''),
	].filter((form) => lowerCase.includes(alphanumericPrefix(form)));
	if (forms.length === 0) return text;
	return text.replace(new RegExp(forms.map(patternFor).join('|'), 'gi'), '•••');
}

/** The letters and digits at the start of a word, which stand in a text as they are if the word does. */
function alphanumericPrefix(word: string): string {
	return /^[a-z\d]*/i.exec(word)![0].toLowerCase();
}

/** A pattern for a word whose letters and digits are written as they are, and its other characters in any way. */
function patternFor(word: string): string {
	return [...word]
		.map((char) => (/[a-z\d]/i.test(char) ? char : escapedCharPattern(char)))
		.join('');
}

/** Names that HTML has for characters; all of them have numbers too. */
const HTML_NAMES: Readonly<Record<string, string>> = {
	'"': 'quot',
	'&': 'amp',
	"'": 'apos',
	'<': 'lt',
	'>': 'gt',
};

/** How often what was escaped may have been escaped again. */
const ESCAPE_DEPTH = 2;

/** A pattern for a character behind the backslashes that JSON puts before it. */
function escapedCharPattern(char: string): string {
	// Nothing repeats without an end: a server could make the search as long as it liked.
	return `(?:${charPattern('\\', ESCAPE_DEPTH - 1)}){0,8}${charPattern(char, ESCAPE_DEPTH, '')}`;
}

/** A pattern for a character by itself, in JSON, in an address or in HTML, whose own signs may be escaped too. */
function charPattern(char: string, levels: number, slashes = '\\\\{1,4}'): string {
	const literal = char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
	if (levels === 0) return literal;
	const [percent, and, hash, end] = [...'%&#;'].map((sign) => charPattern(sign, levels - 1));
	const code = char.charCodeAt(0);
	const hex = code.toString(16);
	const references = [`${hash}0{0,4}${code}`, `${hash}x0{0,4}${hex}`, HTML_NAMES[char]];
	return `(?:${[
		literal,
		`${slashes}u00${hex}`,
		`${percent}${hex}`,
		`${and}(?:${references.filter(Boolean).join('|')})${end}`,
	].join('|')})`;
}
