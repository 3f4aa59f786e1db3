import type { Field } from './field';
import { text, type TextOptions } from './text';

/** A text that D3 shows formatted: several lines, HTML allowed, sent as it is. */
export function html(parameter: string, words: TextOptions): Field {
	const field = text(parameter, words);
	return { ...field, property: { ...field.property, typeOptions: { rows: 4 } } };
}
