import type { IDataObject } from 'n8n-workflow';

import { InvalidValue } from '../../../shared/errors';
import { text } from '../../../shared/fields';
import type { Field } from '../../../shared/fields/field';
import type { TextOptions } from '../../../shared/fields/text';

/** Names between dots, each with `[]` behind it if it holds a list. */
const PATH = /^[^.[\]]+(\[\])?(\.[^.[\]]+(\[\])?)*$/;

/** The place of an event in the body, as D3 writes it: `data.nodes`. */
export function eventPath(parameter: string, options: TextOptions): Field {
	const field = text(parameter, options);
	return {
		...field,
		toD3: (value, zones) => {
			const path = (field.toD3(value, zones) as string | undefined)?.trim();
			if (path === undefined || PATH.test(path)) return path;
			throw new InvalidValue(
				`"${path}" is not a path`,
				'Enter names with a dot between them, e.g. hits.hits._source, and [] after one that holds a list, e.g. data.nodes[].',
			);
		},
	};
}

/** A body with the event at a path; the event itself without a path. */
export function placeAt(path: string | undefined, event: IDataObject): IDataObject {
	if (path === undefined) return event;
	return path.split('.').reduceRight<IDataObject>((inner, name) => {
		const isList = name.endsWith('[]');
		return isList ? { [name.slice(0, -2)]: [inner] } : { [name]: inner };
	}, event);
}
