/**
 * Takes a secret out of a text: an answer may echo what it was sent, plainly, in JSON, as a part of an
 * address, in HTML, in Base64, or in several of these at once.
 */
export function withoutSecret(text: string, secret: string): string {
	// It is found by a letter or digit: what stands before the first tells nothing.
	const [, core = ''] = /([a-z\d].*)/is.exec(secret) ?? [];
	if (core === '') return text.replaceAll(secret, '•••');
	const bytes = Buffer.from(secret);
	const lowerCase = text.toLowerCase();
	const forms = [
		core,
		bytes.toString('base64url'),
		bytes.toString('base64').replace(/=+$/, ''),
	].filter((form) => lowerCase.includes(beginningOf(form)));
	if (forms.length === 0) return text;
	return text.replace(new RegExp(forms.map(inAnyEscape).join('|'), 'gi'), '•••');
}

/** The letters and digits at the start of a word, which stand in a text as they are if the word does. */
function beginningOf(word: string): string {
	return /^[a-z\d]*/i.exec(word)![0].toLowerCase();
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

/** How often what was escaped may have been escaped again. */
const LEVELS = 2;

/** A pattern for a character behind the backslashes that JSON puts before it. */
function escapesOf(char: string): string {
	// Nothing repeats without an end: a server could make the search as long as it liked.
	return `(?:${writingsOf('\\', LEVELS - 1)}){0,8}${writingsOf(char, LEVELS, '')}`;
}

/** A pattern for a character by itself, in JSON, in an address or in HTML, whose own signs may be escaped too. */
function writingsOf(char: string, levels: number, slashes = '\\\\{1,4}'): string {
	const literally = char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
	if (levels === 0) return literally;
	const [percent, and, hash, end] = [...'%&#;'].map((sign) => writingsOf(sign, levels - 1));
	const code = char.charCodeAt(0);
	const hex = code.toString(16);
	const references = [`${hash}0{0,4}${code}`, `${hash}x0{0,4}${hex}`, HTML_NAMES[char]];
	return `(?:${[
		literally,
		`${slashes}u00${hex}`,
		`${percent}${hex}`,
		`${and}(?:${references.filter(Boolean).join('|')})${end}`,
	].join('|')})`;
}
