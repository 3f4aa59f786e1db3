/** The first characters of a text, at most `maxLength`. */
export function truncate(text: string, maxLength = 300): string {
	return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** `1 item`, `2 items` */
export function pluralize(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `5 hours and 30 minutes`; the sign is left out. */
export function duration(minutes: number): string {
	const total = Math.abs(minutes);
	const parts = [pluralize(Math.floor(total / 60), 'hour'), pluralize(total % 60, 'minute')];
	return parts.filter((part) => !part.startsWith('0 ')).join(' and ');
}

/** A sentence without its final period, so that more text can follow. */
export function withoutFinalPeriod(text: string): string {
	return text.replace(/\.$/, '');
}

/**
 * A text in which nothing starts an HTML tag. n8n's editor renders descriptions and hints as HTML, and the text
 * of D3 or of an item in them could hold a link.
 */
export function neutralizeTags(text: string): string {
	return text.replace(/<(?=[a-z/!?])/gi, '‹');
}
