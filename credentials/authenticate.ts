import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { CredentialError } from './CredentialError';
import { defaultsOf, SECRET_NAMES, type D3SoarCredential } from './credential';
import { fillPayload, parseJsonObject, payloadOf, sign } from './jsonWebToken';
import { parseServerUrl, resolveUrl } from './serverUrl';

/** A request of n8n's helper, or of its HTTP Request node, which names its address `uri`. */
type Request = IHttpRequestOptions & {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	rejectUnauthorized?: boolean;
};

/**
 * Makes any request one that D3 takes: absolute URL, header, signature, TLS switch. The HTTP Request node shows
 * and stores the request that it gave, hiding only what stands in the credential word for word: so it gets a copy
 * back. Others get theirs back changed.
 *
 * @throws CredentialError before anything is sent, if the credential cannot serve the request.
 */
export function authenticate(
	credential: D3SoarCredential,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const original = options as Request;
	const request = original.uri === undefined ? original : { ...original };
	const url = setUrl(request, credential);
	stopRedirects(request);
	// Integration commands have URLs of another structure, so that only ingestion is told apart.
	const isCommand = !/\/api\/data\//i.test(url);
	const given = isCommand ? parseJsonObject(request.body) : undefined;
	const body = given && withDefaults(given, credential);
	const { header, payload } = proofFor(credential, isCommand, body);
	request.headers = { ...request.headers, ...header };
	if (given !== undefined) setBody(request, given, { ...body, ...payload });
	if (credential.ignoreSslIssues === true) ignoreCertificate(request);
	return request;
}

/** @returns the absolute URL that the request then has. */
function setUrl(request: Request, { serverUrl }: D3SoarCredential): string {
	const key = request.uri === undefined ? 'url' : 'uri';
	const url = resolveUrl(parseServerUrl(serverUrl), request[key] ?? '');
	request[key] = url;
	delete request.baseURL;
	return url;
}

/** The proof of who calls would go along to wherever a redirect points. */
function stopRedirects(request: Request): void {
	if (request.uri === undefined) request.disableFollowRedirect = true;
	else Object.assign(request, { followRedirect: false, followAllRedirects: false });
}

/** A user of the HTTP Request node may leave these to the credential. */
function withDefaults(body: IDataObject, credential: D3SoarCredential): IDataObject {
	const { username, site } = defaultsOf(credential);
	return { ...body, Username: body.Username ?? username, Site: body.Site ?? site };
}

/** A text that lacks nothing stays as it is: JavaScript would round the long numbers in it. */
function setBody(request: Request, given: IDataObject, body: IDataObject): void {
	if (Object.keys(body).every((key) => body[key] === given[key])) return;
	request.body = typeof request.body === 'string' ? JSON.stringify(body) : body;
}

function ignoreCertificate(request: Request): void {
	request.skipSslCertificateValidation = true;
	if (request.uri !== undefined) request.rejectUnauthorized = false;
}

/** What proves who calls, and what the body then has to say as well. */
interface Proof {
	readonly header: Record<string, string>;
	/** What was signed: D3 wants the same in the body. */
	readonly payload?: IDataObject;
}

function proofFor(
	credential: D3SoarCredential,
	isCommand: boolean,
	body: IDataObject | undefined,
): Proof {
	const secret = secretOf(credential);
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

/** The secret of the chosen scheme as it goes into a header: bare, without what pasting adds. */
function secretOf(credential: D3SoarCredential): string {
	const secret = String(credential[credential.authentication] ?? '')
		.trim()
		.replace(/^Bearer\s+/i, '');
	if (secret === '' || (credential.authentication !== 'jwtSecret' && /[^\x21-\x7e]/.test(secret))) {
		const what = SECRET_NAMES[credential.authentication];
		throw new CredentialError(
			secret === ''
				? `The ${what} of the D3 SOAR credential is empty`
				: `The ${what} of the D3 SOAR credential holds a space, a line break or a letter that no ${what} has. Copy it from D3 again.`,
		);
	}
	return secret;
}

function jsonField(displayName: string, json: unknown): IDataObject {
	const value = parseJsonObject(json);
	if (value === undefined) {
		throw new CredentialError(`The ${displayName} of the D3 SOAR credential is not a JSON object`);
	}
	return value;
}

/** D3 wants a token's user and site to be the body's: say so before D3 answers with a bare 401. */
function requireMatchingToken(token: IDataObject, body: IDataObject): void {
	for (const field of ['Username', 'Site']) {
		if (field in token && field in body && token[field] !== body[field]) {
			throw new CredentialError(
				`The JWT of the D3 SOAR credential was made for the ${field} "${String(token[field])}", but this request names "${String(body[field])}". Use a token made for it, or JWT, Signed Here.`,
			);
		}
	}
}
