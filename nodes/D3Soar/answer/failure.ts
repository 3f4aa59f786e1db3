import type { IDataObject } from 'n8n-workflow';

import type { Effect } from '../command';
import { isObject, jsonObject, wordOf } from './parse';

/** A failure that D3 reports in an answer with status 200. */
export interface ReportedFailure {
	/** Whether D3 did a part of what was asked. */
	readonly partial: boolean;
	/** D3's own words. */
	readonly words: string;
}

/**
 * "Even with a 200 OK status, the desired data may not be returned": `error` is judged first, then
 * `returnData`, as text, as an object with a `Status`, or as an array of one such object, and then the
 * `Result` of each row of `contextData`. What was only read may hold rows about anything, failed logins for
 * example: their words are not judged.
 *
 * @param effect What the call that is answered does.
 * @returns `undefined` if the answer reports no failure.
 * @see https://docs.d3security.com/api-docs/Working-version/http-status-codes
 */
export function failureIn(answer: IDataObject, effect: Effect): ReportedFailure | undefined {
	const error = typeof answer.error === 'string' ? answer.error.trim() : answer.error;
	if (error !== undefined && error !== null && error !== '' && error !== false) {
		return { partial: false, words: written(error) };
	}
	const returned = returnDataOf(answer);
	const isRow = effect === 'read' && Array.isArray(answer.returnData) && !isReport(returned);
	const status = isObject(returned) ? !isRow && returned.Status : returned;
	const words = typeof status === 'string' ? status.trim() : '';
	if (FAILED.test(words)) return { partial: false, words: detailOf(returned) || words };
	if (/^partial/i.test(words)) return { partial: true, words: detailOf(returned) || words };
	const { contextData } = answer;
	// https://docs.d3security.com/utility-command-docs/Working-version/create-tenant-site
	if (isObject(contextData) && contextData.success === false) {
		return { partial: false, words: written(contextData.message ?? contextData) };
	}
	if (effect === 'read') return undefined;
	const rows = rowsIn(contextData);
	const failed = rows.filter(hasFailed);
	if (failed.length === 0) return undefined;
	return { partial: failed.length < rows.length, words: wordsOfRows(failed) };
}

/** Whether an array of one in `returnData` tells how a command went: a row of data says more. */
function isReport(only: unknown): boolean {
	return isObject(only) && Object.keys(only).every((name) => REPORTED.has(name));
}

const REPORTED = new Set(['Status', 'Data', 'ErrorData']);

/** What D3 says of some incidents in its answer to a command in bulk. A row may be in none of these. */
export interface Told {
	/** The rows of those that it changed. */
	readonly done: IDataObject[];
	/** D3's words for those that it did not, a row each. */
	readonly refused: string[];
	/** The incidents that it does not name although it names others. */
	readonly silent: string[];
}

/**
 * The rows of an answer that are about certain incidents: of `contextData`, and of `ErrorData` in
 * `returnData`. https://docs.d3security.com/api-docs/Working-version/close-incidents-in-bulk
 */
export function toldOf(answer: IDataObject, incidents: readonly string[]): Told {
	const returned = returnDataOf(answer);
	const errors = rowsIn(isObject(returned) ? returned.ErrorData : undefined);
	const rows = rowsIn(answer.contextData);
	const named = new Set([...errors, ...rows].map(numberIn).filter((number) => number !== ''));
	const meant = new Set(incidents);
	const isMeant = (row: IDataObject) => numberIn(row) !== '' && meant.has(numberIn(row));
	return {
		done: rows.filter((row) => isMeant(row) && !hasFailed(row)),
		refused: [...errors, ...rows.filter(hasFailed)].filter(isMeant).map(wordsOfRow),
		silent: named.size === 0 ? [] : incidents.filter((number) => !named.has(number)),
	};
}

/** D3's words of failure: as they are documented for `returnData`, and thought to be the same in a row. */
const FAILED = /^(fail|error|unsuccess)/i;

function hasFailed({ Result, result }: IDataObject): boolean {
	const word = Result ?? result;
	return typeof word === 'string' && FAILED.test(word.trim());
}

/** `Incident Number` in some answers, `incidentNumber` in others; empty where there is none. */
function numberIn(row: IDataObject): string {
	const key = Object.keys(row).find((name) => /^incident ?number$/i.test(name));
	return key === undefined ? '' : wordOf(row[key]);
}

function rowsIn(value: unknown): IDataObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

function wordsOfRow(row: IDataObject): string {
	return Object.values(row).map(written).join(': ');
}

/** A thousand rows that failed would fill more than the screen. */
function wordsOfRows(rows: IDataObject[]): string {
	return shortened(rows.map(wordsOfRow).join('; '), 2000);
}

/** `returnData` as an object where it is one, also when D3 writes it as text or as an array of one. */
export function returnDataOf({ returnData }: IDataObject): unknown {
	if (typeof returnData === 'string') return jsonObject(returnData) ?? returnData;
	const [only, ...others] = Array.isArray(returnData) ? returnData : [];
	// A list of one text is data, whatever the text says.
	return isObject(only) && others.length === 0 ? only : returnData;
}

/** The words, if any, of `ErrorData: [{"Incident Number", "Error message"}]`. */
function detailOf(returned: unknown): string {
	const rows = rowsIn(isObject(returned) ? returned.ErrorData : undefined);
	return wordsOfRows(rows);
}

/**
 * What D3 says in the body of a status other than 200: `{"Error": "..."}`, or the title or the start of a
 * page, without its tags.
 *
 * @returns at most 300 characters; empty where nothing was said.
 * @see https://docs.d3security.com/api-docs/Working-version/http-status-codes
 */
export function wordsOf(text: string): string {
	const body = jsonObject(text);
	const said = body?.Error ?? body?.error ?? body?.Message ?? body?.message;
	if (said !== undefined && said !== null && said !== '') return written(said);
	// Looking for tags takes the square of the length where somebody has written nothing but their beginnings.
	const start = text.slice(0, 10_000);
	const title = /<title[^>]*>([^<]*)<\/title>/i.exec(start)?.[1] ?? start.replace(/<[^>]*>/g, ' ');
	return shortened(title.replace(/\s+/g, ' ').trim());
}

function written(value: unknown): string {
	return shortened(typeof value === 'string' ? value.trim() : JSON.stringify(value));
}

/** The start of a text, at most so many characters of it. */
export function shortened(text: string, most = 300): string {
	return text.length > most ? `${text.slice(0, most)}…` : text;
}
