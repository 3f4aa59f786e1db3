import type { Field } from './field';
import { text, type TextOptions } from './text';

/** A text that D3 shows formatted: several lines, HTML allowed, sent unchanged. */
export function html(parameter: string, options: TextOptions): Field {
	const field = text(parameter, options);
	return { ...field, property: { ...field.property, typeOptions: { rows: 4 } } };
}
