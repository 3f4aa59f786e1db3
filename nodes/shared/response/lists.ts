import type { IDataObject } from 'n8n-workflow';

import { returnDataOf } from './returnData';
import { isObject, parseJsonData, scalarText } from './parse';

/** D3's own Sentinel connector reads `rawData.incidents[]`. */
export function incidentRows({ rawData, returnData }: IDataObject): IDataObject[] | undefined {
	return firstRows(listIn(rawData, 'incidents'), returnData);
}

/** GetEvents is the twin of GetIncidents. */
export function eventRows({ rawData, returnData }: IDataObject): IDataObject[] | undefined {
	return firstRows(listIn(rawData, 'events'), returnData);
}

/** D3's Aug 2024 page has the users at `returnData[]`, an older one at `rawData.users[]`. */
export function userRows({ rawData, returnData }: IDataObject): IDataObject[] | undefined {
	return firstRows(returnData, listIn(rawData, 'users'));
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
 * Whether a response without a list where one is expected holds anything else: rows in an unknown place, or what is
 * no response to this command. Nothing, zeros and words of success are no rows.
 */
export function holdsOther(response: IDataObject): boolean {
	const { rawData, contextData, result } = response;
	const returned = returnDataOf(response);
	const others = Object.entries(isObject(returned) ? returned : {})
		.filter(([name]) => name !== 'Status')
		.map(([, value]) => value);
	return (
		[rawData, result, ...others].some(holdsAnything) || [returned, contextData].some(holdsList)
	);
}

/** Whether there is anything in a value, however deep. */
function holdsAnything(value: unknown): boolean {
	const data = asData(value);
	if (Array.isArray(data)) return data.length > 0;
	if (isObject(data)) return Object.values(data).some(holdsAnything);
	return !['', '0', 'false'].includes(scalarText(data));
}

/** Whether a value is a list that is not empty, or an object with one in it. */
function holdsList(value: unknown): boolean {
	const data = asData(value);
	return [data, ...(isObject(data) ? Object.values(data) : [])].some(
		(each) => Array.isArray(each) && !each.every(isWordOfSuccess),
	);
}

function isWordOfSuccess(value: unknown): boolean {
	return typeof value === 'string' && /^succe/i.test(value);
}

/** The list under a name in an object, or the value itself. */
function listIn(value: unknown, name: string): unknown {
	const data = asData(value);
	return isObject(data) ? data[name] : data;
}

/** D3 also sends data as JSON text. */
function asData(value: unknown): unknown {
	return typeof value === 'string' ? (parseJsonData(value) ?? value) : value;
}

/**
 * The objects in the first value that is a list, if possible one that is not empty; `undefined` if none is, or if
 * it holds no object: its entries must not pass for nothing.
 */
function firstRows(...candidates: unknown[]): IDataObject[] | undefined {
	const lists = candidates.map(asData).filter(Array.isArray);
	const found: unknown[] | undefined = lists.find((list) => list.length > 0) ?? lists[0];
	const rows = found?.filter(isObject);
	return rows?.length === found?.length || rows?.length !== 0 ? rows : undefined;
}
