import type { IDataObject } from 'n8n-workflow';

/** What every D3 answer may hold; which of them does, depends on the command. */
const ENVELOPE = [
	'error',
	'returnData',
	'rawData',
	'contextData',
	'keyFields',
	'outputData',
	'result',
	// Of the ingestion of events.
	'refid',
];

/**
 * D3's answer as an object, or `undefined` if the text is no answer of D3's command API.
 * Keys that could reach an object's prototype are left out.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/http-status-codes
 */
export function parseResponse(text: string): IDataObject | undefined {
	const response = parseJsonObject(text);
	return response !== undefined && ENVELOPE.some((key) => key in response) ? response : undefined;
}

/**
 * How deep an answer may be nested. D3's are a handful deep; n8n, which walks through what it stores,
 * fails at some thousands.
 */
export const MAX_DEPTH = 200;

/** A JSON object, or `undefined` if the text is anything else or nested too deep. */
export function parseJsonObject(text: string): IDataObject | undefined {
	// D3 often has a plain word there, and an exception is dear.
	if (!/^\s*\{/.test(text) || isDeeperThan(MAX_DEPTH, text)) return undefined;
	try {
		const value: unknown = JSON.parse(
			text.replace(/^\uFEFF/, ''),
			NAMES_PROTOTYPE.test(text) ? withoutPrototype : undefined,
		);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** `__proto__`, also with letters escaped. Anything else is read without looking at each key. */
const NAMES_PROTOTYPE = /__proto__|\\u00(5f|70|72|6f|74)/i;

function withoutPrototype(key: string, value: unknown): unknown {
	return key === '__proto__' ? undefined : value;
}

/** Whether brackets are nested deeper, those in texts left out. */
function isDeeperThan(maxDepth: number, text: string): boolean {
	let depth = 0;
	let inText = false;
	for (let index = 0; index < text.length; index++) {
		const char = text[index];
		if (inText) {
			if (char === '\\') index++;
			else if (char === '"') inText = false;
		} else if (char === '"') inText = true;
		else if (char === '[' || char === '{') {
			if (++depth > maxDepth) return true;
		} else if (char === ']' || char === '}') depth--;
	}
	return false;
}

/** A value as one word, trimmed; empty for what is no text, number or boolean. */
export function scalarText(value: unknown): string {
	return ['string', 'number', 'boolean'].includes(typeof value) ? String(value).trim() : '';
}

/** Whether a value is an object of JSON: no list, not `null`. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
