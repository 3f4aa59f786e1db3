import { startOf, truncate } from '../text';
import { parseJsonObject } from './parse';

/**
 * The message in the body of a status other than 200: `{"Error": "..."}`, or the title or the start of a page,
 * without its tags.
 *
 * @returns at most 300 characters; empty if there is no message.
 * @see https://docs.d3security.com/api-docs/Working-version/http-status-codes
 */
export function messageFromBody(text: string): string {
	const body = parseJsonObject(text);
	const message = body?.Error ?? body?.error ?? body?.Message ?? body?.message;
	if (message !== undefined && message !== null && message !== '') return asText(message);
	// Only the start: for a text of nothing but `<`, searching for tags takes quadratic time.
	const start = startOf(text, 10_000);
	const title = /<title[^>]*>([^<]*)<\/title>/i.exec(start)?.[1] ?? start.replace(/<[^>]*>/g, ' ');
	return truncate(title.replace(/\s+/g, ' ').trim());
}

/** A value of a response as text for people: at most 300 characters. */
export function asText(value: unknown): string {
	return truncate(typeof value === 'string' ? value.trim() : JSON.stringify(value));
}
