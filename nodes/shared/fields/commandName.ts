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
				'Name of the command as it stands at the end of its Request URL in D3, or that whole URL, which integration commands need. It must be on the server of the credential.',
		}),
		toD3: (value) => {
			const name = requireValue(textOf(value)?.trim(), true)!;
			if (NAME.test(name) || isPlainUrl(name)) return name;
			throw new InvalidValue(
				`"${name}" is neither the name of a command nor a Request URL`,
				'Give letters and digits only, e.g. GetIncidents, or the Request URL that D3 shows, without anything behind it.',
			);
		},
	};
}
