import { rememberLast } from '../nodes/shared/rememberLast';
import { CredentialError } from './CredentialError';

/** What follows the site path in the URLs that D3 shows as *Request URL*. */
const API_PATH = /\/api(\/(command|data)(\/.*)?)?\/*$/i;

/**
 * The D3 server's URL up to and including the site path, without a trailing slash.
 *
 * @param pasted What a user copied: that URL, or a whole Request URL such as
 * `https://soar.example.com/MainApp/VSOC/api/Command/CreateTask`, which is cut.
 * @throws CredentialError if it is no http(s) URL.
 * @see https://docs.d3security.com/api-docs/Working-version/introduction-to-d3-command-api
 */
export function parseServerUrl(pasted: unknown): string {
	const server = typeof pasted === 'string' ? serverIn(pasted) : undefined;
	if (server === undefined) {
		throw new CredentialError(
			'The Server URL of the D3 SOAR credential is not a valid URL. Enter it up to and including the site path, e.g. https://soar.example.com/MainApp/VSOC',
		);
	}
	return server;
}

/** Remembered, since reading a URL is slow, and it is the same in all requests of a run. */
const serverIn = rememberLast((pasted) => {
	const url = parse(pasted.trim());
	if (url === undefined || !['https:', 'http:'].includes(url.protocol)) return undefined;
	return url.origin + url.pathname.replace(API_PATH, '').replace(/\/+$/, '');
});

/**
 * The absolute URL of a request: a relative one is resolved below the server's URL, an absolute one must be on
 * the same server, so that a key is never sent to another.
 *
 * @param server As {@link parseServerUrl} returns it.
 * @throws CredentialError if the URL is on another server; then nothing is sent.
 */
export function resolveUrl(server: string, url: string): string {
	if (!/^[a-z][a-z\d+.-]*:/i.test(url)) {
		return `${server}/${url.replace(/^\/+/, '')}`;
	}
	if (parse(url)?.origin !== new URL(server).origin) {
		throw new CredentialError(
			`The URL of this request is not on ${new URL(server).origin}, the server of the D3 SOAR credential. It was not sent, so that the credential cannot leak to another server.`,
		);
	}
	return url;
}

function parse(url: string): URL | undefined {
	return URL.canParse(url) ? new URL(url) : undefined;
}
