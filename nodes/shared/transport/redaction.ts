/**
 * Removes a secret from a text: a response may echo what it was sent, plainly, in JSON, in a URL, in HTML, in
 * Base64, or in several of these at once.
 */
export function redact(text: string, secret: string): string {
	// The search starts at the first letter or digit: the characters before it reveal nothing.
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

/** The letters and digits at the start of a form: no escaping changes them, so a text that holds the form holds them. */
function alphanumericPrefix(form: string): string {
	return /^[a-z\d]*/i.exec(form)![0].toLowerCase();
}

/** A pattern for a form: letters and digits as they are, its other characters in any escaping. */
function patternFor(form: string): string {
	return [...form]
		.map((char) => (/[a-z\d]/i.test(char) ? char : escapedCharPattern(char)))
		.join('');
}

/** HTML's named character references; each character has numeric ones too. */
const HTML_NAMES: Readonly<Record<string, string>> = {
	'"': 'quot',
	'&': 'amp',
	"'": 'apos',
	'<': 'lt',
	'>': 'gt',
};

/** How many times a character may have been escaped. */
const ESCAPE_DEPTH = 2;

/** A pattern for a character and the backslashes that JSON puts before it. */
function escapedCharPattern(char: string): string {
	// Every repetition is bounded: otherwise a server could make the search arbitrarily slow.
	return `(?:${charPattern('\\', ESCAPE_DEPTH - 1)}){0,8}${charPattern(char, ESCAPE_DEPTH, '')}`;
}

/** A pattern for a character: literal, or as JSON, a URL or HTML escapes it; their own signs may be escaped too. */
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
