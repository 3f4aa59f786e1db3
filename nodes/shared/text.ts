/** The start of a text, and `…` if it is longer than `maxLength`. */
export function truncate(text: string, maxLength = 300): string {
	return text.length > maxLength ? `${startOf(text, maxLength)}…` : text;
}

/**
 * The start of a text, cut at the boundary of a grapheme cluster: an emoji may consist of eleven UTF-16 code units.
 *
 * @param maxLength In UTF-16 code units.
 */
export function startOf(text: string, maxLength: number): string {
	// Whether there is a boundary depends on everything before it and on one code point after it.
	const cluster = graphemes()
		.segment(text.slice(0, maxLength + 2))
		.containing(maxLength);
	return text.slice(0, cluster?.index ?? maxLength);
}

let segmenter: Intl.Segmenter | undefined;

/** Made on first use: this takes as long as the loading of all that n8n shows of the package. */
function graphemes(): Intl.Segmenter {
	return (segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' }));
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

/** Joins sentences into one, in which only the last keeps its final period. */
export function joinSentences(sentences: readonly string[], separator: string): string {
	const last = sentences.length - 1;
	return sentences
		.map((sentence, index) => (index < last ? withoutFinalPeriod(sentence) : sentence))
		.join(separator);
}

/**
 * A text in which nothing starts an HTML tag. n8n's editor renders descriptions and hints as HTML, and the text
 * of D3 or of an item in them could hold a link.
 */
export function neutralizeTags(text: string): string {
	return text.replace(/<(?=[a-z/!?])/gi, '‹');
}

/** `type the number` -> `Type the number` */
export function upperFirst(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `Look in D3` -> `look in D3` */
export function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
