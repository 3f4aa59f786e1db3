import type { IDataObject } from 'n8n-workflow';

import type { Idempotency } from '../command';
import { joinSentences, truncate } from '../text';
import { asText } from './messageFromBody';
import { isObject, scalarText } from './parse';
import { returnDataOf } from './returnData';

/** A failure that D3 reports in a response with status 200. */
export interface ReportedFailure {
	/** Whether D3 did a part of what was requested. */
	readonly partial: boolean;
	/** D3's own message. */
	readonly message: string;
}

/**
 * Finds a failure in a response. "Even with a 200 OK status, the desired data may not be returned": it checks
 * `error` first, then `returnData`, as text, as an object with a `Status`, or as an array of one such object,
 * and then the `Result` of each row of `contextData`. The rows of a read-only call are not checked: they may be
 * about anything, failed logins for example.
 *
 * @param idempotency That of the call.
 * @returns `undefined` if the response reports no failure.
 * @see https://docs.d3security.com/api-docs/Working-version/http-status-codes
 */
export function reportedFailure(
	response: IDataObject,
	idempotency: Idempotency,
): ReportedFailure | undefined {
	const error = typeof response.error === 'string' ? response.error.trim() : response.error;
	if (error !== undefined && error !== null && error !== '' && error !== false) {
		return { partial: false, message: asText(error) };
	}
	const returned = returnDataOf(response);
	const isRow =
		idempotency === 'readOnly' && Array.isArray(response.returnData) && !isStatusObject(returned);
	const status = isObject(returned) ? !isRow && returned.Status : returned;
	const message = typeof status === 'string' ? status.trim() : '';
	if (FAILED.test(message)) return { partial: false, message: errorDetail(returned) || message };
	if (/^partial/i.test(message))
		return { partial: true, message: errorDetail(returned) || message };
	const { contextData } = response;
	// https://docs.d3security.com/utility-command-docs/Working-version/create-tenant-site
	if (isObject(contextData) && contextData.success === false) {
		return { partial: false, message: asText(contextData.message ?? contextData) };
	}
	if (idempotency === 'readOnly') return undefined;
	const rows = rowsIn(contextData);
	const failed = rows.filter(hasFailed);
	if (failed.length === 0) return undefined;
	return { partial: failed.length < rows.length, message: messageOfRows(failed) };
}

/** Whether the only element of `returnData` is the status of a command: a row of data has other fields. */
function isStatusObject(only: unknown): boolean {
	return isObject(only) && Object.keys(only).every((name) => STATUS_FIELDS.has(name));
}

const STATUS_FIELDS = new Set(['Status', 'Data', 'ErrorData']);

/** What the response to a bulk request says about some incidents. A row may be in none of these. */
export interface BulkResult {
	/** The rows of the incidents that D3 changed. */
	readonly succeeded: IDataObject[];
	/** D3's messages about those that it did not change, one for each row. */
	readonly rejected: string[];
	/** The incidents that the response does not name although it names others. */
	readonly missing: string[];
}

/**
 * The rows of a response that are about certain incidents: of `contextData`, and of `ErrorData` in
 * `returnData`. https://docs.d3security.com/api-docs/Working-version/close-incidents-in-bulk
 */
export function bulkResultFor(response: IDataObject, incidents: readonly string[]): BulkResult {
	const returned = returnDataOf(response);
	const errors = rowsIn(isObject(returned) ? returned.ErrorData : undefined);
	const rows = rowsIn(response.contextData);
	const mentioned = new Set([...errors, ...rows].map(numberIn).filter((number) => number !== ''));
	const wanted = new Set(incidents);
	const isWanted = (row: IDataObject) => numberIn(row) !== '' && wanted.has(numberIn(row));
	return {
		succeeded: rows.filter((row) => isWanted(row) && !hasFailed(row)),
		rejected: [...errors, ...rows.filter(hasFailed)]
			.filter(isWanted)
			.map(wanted.size === 1 ? messageBesideNumber : messageOfRow),
		missing: mentioned.size === 0 ? [] : incidents.filter((number) => !mentioned.has(number)),
	};
}

/** Values that mean failure: documented for `returnData`, and assumed to be the same in a row. */
const FAILED = /^(fail|error|unsuccess)/i;

function hasFailed({ Result, result }: IDataObject): boolean {
	const value = Result ?? result;
	return typeof value === 'string' && FAILED.test(value.trim());
}

/** The incident number of a row: `Incident Number` in some responses, `incidentNumber` in others; else empty. */
function numberIn(row: IDataObject): string {
	const key = Object.keys(row).find(isNumberField);
	return key === undefined ? '' : scalarText(row[key]);
}

function isNumberField(name: string): boolean {
	return /^incident ?number$/i.test(name);
}

function rowsIn(value: unknown): IDataObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

function messageOfRow(row: IDataObject): string {
	return joinSentences(Object.values(row).map(asText), ': ');
}

/** The message for whoever asked about one incident, and knows its number. */
function messageBesideNumber(row: IDataObject): string {
	const others = Object.entries(row).filter(([name]) => !isNumberField(name));
	return messageOfRow(others.length === 0 ? row : Object.fromEntries(others));
}

/** Cut to length: a thousand failed rows would fill more than the screen. */
function messageOfRows(rows: IDataObject[]): string {
	return truncate(joinSentences(rows.map(messageOfRow), '; '), 2000);
}

/** The messages, if any, in `ErrorData: [{"Incident Number", "Error message"}]`. */
function errorDetail(returned: unknown): string {
	const rows = rowsIn(isObject(returned) ? returned.ErrorData : undefined);
	return messageOfRows(rows);
}
