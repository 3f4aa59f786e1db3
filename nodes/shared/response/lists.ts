import type { IDataObject } from 'n8n-workflow';

import { returnDataOf } from './reportedFailure';
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
