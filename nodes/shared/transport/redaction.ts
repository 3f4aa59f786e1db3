/** A shorter one is not searched for: D3's data may contain it by chance. */
const MIN_SECRET_LENGTH = 8;

/** Removes secrets from texts. */
export class Redactor {
	private secret = '';
	/** How texts may hold the secret: most requests of a run have the same, and finding its forms takes time. */
	private forms: readonly Form[] = [];

	/**
	 * Removes a secret from a text: a response may echo what it was sent, plainly, in JSON, in a URL, in HTML, in
	 * Base64, or in several of these at once.
	 */
	redact(text: string, secret: string): string {
		if (secret.length < MIN_SECRET_LENGTH) return text;
		if (secret !== this.secret) {
			this.secret = secret;
			this.forms = formsOf(secret);
		}
		const lowerCase = text.toLowerCase();
		const patterns = this.forms
			.filter(({ word }) => lowerCase.includes(word))
			.map(({ pattern }) => pattern());
		if (patterns.length === 0) return text;
		return text.replace(new RegExp(patterns.join('|'), 'gi'), '•••');
	}
}

/** The longest run of letters and digits: no escaping changes it, so a text that holds the form holds it. */
function longestWord(form: string): string {
	const words = form.toLowerCase().match(/[a-z\d]+/g) ?? [''];
	return words.reduce((longest, word) => (word.length > longest.length ? word : longest));
}

/** What a text may hold of a secret. */
interface Form {
	readonly form: string;
	/** What a text that holds the form also holds, in lower case. */
	readonly word: string;
	readonly pattern: () => string;
}

function formsOf(secret: string): Form[] {
	// The search starts at a letter or digit, to be fast: the few characters before it reveal nothing.
	const plain = fromFirstWord(secret);
	const isLong = plain.length >= MIN_SECRET_LENGTH;
	const encoded = BEFORE_BASE64.flatMap(([, write]) => base64FormsOf(write(secret)));
	return [
		isLong ? formWith(plain, () => patternFor(plain)) : formWith(secret, () => literal(secret)),
		...[...new Map(encoded.map((each) => [each.form, each])).values()],
	];
}

function formWith(form: string, pattern: () => string): Form {
	return { form, word: longestWord(form), pattern };
}

function fromFirstWord(text: string): string {
	return text.replace(/^[^a-z\d]+/i, '');
}

/** In which notations a secret may be before all that it is in is encoded in Base64: there no pattern finds them. */
const BEFORE_BASE64: ReadonlyArray<[notation: string, write: (secret: string) => string]> = [
	['as it is', (secret) => secret],
	['JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
	// https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/character-encoding
	[
		'JSON of .NET',
		(secret) =>
			secret
				.replaceAll('\\', '\\\\')
				.replace(/["'&<>+`]/g, (char) => `\\u00${hexCode(char).toUpperCase()}`),
	],
	['URL', encodeURIComponent],
];

/** The digits that stand for a text in Base64, which depend on how many bytes of a group of three precede it. */
function base64FormsOf(text: string): Form[] {
	return [0, 1, 2].map((before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
		const bits = 8 * bytes.length;
		// Only the digits that are the text's alone. Of one that it shares, the first stays and the last goes.
		const whole = bytes.toString('base64').slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6));
		const form = fromFirstWord(whole);
		const shared = bits % 6 === 0 ? '' : '[\\w+/-]?';
		return formWith(form, () => patternFor(form, BASE64URL) + shared);
	});
}

/** Digits of Base64 that are others in URLs. RFC 4648, 5 */
const BASE64URL: Readonly<Record<string, string>> = { '+': '-', '/': '_' };

/** A pattern for a form: letters and digits as they are, its other characters in any escaping. */
function patternFor(form: string, alternatives: Readonly<Record<string, string>> = {}): string {
	return [...form]
		.map((char) => {
			if (/[a-z\d]/i.test(char)) return char;
			const escaped = escapedCharPattern(char);
			return char in alternatives ? `(?:${escaped}|${alternatives[char]})` : escaped;
		})
		.join('');
}

/** How many times a character may have been escaped. */
const ESCAPE_DEPTH = 2;

/** A pattern for a character and the backslashes that JSON puts before it. */
function escapedCharPattern(char: string): string {
	// Every repetition is bounded: otherwise a server could make the search arbitrarily slow.
	return `(?:${charPattern('\\', ESCAPE_DEPTH - 1)}){0,8}${charPattern(char, ESCAPE_DEPTH, '')}`;
}

/**
 * How a character is escaped, as a pattern with its HEX or decimal CODE or its NAME. The signs in it, `\ % & # ;`, may
 * be escaped in turn.
 */
const NOTATIONS: ReadonlyArray<[notation: string, pattern: string]> = [
	['JSON', '\\u00HEX'],
	['URL', '%HEX'],
	['HTML', '&(?:#0{0,4}CODE|#x0{0,4}HEX|NAME);'],
];

/** HTML's named character references; each character has numeric ones too. */
const HTML_NAMES: Readonly<Record<string, string>> = {
	'"': 'quot',
	'&': 'amp',
	"'": 'apos',
	'<': 'lt',
	'>': 'gt',
};

const MATCHES_NOTHING = '(?!)';

/**
 * A pattern for a character, as it is or in one of the notations.
 *
 * @param backslashes A pattern for those of JSON's notation.
 */
function charPattern(char: string, depth: number, backslashes = '\\\\{1,4}'): string {
	if (depth === 0) return literal(char);
	const parts: Readonly<Record<string, string>> = {
		HEX: hexCode(char),
		CODE: String(char.charCodeAt(0)),
		NAME: HTML_NAMES[char] ?? MATCHES_NOTHING,
		'\\': backslashes,
	};
	const escaped = NOTATIONS.map(([, pattern]) =>
		pattern.replace(
			/HEX|CODE|NAME|[\\%&#;]/g,
			(part) => parts[part] ?? charPattern(part, depth - 1),
		),
	);
	return `(?:${[literal(char), ...escaped].join('|')})`;
}

function hexCode(char: string): string {
	return char.charCodeAt(0).toString(16);
}

function literal(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
