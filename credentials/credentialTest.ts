import type { ICredentialTestRequest } from 'n8n-workflow';

/** Statuses that say something else than "a body like that is no command". */
const ERROR_STATUSES = Array.from({ length: 200 }, (_, index) => 400 + index).filter(
	(status) => status !== 400,
);

const NOT_D3 =
	'This address does not answer as the D3 API does. Check the Server URL: it ends with the site path, e.g. https://soar.example.com/MainApp/VSOC, and must be the address that D3 shows as Request URL, not that of a login page or a proxy.';

/** What the test button says to an HTTP status. */
function messageFor(status: number): string {
	if (status === 401 || status === 403) {
		return 'D3 rejected the key, secret or token. Check that it was generated on the page of the command named in Test Command, and, with JWT, that Username may use it.';
	}
	if (status === 429) {
		return 'D3 limits the rate of requests at the moment. Wait a minute and test again.';
	}
	if (status >= 500) {
		return `The D3 server failed with HTTP status ${status}. Try again later; if it goes on, ask your D3 administrator. The key could not be checked.`;
	}
	return NOT_D3;
}

/**
 * What the test button sends, and what it says to each answer.
 *
 * The body is a JSON *string*: D3 documents a 400 for a body that is no object, so nothing can be
 * created whatever the command. n8n fails the test when a rule applies: by status for those that are
 * not let through, by a missing `Error` for pages, redirects and other people's APIs.
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
		{
			type: 'responseSuccessBody',
			properties: { key: 'Error', value: undefined, message: NOT_D3 },
		},
		// n8n's type wants rules of one kind only, its test takes both.
	] as NonNullable<ICredentialTestRequest['rules']>,
};
