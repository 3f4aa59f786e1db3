import type { IDataObject } from 'n8n-workflow';

import { parseJson } from '../nodes/shared/json';

/** A JSON object from text or from an object; `undefined` for anything else. */
export function jsonObjectFrom(json: unknown): IDataObject | undefined {
	const value = typeof json === 'string' ? parseJson(json) : json;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	// The body of a file is bytes or a stream.
	const isFile =
		ArrayBuffer.isView(value) || typeof (value as { pipe?: unknown }).pipe === 'function';
	return isFile ? undefined : (value as IDataObject);
}
