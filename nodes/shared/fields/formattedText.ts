import { withoutFinalPeriod } from '../text';
import type { Field } from './field';
import { htmlOf, tracedText, withHtmlTrace, withTrace } from './html';
import type { TextOptions } from './text';

/**
 * A text that D3 shows formatted. What the user writes, or an item holds, is plain text: sent as HTML the lines
 * of a mail would merge, `<joe@example.com>` vanish and its remote pictures load. The node's Text Format says
 * where HTML is meant.
 */
export function formattedText(parameter: string, words: TextOptions): Field {
	const field = tracedText(
		parameter,
		{
			...words,
			description: `${withoutFinalPeriod(words.description)}. Sent as plain text unless Text Format in Options is HTML.`,
		},
		(text, conversion) =>
			conversion.textFormat === 'html'
				? withHtmlTrace(text, conversion)
				: htmlOf(withTrace(text, conversion)),
	);
	return { ...field, isFormattedText: true };
}
