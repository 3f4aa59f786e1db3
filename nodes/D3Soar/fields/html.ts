import type { Field } from './field';
import { text, type TextWords } from './text';

/** A text that D3 shows formatted: several lines, HTML allowed, sent as it is. */
export function html(parameter: string, words: TextWords): Field {
	const field = text(parameter, words);
	return { ...field, property: { ...field.property, typeOptions: { rows: 4 } } };
}
