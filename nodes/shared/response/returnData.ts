import type { IDataObject } from 'n8n-workflow';

import { isObject, parseJsonObject } from './parse';

/** `returnData` as an object if it is one, also if D3 sends it as text or as an array of one. */
export function returnDataOf({ returnData }: IDataObject): unknown {
	if (typeof returnData === 'string') return parseJsonObject(returnData) ?? returnData;
	const [only, ...others] = Array.isArray(returnData) ? returnData : [];
	// An array of one text is data, whatever the text says.
	return isObject(only) && others.length === 0 ? only : returnData;
}
