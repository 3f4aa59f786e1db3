import type { IDataObject } from 'n8n-workflow';

import { returnDataOf } from './returnData';
import { isObject, parseJsonObject, scalarText } from './parse';

/** D3's own Sentinel connector reads `rawData.incidents[]`. */
export function incidentRows({ rawData, returnData }: IDataObject): IDataObject[] | undefined {
	return firstRows(isObject(rawData) ? rawData.incidents : rawData, returnData);
}

/** GetEvents is the twin of GetIncidents. */
export function eventRows({ rawData, returnData }: IDataObject): IDataObject[] | undefined {
	return firstRows(isObject(rawData) ? rawData.events : rawData, returnData);
}

/** D3's Aug 2024 page has the users at `returnData[]`, an older one at `rawData.users[]`. */
export function userRows({ rawData, returnData }: IDataObject): IDataObject[] | undefined {
	return firstRows(returnData, isObject(rawData) ? rawData.users : rawData);
}

/** https://docs.d3security.com/api-docs/Working-version/get-d3-log shows `returnData.AuditLogs[]`. */
export function auditLogRows({ returnData }: IDataObject): IDataObject[] | undefined {
	const logs = isObject(returnData) ? returnData.AuditLogs : undefined;
	return Array.isArray(logs) ? logs.filter(isObject) : undefined;
}

/**
 * The incidents of a response that holds their bare numbers, under the name that D3 uses elsewhere, so that the next
 * node can use them: `["20210128-216"]`. `undefined` if they are anything else.
 */
export function numberedIncidents(response: IDataObject): IDataObject[] | undefined {
	const returned = returnDataOf(response);
	const found = Array.isArray(response.returnData)
		? response.returnData
		: isObject(returned) && returned.Data;
	if (!Array.isArray(found) || !found.every((number) => typeof number === 'string'))
		return undefined;
	return found.map((number) => ({ 'Incident Number': number }));
}

/**
 * How many pages a listing has, if the response says so: in `outputData` according to D3's Sentinel connector,
 * in `keyFields` according to D3's page.
 */
export function totalPages({ outputData, keyFields }: IDataObject): number | undefined {
	return [outputData, keyFields]
		.filter(isObject)
		.map(({ TotalPages }) => Number(scalarText(TotalPages)))
		.find((pages) => pages > 0);
}

/**
 * Whether a response holds rows somewhere else than where they are read: a list that is not empty, or an object
 * with one in it.
 */
export function holdsRows(response: IDataObject): boolean {
	return [response.rawData, returnDataOf(response), response.contextData]
		.map((value) => (typeof value === 'string' ? parseJsonObject(value) : value))
		.flatMap((value) => [value, ...(isObject(value) ? Object.values(value) : [])])
		.some((value) => Array.isArray(value) && value.length > 0);
}

/** The objects in the first value that is a list; `undefined` if none is. */
function firstRows(...candidates: unknown[]): IDataObject[] | undefined {
	return candidates.find(Array.isArray)?.filter(isObject);
}
