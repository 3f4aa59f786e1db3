import type { Failure as DeclaredFailure, IPollFunctions, NodeOperationError } from 'n8n-workflow';

import type { Call } from '../shared/command';
import { errorOf, reportOf, type Report } from '../shared/report';
import { neutralizeTags, withoutFinalPeriod } from '../shared/text';
import type { LocalTimestamp } from '../shared/time/localTime';
import type { Failure } from '../shared/transport/outcome';
import { parseRetryAfter } from '../shared/transport/retryPolicy';
import { REQUEST_OPTIONS } from './fetchRows';
import { UnusableRows, type TriggerRow } from './rows';
import type { Settings } from './settings';

/** The rows of a site, or why it could not be read. */
export type SiteResult = { readonly site: string } & (
	| { readonly rows: TriggerRow[]; readonly since: LocalTimestamp }
	| { readonly error: NodeOperationError }
);

export type FailedSite = Extract<SiteResult, { error: unknown }>;

/**
 * The error for a site that could not be read: why, and what comes next.
 *
 * @param hasPosition Whether it is known how far the site was read before.
 */
export function errorFor(
	context: IPollFunctions,
	problem: Failure | UnusableRows,
	call: Call,
	settings: Settings,
	hasPosition: boolean,
): NodeOperationError {
	const report =
		problem instanceof UnusableRows
			? rowsReport(problem, call)
			: reportOf(problem, {
					command: settings.triggerType.listing,
					call,
					options: REQUEST_OPTIONS,
				});
	const isTest = context.getMode() === 'manual';
	const next = hasPosition
		? 'Nothing is lost: the next poll resumes from the same position.'
		: 'The site is watched from the first successful poll on.';
	const description = isTest ? report.description : `${report.description} ${next}`.trim();
	const error = errorOf({ ...report, description }, context.getNode());
	const failure = problem instanceof UnusableRows ? undefined : failureFor(problem);
	return failure === undefined ? error : Object.assign(error, { failure });
}

/** Why the poll failed in the terms of n8n, which from 2.37 on decides by it when to poll again. */
function failureFor({ cause, retryAfter }: Failure): DeclaredFailure | undefined {
	switch (cause) {
		case 'rateLimit': {
			const retryAfterMs = parseRetryAfter(retryAfter);
			return { cause: 'rate-limited', ...(retryAfterMs !== undefined && { retryAfterMs }) };
		}
		case 'noTurn':
		case 'unreachable':
		case 'serverFailure':
		case 'noResponse':
		case 'gatewayPage':
			return { cause: 'temporarily-unavailable' };
		case 'authentication':
		case 'credential':
			return { cause: 'credential-invalid' };
		default:
			return undefined;
	}
}

/** Emits a failed execution, beside the items of the sites that were read. */
export function emitError(context: IPollFunctions, error: Error): void {
	context.logger.warn(error.message);
	context.__emitError(error);
}

/** @throws the errors of the sites that could not be read, as {@link throwIfAllFailed} does, if there are any. */
export function throwIfAnyFailed(results: readonly SiteResult[]): void {
	throwIfAllFailed(results.filter(hasFailed));
}

/** @throws the error of the first site, with the messages of the others, if no site could be read. */
export function throwIfAllFailed(results: readonly SiteResult[]): void {
	const failures = results.filter(hasFailed);
	const [first, ...others] = failures;
	if (first === undefined || failures.length < results.length) return;
	const { error } = first;
	const rest = others.map((other) => `${withoutFinalPeriod(other.error.message)}.`);
	if (rest.length > 0)
		error.description = `${error.description} Other sites failed too: ${rest.join(' ')}`;
	throw error;
}

export function hasFailed(result: SiteResult): result is FailedSite {
	return 'error' in result;
}

function rowsReport({ message }: UnusableRows, { command, site }: Call): Report {
	return {
		// Both have what D3 or an item says, which the editor would show as HTML.
		message: neutralizeTags(message),
		description: `Run D3 SOAR > Get Many for the site "${neutralizeTags(site)}" with Simplify turned off to see the data.`,
		details: { command, site },
	};
}
