import { withoutFinalPeriod } from '../text';
import type { Field } from './field';
import { severalLines } from './html';
import type { TextOptions } from './text';

/**
 * A text that D3 shows formatted. What the user writes, or an item holds, is plain text: sent as HTML the lines
 * of a mail would merge, `<joe@example.com>` vanish and its remote pictures load. The node's Text Format says
 * where HTML is meant.
 */
export function formattedText(parameter: string, words: TextOptions): Field {
	const field = severalLines(parameter, {
		...words,
		description: `${withoutFinalPeriod(words.description)}. Sent as plain text unless Text Format in Options is HTML.`,
	});
	return {
		...field,
		isFormattedText: true,
		toD3: (value, conversion) => {
			const text = field.toD3(value, conversion) as string | undefined;
			return conversion.textFormat === 'html' || text === undefined ? text : htmlOf(text);
		},
	};
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** HTML that shows a plain text as it is: line by line, with its indents and blanks, which HTML would merge. */
function htmlOf(text: string): string {
	return text
		.replace(/[&<>"]/g, (character) => ENTITIES[character]!)
		.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
		.replace(/\t/g, '    ')
		.replace(/^ | (?= )/gm, '&nbsp;')
		.replace(/\n/g, '<br>');
}
