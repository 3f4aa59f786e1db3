import type { ICredentialTestRequest } from 'n8n-workflow';

import { CREDENTIAL_TEST_MESSAGES } from '../nodes/shared/messages';

/** All error statuses but 400, which is D3's response to a body that is no command. */
const ERROR_STATUSES = Array.from({ length: 200 }, (_, index) => 400 + index).filter(
	(status) => status !== 400,
);

/** The message of the credential test for an HTTP status. */
function messageFor(status: number): string {
	if (status === 401 || status === 403) return CREDENTIAL_TEST_MESSAGES.authentication;
	if (status === 429) return CREDENTIAL_TEST_MESSAGES.rateLimit;
	if (status >= 500) return CREDENTIAL_TEST_MESSAGES.serverFailure(status);
	return CREDENTIAL_TEST_MESSAGES.invalidResponse;
}

/**
 * The `Error` that D3 documents for an error status, and the status. n8n up to 2.8 fails no test by its status, if
 * one status passes: there the message tells.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/http-status-codes
 */
const DOCUMENTED_ERRORS: ReadonlyArray<readonly [error: string, status: number]> = [
	['Invalid authentication key.', 401],
	['The request exceeds rate limits or is otherwise blocked by rate limiting policies.', 429],
	['Unexpected Error.', 500],
];

/**
 * What the credential test sends, and its message for each response.
 *
 * The body is a JSON *string*: D3 documents a 400 for a body that is no object, so nothing can be
 * created whatever the command. n8n fails the test when a rule applies: by status for all error statuses but
 * 400, by D3's `Error` for those that n8n does not tell apart, by a missing `Error` for pages, redirects and
 * other APIs.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/http-status-codes
 */
export const credentialTest: ICredentialTestRequest = {
	request: {
		baseURL: '={{ $credentials.serverUrl }}',
		url: '={{ "/api/Command/" + encodeURIComponent(($credentials.testCommand || "").trim() || "CreateTask") }}',
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
		body: '"n8n credential test"',
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: { ignore: true, except: ERROR_STATUSES },
		timeout: 30_000,
	},
	rules: [
		...ERROR_STATUSES.map((value) => ({
			type: 'responseCode' as const,
			properties: { value, message: messageFor(value) },
		})),
		...DOCUMENTED_ERRORS.map(([value, status]) => ({
			type: 'responseSuccessBody' as const,
			properties: { key: 'Error', value, message: messageFor(status) },
		})),
		{
			type: 'responseSuccessBody',
			properties: {
				key: 'Error',
				value: undefined,
				message: CREDENTIAL_TEST_MESSAGES.invalidResponse,
			},
		},
		// n8n's type allows rules of one kind only, its credential test takes both.
	] as NonNullable<ICredentialTestRequest['rules']>,
};
