import { requireValue, textOf, type Field } from './field';
import { InvalidValue } from '../errors';
import { isPlainUrl } from './requestUrl';
import { text } from './text';

/** The name of a command, which becomes a path segment: no characters that could change the path. */
const NAME = /^[A-Za-z\d][\w-]*$/;

/** A command by its name, or by the Request URL that D3 shows for it. */
export function commandName(parameter: string): Field {
	return {
		...text(parameter, {
			required: true,
			placeholder: 'e.g. GetIncidents',
			description:
				"Command name, as at the end of its Request URL in D3. For integration commands, paste the whole Request URL, which must be on the credential's server.",
		}),
		toD3: (value) => {
			const name = requireValue(textOf(value)?.trim(), true)!;
			if (NAME.test(name) || isPlainUrl(name)) return name;
			const joined = name.replace(/\s+/g, '');
			throw new InvalidValue(
				`"${name}" is neither a command name nor a Request URL`,
				NAME.test(joined)
					? `Write it without spaces, as in its Request URL: ${joined}.`
					: 'Enter just the name, e.g. GetIncidents, or the Request URL exactly as shown in D3, with nothing after it.',
			);
		},
	};
}
