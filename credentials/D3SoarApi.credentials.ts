import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { CredentialError } from './CredentialError';
import { fillPayload, parseJsonObject, payloadOf, sign } from './jsonWebToken';
import { resolveUrl, parseServerUrl } from './serverUrl';
import { credentialTest } from './credentialTest';

/** The three ways D3 documents to prove who calls. */
export type Authentication = 'apiKey' | 'jwtSecret' | 'jwtToken';

/** What a person entered; n8n hands it over decrypted. The names are saved in credentials. */
export interface D3SoarCredential {
	/** Address of D3 up to and including the site path, e.g. `https://d3.example.com/MainApp/VSOC`. */
	serverUrl: string;
	/** Which of the three secrets that follow is sent. */
	authentication: Authentication;
	/** For `apiKey`. */
	apiKey?: string;
	/** For `jwtSecret`: a token is signed with it for each request. */
	jwtSecret?: string;
	/** For `jwtToken`: a token that is signed already. */
	jwtToken?: string;
	/** For `jwtSecret`. JSON, as text or as it is. */
	jwtHeader?: unknown;
	/** Likewise. Its user and site, and a `Timestamp` that is empty, are set for each request. */
	jwtPayload?: unknown;
	/** D3 user in whose name commands run. */
	username: string;
	/** D3 site in which commands run. */
	site: string;
	/** IANA zone in which D3 reads dates; empty for the workflow's. */
	timezone?: string;
	/** Command that the test button calls, in a way that D3 must refuse. */
	testCommand?: string;
	/** Key, secret or token of GetIncidents for the list of incidents; empty for the one above. */
	incidentsApiKey?: string;
	/** The same of GetUsersBySite for the list of users. */
	usersApiKey?: string;
	/** Whether a certificate that cannot be trusted is taken. */
	ignoreSslIssues?: boolean;
}

/** What the builder calls the secret of each scheme. */
export const SECRET_NAMES: Record<Authentication, string> = {
	apiKey: 'API key',
	jwtSecret: 'JWT secret',
	jwtToken: 'JWT',
};

/** The credential: where D3 is, who asks, and what proves it. */
export class D3SoarApi implements ICredentialType {
	name = 'd3SoarApi';

	displayName = 'D3 SOAR API';

	documentationUrl =
		'https://docs.d3security.com/api-docs/Working-version/introduction-to-d3-command-api';

	icon = { light: 'file:../icons/d3soar.svg', dark: 'file:../icons/d3soar.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Server URL',
			name: 'serverUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://soar.example.com/MainApp/VSOC',
			description:
				'Address of D3 up to and including the site path. You can also paste a Request URL as D3 shows it; the part from /api on is cut.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			default: 'apiKey',
			description:
				'What D3 generated for the command. D3 makes a key per command: open Configuration > Utility Commands, choose the command, switch Webhook Authentication on, choose API Key or JSON Web Token, then + and Generate.',
			options: [
				{
					name: 'API Key',
					value: 'apiKey',
					description: 'D3 shows one key to copy. The simplest choice.',
				},
				{
					name: 'JWT, Signed Here',
					value: 'jwtSecret',
					description:
						'D3 shows a header, a payload and a secret key; each request is signed with it',
				},
				{
					name: 'JWT, Ready-Made',
					value: 'jwtToken',
					description: 'You already have a signed token and use it for every request',
				},
			],
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['apiKey'] } },
			description:
				"The key of the command that this credential is used for, e.g. of CreateTask. For another command make another credential with that command's key.",
		},
		{
			displayName: 'JWT Secret',
			name: 'jwtSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['jwtSecret'] } },
			description:
				'The Secret Key that D3 shows when it generates a JSON Web Token key. An administrator may have to switch JWT on first: Configuration > Application Settings > Web Config > EnableEnhanceWebhookAuthentication.',
		},
		{
			displayName: 'JWT',
			name: 'jwtToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['jwtToken'] } },
			description:
				'The signed token, three parts with dots between them, without the word Bearer. Its Username and Site, if it has them, must be those of the request.',
		},
		{
			displayName: 'JWT Header',
			name: 'jwtHeader',
			type: 'json',
			default: '{"alg":"HS256","typ":"JWT"}',
			displayOptions: { show: { authentication: ['jwtSecret'] } },
			description: 'The header object as D3 shows it. D3 documents the algorithm HS256 only.',
		},
		{
			displayName: 'JWT Payload',
			name: 'jwtPayload',
			type: 'json',
			default: '{"Username":"","Site":""}',
			displayOptions: { show: { authentication: ['jwtSecret'] } },
			description:
				'The payload object as D3 shows it, with its placeholders filled in. Username and Site are set for each request; an empty Timestamp becomes the time of the request in UTC. Other fields are also sent in the body, since D3 wants both to match.',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Admin',
			description:
				'The D3 user in whose name commands run. With JWT it must be a user who was granted the key; D3 minds upper and lower case. A node can name another user in its options.',
		},
		{
			displayName: 'Site',
			name: 'site',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Security Operations',
			description:
				'The D3 site in which commands run, as D3 writes it. A node can name another site.',
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: '',
			placeholder: 'e.g. America/Vancouver',
			description:
				"IANA name of the zone in which D3 reads dates such as a due date, since D3 takes them without a zone. Empty means the workflow's zone. If a task shows another hour in D3 than you set, this is the field to change.",
		},
		{
			displayName: 'Test Command',
			name: 'testCommand',
			type: 'string',
			default: 'CreateTask',
			placeholder: 'e.g. CreateTask',
			description:
				'The command that the key was made for. The test calls it with a request that D3 must refuse, so it never creates anything.',
		},
		{
			displayName: 'Get Incidents Key',
			name: 'incidentsApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for choosing incidents from a list: the key, secret or token that D3 made for the command GetIncidents. Empty means that the key above is tried.',
		},
		{
			displayName: 'Get Users by Site Key',
			name: 'usersApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for choosing users from a list: the key, secret or token that D3 made for the command GetUsersBySite. Empty means that the key above is tried.',
		},
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'ignoreSslIssues',
			type: 'boolean',
			default: false,
			description:
				'Whether to connect even if the certificate of the D3 server cannot be trusted. Safer: give n8n the certificate of your own authority with NODE_EXTRA_CA_CERTS.',
		},
	];

	test: ICredentialTestRequest = credentialTest;

	/**
	 * Makes any request one that D3 takes: absolute address, header, signature, TLS switch. It serves
	 * this package's nodes and n8n's HTTP Request node, which gives the address as `uri`. That one shows and
	 * stores what it gave, hiding only what stands in the credential word for word: so it gets a copy back.
	 * Redirects are not followed, since the proof of who calls would go along to wherever they point.
	 *
	 * @throws CredentialProblem before anything is sent, if the credential cannot serve the request.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const credential = credentials as unknown as D3SoarCredential;
		const options = requestOptions as IHttpRequestOptions & { uri?: string };
		const address = options.uri === undefined ? 'url' : 'uri';
		const request =
			address === 'url'
				? Object.assign(options, { disableFollowRedirect: true })
				: { ...options, followRedirect: false, followAllRedirects: false };
		request[address] = resolveUrl(parseServerUrl(credential.serverUrl), request[address] ?? '');
		delete request.baseURL;

		// Integration commands have addresses of another structure, so that only ingestion is told apart.
		const isCommand = !/\/api\/data\//i.test(request[address]);
		const body = isCommand ? parseJsonObject(request.body) : undefined;
		const original = { ...body };
		if (body !== undefined) {
			// A builder of the HTTP Request node may leave these to the credential.
			body.Username ??= credential.username;
			body.Site ??= credential.site;
		}

		const header = authHeader(credential, isCommand, body);
		request.headers = { ...request.headers, ...header };
		// A text that lacks nothing stays as it is: JavaScript would round the long numbers in it.
		const bodyChanged =
			body !== undefined && Object.keys(body).some((key) => body[key] !== original[key]);
		if (bodyChanged) request.body = typeof request.body === 'string' ? JSON.stringify(body) : body;
		if (credential.ignoreSslIssues === true) {
			request.skipSslCertificateValidation = true;
			if (address === 'uri') Object.assign(request, { rejectUnauthorized: false });
		}
		return request;
	}
}

/**
 * The header that proves who calls.
 *
 * @param body The request's body, which gets the fields of the payload that it lacks.
 */
function authHeader(
	credential: D3SoarCredential,
	isCommand: boolean,
	body: IDataObject | undefined,
): Record<string, string> {
	const secret = secretOf(credential);
	switch (credential.authentication) {
		case 'apiKey':
			return { d3key: secret };
		case 'jwtToken':
			requireMatchingToken(payloadOf(secret), body ?? {});
			return { d3jwt: secret };
		case 'jwtSecret': {
			const header = jsonField('JWT Header', credential.jwtHeader);
			// Event ingestion signs an empty payload (user-docs: json-web-token-authentication).
			if (!isCommand) return { d3jwt: sign(header, {}, secret) };
			const said = body ?? { Username: credential.username, Site: credential.site };
			const payload = fillPayload(jsonField('JWT Payload', credential.jwtPayload), said);
			if (body !== undefined) Object.assign(body, payload);
			return { d3jwt: sign(header, payload, secret) };
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
