import { withoutFinalPeriod } from '../text';
import type { Field } from './field';
import { text, type TextOptions } from './text';

/** A text that D3 documents as HTML, in several lines, sent unchanged. */
export function html(parameter: string, options: TextOptions): Field {
	return severalLines(parameter, {
		...options,
		description: `${withoutFinalPeriod(options.description)}. Enter HTML: use tags for line breaks, and escape text from other sources.`,
	});
}

/** A text in several lines, sent unchanged. */
export function severalLines(parameter: string, options: TextOptions): Field {
	const field = text(parameter, options);
	return { ...field, property: { ...field.property, typeOptions: { rows: 4 } } };
}
