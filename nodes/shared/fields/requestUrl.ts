import { InvalidParameter, InvalidValue } from '../errors';
import { textOf, type Field } from './field';
import { text } from './text';

/** A URL as D3 shows it to copy. The credential rejects one that is not on its own server. */
export function requestUrl(parameter: string, description: string): Field {
	return {
		...text(parameter, {
			placeholder: 'e.g. https://soar.example.com/MainApp/VSOC/api/...',
			description,
		}),
		nodeOnly: true,
		toD3: (value) => {
			const url = textOf(value)?.trim();
			if (url === undefined || isPlainUrl(url)) return url;
			throw new InvalidValue(
				`"${url}" is not a Request URL`,
				'Copy it from D3 again, with nothing after it.',
			);
		},
	};
}

/**
 * Whether a text is an http(s) URL without a query, a fragment, a user or dot segments, and without characters
 * that URL parsers drop or replace.
 */
export function isPlainUrl(text: string): boolean {
	return (
		/^https?:\/\/[^\s?#@\\/\p{Cc}\p{Surrogate}]+(\/[^\s?#@\\/\p{Cc}\p{Surrogate}]+)+$/iu.test(
			text,
		) &&
		!/\/(\.|%2e)|%2f|%5c/i.test(text) &&
		URL.canParse(text)
	);
}

/**
 * Encodes a text as one segment of a path. A text of dots alone is refused, since it leads up even if encoded,
 * and so is half a surrogate pair, which cannot be encoded.
 *
 * @param name What the user calls it, for the message.
 * @throws InvalidParameter if the text cannot stand in a path.
 */
export function encodePathSegment(name: string, value: string): string {
	if (/^\.+$|\p{Surrogate}/u.test(value.trim())) {
		throw new InvalidParameter(
			`${name} "${value}" cannot be used in a URL`,
			'Enter its name as shown in D3.',
		);
	}
	return encodeURIComponent(value.trim());
}
