import { withoutFinalPeriod } from '../text';
import type { Conversion, Field } from './field';
import { text, type TextOptions } from './text';

/** A text that D3 documents as HTML, in several lines, sent unchanged. */
export function html(parameter: string, options: TextOptions): Field {
	return tracedText(
		parameter,
		{
			...options,
			description: `${withoutFinalPeriod(options.description)}. Enter HTML: use tags for line breaks, and escape text from other sources.`,
		},
		withHtmlTrace,
	);
}

/** A text in several lines, sent unchanged. */
export function severalLines(parameter: string, options: TextOptions): Field {
	return tracedText(parameter, options, withTrace);
}

/**
 * A text in several lines, which people read in D3.
 *
 * @param write What D3 gets for it, with where it is from if the node's Add Trace says so.
 */
export function tracedText(
	parameter: string,
	options: TextOptions,
	write: (text: string, conversion: Conversion) => string,
): Field {
	const field = text(parameter, options);
	return {
		...field,
		property: { ...field.property, typeOptions: { rows: 4 } },
		takesTrace: true,
		toD3: (value, conversion) => {
			const written = field.toD3(value, conversion) as string | undefined;
			return written === undefined ? undefined : write(written, conversion);
		},
	};
}

/** A plain text with where it is from, if that is to be said. */
export function withTrace(plainText: string, { trace }: Conversion): string {
	return trace === undefined ? plainText : `${plainText}\n\n${trace}`;
}

/** An HTML text with where it is from, if that is to be said. */
export function withHtmlTrace(htmlText: string, { trace }: Conversion): string {
	return trace === undefined ? htmlText : `${htmlText}<br><br>${htmlOf(trace)}`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** HTML that shows a plain text as it is: line by line, with its indents and blanks, which HTML would merge. */
export function htmlOf(plainText: string): string {
	return plainText
		.replace(/[&<>"]/g, (character) => ENTITIES[character]!)
		.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
		.replace(/\t/g, '    ')
		.replace(/^ | (?= )/gm, '&nbsp;')
		.replace(/\n/g, '<br>');
}
