import type { IDataObject } from 'n8n-workflow';

import type { Idempotency } from '../command';
import { isObject } from './parse';
import { returnDataOf } from './returnData';

/**
 * The items in a response: `rawData`, or if that is missing or empty the first of `returnData.Data`,
 * `returnData`, `contextData` and `keyFields` that is not empty, else the whole response. An array gives one
 * item for each element; a value that is no object becomes `{ value }`.
 *
 * @param response One that reports no failure.
 * @param idempotency That of the call. A read-only call whose data is an empty array gives no items: nothing was
 * found.
 * @returns at least one item for a call that writes, so that the workflow goes on.
 * @see https://docs.d3security.com/api-docs/Working-version/introduction-to-d3-command-api
 */
export function itemsIn(response: IDataObject, idempotency: Idempotency): IDataObject[] {
	const returned = returnDataOf(response);
	const data = isObject(returned) ? returned.Data : undefined;
	const wrapper = Array.isArray(response.returnData) ? response.returnData : returned;
	const hasDataList = idempotency === 'readOnly' && Array.isArray(data);
	const candidates = [
		response.rawData,
		data,
		hasDataList ? undefined : wrapper,
		response.contextData,
		response.keyFields,
	];
	const isEmptyResult = idempotency === 'readOnly' && candidates.some(Array.isArray);
	const found = candidates.find(isFilled) ?? (isEmptyResult ? [] : response);
	return (Array.isArray(found) ? found : [found]).map(asItem);
}

function isFilled(value: unknown): value is IDataObject | unknown[] {
	return Array.isArray(value) ? value.length > 0 : isObject(value) && Object.keys(value).length > 0;
}

/** n8n's items are objects, so any other value is wrapped. */
function asItem(row: unknown): IDataObject {
	return isObject(row) ? row : { value: row as IDataObject[string] };
}

/** n8n treats an item as failed, and moves it to the error output, if it has `error` and only these fields. */
const ERROR_ITEM_FIELDS = ['error', 'message', 'details'];

/**
 * A row of D3 as an item that n8n does not treat as failed.
 *
 * @param isTool Whether it goes to an AI agent: n8n's Retry On Fail calls a tool again that returns any `error`, also
 * an empty one, and D3's whole response has that.
 */
export function wrapIfLooksLikeError(row: IDataObject, isTool: boolean): IDataObject {
	const looksLikeError = isTool
		? 'error' in row
		: Boolean(row.error) && Object.keys(row).every((field) => ERROR_ITEM_FIELDS.includes(field));
	return looksLikeError ? { value: row } : row;
}

/**
 * Rows with only these fields. A row with none of them is returned unchanged, since D3's names differ between
 * versions.
 */
export function pickFields(fields: readonly string[], rows: IDataObject[]): IDataObject[] {
	return rows.map((row) => {
		const kept = fields.filter((field) => field in row);
		return kept.length === 0 ? row : Object.fromEntries(kept.map((field) => [field, row[field]]));
	});
}
