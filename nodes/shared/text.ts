/** The start of a text, at most so many characters of it. */
export function truncate(text: string, maxLength = 300): string {
	return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** `1 item`, `2 items` */
export function pluralize(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `5 hours and 30 minutes`; the sign is left out. */
export function duration(minutes: number): string {
	const all = Math.abs(minutes);
	const parts = [pluralize(Math.floor(all / 60), 'hour'), pluralize(all % 60, 'minute')];
	return parts.filter((part) => !part.startsWith('0 ')).join(' and ');
}

/** A sentence that another sentence or a bracket can follow. */
export function withoutFinalPeriod(text: string): string {
	return text.replace(/\.$/, '');
}

/**
 * A text in which nothing begins a tag any more. n8n's editor renders descriptions and hints as HTML, and
 * what D3 or an item says in them may be somebody's link.
 */
export function neutralizeTags(text: string): string {
	return text.replace(/<(?=[a-z/!?])/gi, '‹');
}
