import { InvalidValue, textOf, type Field } from './field';
import { text } from './text';

/** An address as D3 shows it to copy. The credential sees to it that it is on its own server. */
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
				'Copy it from D3 again, without anything behind it.',
			);
		},
	};
}

/**
 * Whether it is a web address that means what it says: no query, no way up, no user in it, and nothing
 * that is dropped or replaced when it is read.
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
