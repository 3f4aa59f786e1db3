import type { IDataObject } from 'n8n-workflow';

import { parseJson } from '../json';
import { errorPosition } from '../jsonText';

/** Fields of D3's responses. Each response has at least one of them; which ones depends on the command. */
const ENVELOPE = [
	'error',
	'returnData',
	'rawData',
	'contextData',
	'keyFields',
	'outputData',
	'result',
	// The response to event ingestion.
	'refid',
];

/**
 * D3's response as an object, or `undefined` if the text is no response of D3's command API. Keys that could
 * reach an object's prototype are left out.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/http-status-codes
 */
export function parseResponse(text: string): IDataObject | undefined {
	const response = parseJsonObject(text);
	return response !== undefined && ENVELOPE.some((key) => key in response) ? response : undefined;
}

/**
 * Max nesting of a response. D3's are nested a few levels deep; n8n, which walks through what it stores, fails
 * at some thousands.
 */
export const MAX_DEPTH = 200;

/** A JSON object, or `undefined` if the text is anything else or nested too deep. */
export function parseJsonObject(text: string): IDataObject | undefined {
	const value = /^\s*\{/.test(text) ? parseJsonData(text) : undefined;
	return isObject(value) ? value : undefined;
}

/** A JSON object or array, or `undefined` if the text is anything else or nested too deep. */
export function parseJsonData(text: string): IDataObject | unknown[] | undefined {
	// D3 often sends a plain word there, and an exception is slow.
	if (!/^\s*[[{]/.test(text) || isDeeperThan(MAX_DEPTH, text)) return undefined;
	const reviver = NAMES_PROTOTYPE.test(text) ? withoutPrototype : undefined;
	const value = parseJson(text.replace(/^\uFEFF/, ''), reviver);
	return isObject(value) || Array.isArray(value) ? value : undefined;
}

/** Whether a text is JSON up to its end, and more should follow: a login page or a word is no part of D3's response. */
export function isCutOff(text: string): boolean {
	if (!/^\s*[[{]/.test(text) || isDeeperThan(MAX_DEPTH, text)) return false;
	return errorPosition(text) === text.length && parseJson(text) === undefined;
}

/** `__proto__`, also with escaped letters. Other texts are parsed without a reviver, which is faster. */
const NAMES_PROTOTYPE = /__proto__|\\u00(5f|70|72|6f|74)/i;

function withoutPrototype(key: string, value: unknown): unknown {
	return key === '__proto__' ? undefined : value;
}

/**
 * Whether brackets are nested deeper than this, not counting those in strings. It is checked before the text is
 * parsed as JSON, so that a response of nothing but brackets takes no memory.
 */
function isDeeperThan(maxDepth: number, text: string): boolean {
	let depth = 0;
	let inString = false;
	for (let index = 0; index < text.length; index++) {
		const char = text[index];
		if (inString) {
			if (char === '\\') index++;
			else if (char === '"') inString = false;
		} else if (char === '"') inString = true;
		else if (char === '[' || char === '{') {
			if (++depth > maxDepth) return true;
		} else if (char === ']' || char === '}') depth--;
	}
	return false;
}

/** A text, number or boolean as trimmed text; empty for any other value. */
export function scalarText(value: unknown): string {
	return ['string', 'number', 'boolean'].includes(typeof value) ? String(value).trim() : '';
}

/** Whether a value is a JSON object: no array, not `null`. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
