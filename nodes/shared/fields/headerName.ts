import { InvalidValue } from '../errors';
import { textOf, type Field } from './field';
import { text, type TextOptions } from './text';

/** Characters of a header's name (RFC 9110, 5.6.2). */
const TOKEN = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;

/** The name of an HTTP header that the node reads. D3 never gets it. */
export function headerName(parameter: string, options: TextOptions): Field {
	return {
		...text(parameter, options),
		nodeOnly: true,
		toD3: (value) => {
			const name = textOf(value)?.trim();
			if (name === undefined || TOKEN.test(name)) return name;
			throw new InvalidValue(
				`"${name}" is no name of a header`,
				'Give one name without a colon, e.g. X-Forwarded-User.',
			);
		},
	};
}
