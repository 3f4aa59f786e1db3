import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { requireAllowedSite } from './allowedSites';
import { CredentialError } from './CredentialError';
import { withMembers } from '../nodes/shared/jsonText';
import { Caller } from '../nodes/shared/transport/caller';
import { rateLimiters } from '../nodes/shared/transport/rateLimiters';
import { defaultsOf, type Authentication, type D3SoarCredential } from './credential';
import { jsonObjectFrom } from './jsonObject';
import { fillPayload, payloadOf, sign } from './jsonWebToken';
import { keyFor, type CommandKey } from './keys';
import { limitsOf } from './limits';
import { parseServerUrl, resolveUrl } from './serverUrl';
import { targetOf } from './target';

/** A request of n8n's helper, or of its HTTP Request node, which has its URL in `uri`. */
type Request = IHttpRequestOptions & {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	rejectUnauthorized?: boolean;
};

/**
 * Makes any request one that D3 accepts: absolute URL, header, signature, TLS setting. The HTTP Request node shows
 * and stores the request that it passed in, and hides only what is in the credential verbatim: so it gets a copy
 * back. For other callers the request is changed in place.
 *
 * @throws CredentialError before anything is sent, if the credential cannot be used for the request.
 */
export function authenticate(
	credential: D3SoarCredential,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const original = options as Request;
	const request = original.uri === undefined ? original : { ...original };
	const url = setUrl(request, credential);
	stopRedirects(request);
	const target = targetOf(url);
	const isCommand = !target.isIngestion;
	const given = isCommand ? jsonObjectFrom(request.body) : undefined;
	const body = given && withDefaults(given, credential);
	requireAllowedSite(credential, target, request.body, body);
	const key = keyFor(credential, url);
	const { header, payload } = proofFor(credential, key, isCommand, body);
	request.headers = { ...request.headers, ...header };
	if (given !== undefined) setBody(request, given, { ...body, ...payload });
	if (credential.ignoreSslIssues === true) ignoreCertificate(request);
	return request;
}

/** Requests of the HTTP Request node go one after the other's turn, whatever their execution: nothing tells it. */
const httpRequestNode = new Caller();

/**
 * Lets a request of the HTTP Request node wait until the limits of the credential allow it to start. When it ends is
 * not to be seen from here, so that it counts at its start only. This package's nodes wait by themselves.
 */
export async function waitForTurn(
	credential: D3SoarCredential,
	options: IHttpRequestOptions,
): Promise<void> {
	if ((options as Request).uri === undefined) return;
	await rateLimiters.of(credential.serverUrl).acquireStart(httpRequestNode, limitsOf(credential));
}

/** @returns the absolute URL that the request now has. */
function setUrl(request: Request, { serverUrl }: D3SoarCredential): string {
	const key = request.uri === undefined ? 'url' : 'uri';
	const url = resolveUrl(parseServerUrl(serverUrl), request[key] ?? '');
	request[key] = url;
	delete request.baseURL;
	return url;
}

/** A redirect would send the key or token to wherever it points. */
function stopRedirects(request: Request): void {
	if (request.uri === undefined) request.disableFollowRedirect = true;
	else Object.assign(request, { followRedirect: false, followAllRedirects: false });
}

/** A user of the HTTP Request node may leave Username and Site to the credential. */
function withDefaults(body: IDataObject, credential: D3SoarCredential): IDataObject {
	const { username, site } = defaultsOf(credential);
	return { ...body, Username: body.Username ?? username, Site: body.Site ?? site };
}

/** Missing fields are added to a text body as text: JavaScript would round the long numbers in it. */
function setBody(request: Request, given: IDataObject, body: IDataObject): void {
	const added = Object.entries(body).filter(([key, value]) => value !== given[key]);
	if (added.length === 0) return;
	request.body =
		typeof request.body === 'string' ? withMembers(request.body, Object.fromEntries(added)) : body;
}

function ignoreCertificate(request: Request): void {
	request.skipSslCertificateValidation = true;
	if (request.uri !== undefined) request.rejectUnauthorized = false;
}

/** The authentication of a request: its header, and what the body must contain as well. */
interface Proof {
	readonly header: Record<string, string>;
	/** What was signed: D3 wants the same in the body. */
	readonly payload?: IDataObject;
}

function proofFor(
	credential: D3SoarCredential,
	key: CommandKey,
	isCommand: boolean,
	body: IDataObject | undefined,
): Proof {
	const secret = secretOf(key, credential.authentication);
	switch (credential.authentication) {
		case 'apiKey':
			return { header: { d3key: secret } };
		case 'jwtToken':
			requireMatchingToken(payloadOf(secret), body ?? {});
			return { header: { d3jwt: secret } };
		case 'jwtSecret': {
			const header = jsonField('JWT Header', credential.jwtHeader);
			// Event ingestion signs an empty payload (user-docs: json-web-token-authentication).
			if (!isCommand) return { header: { d3jwt: sign(header, {}, secret) } };
			const payload = fillPayload(
				jsonField('JWT Payload', credential.jwtPayload),
				body ?? withDefaults({}, credential),
			);
			return { header: { d3jwt: sign(header, payload, secret) }, payload };
		}
	}
}

/** The secret as it goes into a header: trimmed and without `Bearer`. */
function secretOf(key: CommandKey, authentication: Authentication): string {
	const secret = key.secret.trim().replace(/^Bearer\s+/i, '');
	if (secret === '' || (authentication !== 'jwtSecret' && /[^\x21-\x7e]/.test(secret))) {
		throw new CredentialError(
			secret === ''
				? `The ${key.name} of the D3 SOAR credential is empty`
				: `The ${key.name} of the D3 SOAR credential contains a space, line break or other invalid character. Copy it again.`,
		);
	}
	return secret;
}

function jsonField(displayName: string, json: unknown): IDataObject {
	const value = jsonObjectFrom(json);
	if (value === undefined) {
		throw new CredentialError(`The ${displayName} of the D3 SOAR credential is not a JSON object`);
	}
	return value;
}

/** D3 requires a token's user and site to match the body's: this says so before D3 responds with a bare 401. */
function requireMatchingToken(token: IDataObject, body: IDataObject): void {
	for (const field of ['Username', 'Site']) {
		if (field in token && field in body && token[field] !== body[field]) {
			throw new CredentialError(
				`The JWT of the D3 SOAR credential was issued for the ${field} "${String(token[field])}", but this request uses "${String(body[field])}". Use a token issued for "${String(body[field])}", or choose JWT (Signed by n8n).`,
			);
		}
	}
}
