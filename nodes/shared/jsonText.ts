/** A bracket, comma, colon, string (with its quotes), number or word of a JSON text. */
interface Token {
	readonly text: string;
	readonly start: number;
}

/**
 * The tokens of a JSON text. A string is one token, whatever it contains, and ends with the JSON if it is unterminated.
 *
 * @param pattern Which tokens; a quote has to be one of its alternatives.
 */
function* tokensIn(json: string, pattern = /["{}[\],:]|[^ \t\r\n"{}[\],:]+/g): Generator<Token> {
	for (let match = pattern.exec(json); match !== null; match = pattern.exec(json)) {
		const start = match.index;
		if (match[0] === '"') pattern.lastIndex = endOfString(json, start);
		yield { text: json.slice(start, pattern.lastIndex), start };
	}
}

/** Where the string ends that starts with the given quote. */
function endOfString(json: string, quote: number): number {
	let index = quote + 1;
	while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
	return Math.min(index + 1, json.length);
}

/**
 * Checked first, since reading the tokens takes several times as long. A number with fewer than 16 digits, before and
 * after its point together, changes only if an exponent of three or more digits makes it infinite, or nothing.
 */
const MAY_BE_INEXACT = /\d(?:\.?\d){15}|\d[eE][+-]?\d{3}/;

function inexactNumbersIn(json: string): Token[] {
	const found: Token[] = [];
	if (!MAY_BE_INEXACT.test(json)) return found;
	for (const token of tokensIn(json, /"|-?\d[\d.eE+-]{3,}/g)) {
		if (isInexact(token.text)) found.push(token);
	}
	return found;
}

/** JavaScript writes no number that long, and counting its digits would take long. */
const MAX_EXACT_LENGTH = 400;

/** Whether JavaScript would change the digits of a number, or make it infinite, which JSON cannot express. */
function isInexact(token: string): boolean {
	if (token.startsWith('"') || !MAY_BE_INEXACT.test(token)) return false;
	const number = Number(token);
	if (!Number.isFinite(number) || token.length > MAX_EXACT_LENGTH) return true;
	return canonical(token) !== canonical(String(number));
}

/** A number's significant digits and its exponent, however it is written: `-1.50e3` and `-1500` are `-15e2`. */
function canonical(text: string): string {
	const [, sign = '', whole = '', fraction = '', exponent = '0'] =
		/^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
	const digits = (whole + fraction).replace(/^0+/, '');
	const significant = digits.replace(/0+$/, '');
	if (significant === '') return '0';
	const power = Number(exponent) - fraction.length + digits.length - significant.length;
	return `${sign}${significant}e${power}`;
}

/** The first number in a JSON text that JavaScript would change. */
export function inexactNumberIn(json: string): string | undefined {
	return inexactNumbersIn(json)[0]?.text;
}

/** Turns the numbers that JavaScript would change into strings. */
export function quoteInexactNumbers(json: string): string {
	const parts: string[] = [];
	let end = 0;
	for (const { text, start } of inexactNumbersIn(json)) {
		parts.push(json.slice(end, start), `"${text}"`);
		end = start + text.length;
	}
	return parts.join('') + json.slice(end);
}

/** The first name that occurs twice in one object of a JSON text. */
export function repeatedNameIn(json: string): string | undefined {
	const namesOfOpen: Array<Set<string>> = [];
	let previous = '';
	for (const { text } of tokensIn(json)) {
		if (text === '{') namesOfOpen.push(new Set());
		else if (text === '}') namesOfOpen.pop();
		else if (text === ':') {
			const name = JSON.parse(previous) as string;
			const names = namesOfOpen.at(-1)!;
			if (names.has(name)) return name;
			names.add(name);
		}
		previous = text;
	}
	return undefined;
}

/**
 * Adds members to the JSON text of an object and leaves every other byte unchanged. Of members that it already has,
 * only those that are `null` take the new value.
 */
export function withMembers(json: string, members: Readonly<Record<string, unknown>>): string {
	const present = new Set<string>();
	const parts: string[] = [];
	let end = 0;
	let depth = 0;
	let name: string | undefined;
	let previous = '';
	for (const { text, start } of tokensIn(json)) {
		if (previous === ':' && name !== undefined) {
			present.add(name);
			if (text === 'null' && Object.hasOwn(members, name)) {
				parts.push(json.slice(end, start), JSON.stringify(members[name]));
				end = start + text.length;
			}
		}
		if (text === ':') name = depth === 1 ? (JSON.parse(previous) as string) : undefined;
		else if (text === '{' || text === '[') depth++;
		else if (text === '}' || text === ']') depth--;
		previous = text;
	}
	const rest = parts.join('') + json.slice(end);
	const opening = rest.indexOf('{') + 1;
	const missing = Object.entries(members).filter(([member]) => !present.has(member));
	const added = JSON.stringify(Object.fromEntries(missing)).slice(1, -1);
	const comma = added === '' || /^\s*\}/.test(rest.slice(opening)) ? '' : ',';
	return rest.slice(0, opening) + added + comma + rest.slice(opening);
}

/** What may come next in a JSON text; `End` is the end of the innermost open array or object. */
type Next = 'value' | 'valueOrEnd' | 'name' | 'nameOrEnd' | 'colon' | 'commaOrEnd';

/** Where a text stops being JSON: the position of the first syntax error, or its length if it ends too early. */
export function errorPosition(text: string): number {
	const ends: string[] = [];
	let next: Next = 'value';
	for (const { text: token, start } of tokensIn(text)) {
		const fault = faultIn(token);
		if (fault >= 0) return start + fault;
		if (token === ends.at(-1) && next.endsWith('OrEnd')) {
			ends.pop();
			next = 'commaOrEnd';
			continue;
		}
		const after = nextAfter(token, next, ends);
		if (after === undefined) return start;
		next = after;
	}
	return text.length;
}

/** What may follow a token that closes nothing; `undefined` if the token itself is not allowed. */
function nextAfter(token: string, next: Next, ends: string[]): Next | undefined {
	switch (next) {
		case 'colon':
			return token === ':' ? 'value' : undefined;
		case 'commaOrEnd':
			if (token !== ',' || ends.length === 0) return undefined;
			return ends.at(-1) === '}' ? 'name' : 'value';
		case 'name':
		case 'nameOrEnd':
			return token.startsWith('"') ? 'colon' : undefined;
		case 'value':
		case 'valueOrEnd':
			if (token === '{' || token === '[') {
				ends.push(token === '{' ? '}' : ']');
				return token === '{' ? 'nameOrEnd' : 'valueOrEnd';
			}
			return token.startsWith('"') || WORD.test(token) ? 'commaOrEnd' : undefined;
	}
}

const WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** The position of the first invalid escape or unescaped control character in a string; -1 if there is none. */
function faultIn(token: string): number {
	if (!token.startsWith('"')) return -1;
	// Replaced by as many characters, to keep the positions.
	const withoutEscapes = token.replace(/\\(?:["\\/bfnrt]|u[\da-f]{4})/gi, (escape) =>
		'x'.repeat(escape.length),
	);
	// Control characters are those before the space.
	return withoutEscapes.search(/\\|[^ -\uffff]/);
}
