import type { IDataObject } from 'n8n-workflow';

import { isObject, jsonObject } from './answer';

/** A failure that D3 reports in an answer with status 200. */
export interface ReportedFailure {
	/** Whether D3 did a part of what was asked. */
	readonly partial: boolean;
	/** D3's own words. */
	readonly words: string;
}

/**
 * "Even with a 200 OK status, the desired data may not be returned": `error` is judged first, then
 * `returnData`, as text, as an object with a `Status`, or as an array of one such object.
 *
 * @returns `undefined` if the answer reports no failure.
 * @see https://docs.d3security.com/api-docs/Working-version/http-status-codes
 */
export function failureIn(answer: IDataObject): ReportedFailure | undefined {
	const { error } = answer;
	if (error !== undefined && error !== null && error !== '' && error !== false) {
		return { partial: false, words: written(error) };
	}
	const returned = returnDataOf(answer);
	const status = isObject(returned) ? returned.Status : returned;
	if (typeof status !== 'string') return undefined;
	if (/^fail/i.test(status.trim())) return { partial: false, words: detailOf(returned) ?? status };
	if (/^partial/i.test(status.trim()))
		return { partial: true, words: detailOf(returned) ?? status };
	return undefined;
}

/** `returnData` as an object where it is one, also when D3 writes it as text or as an array of one. */
export function returnDataOf({ returnData }: IDataObject): unknown {
	if (typeof returnData === 'string') return jsonObject(returnData) ?? returnData;
	return Array.isArray(returnData) && returnData.length === 1 ? returnData[0] : returnData;
}

/** The words of `ErrorData: [{"Incident Number", "Error message"}]`. */
function detailOf(returned: unknown): string | undefined {
	if (!isObject(returned) || !Array.isArray(returned.ErrorData)) return undefined;
	const rows = returned.ErrorData.filter(isObject).map((row) =>
		Object.values(row).map(written).join(': '),
	);
	return rows.length > 0 ? rows.join('; ') : undefined;
}

/** What D3 says in the body of a status other than 200: `{"Error": "..."}`, or the start of a page. */
export function wordsOf(text: string): string {
	const body = jsonObject(text);
	const said = body?.Error ?? body?.error ?? body?.Message ?? body?.message;
	if (said !== undefined && said !== null && said !== '') return written(said);
	const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1] ?? text.replace(/<[^>]*>/g, ' ');
	return shortened(title.replace(/\s+/g, ' ').trim());
}

function written(value: unknown): string {
	return shortened(typeof value === 'string' ? value.trim() : JSON.stringify(value));
}

function shortened(text: string): string {
	return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
