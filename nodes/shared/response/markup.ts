/**
 * A text in which nothing begins a tag any more. n8n's editor renders descriptions and hints as HTML, and
 * what D3 or an item says in them may be somebody's link.
 */
export function neutralizeTags(text: string): string {
	return text.replace(/<(?=[a-z/!?])/gi, '‹');
}
